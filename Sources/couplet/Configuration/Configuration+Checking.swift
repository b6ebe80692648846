import Coordinator
import Foundation
import JSON
import Model
import PluginProtocol

extension Configuration {
    /// Names a path that is not there: what would be left out without a word otherwise.
    func checkPaths(in file: String) throws(ConfigurationError) {
        try checkPrivateFiles(beside: file)
        var paths = pluginFolders.map { ("plugins.folders", $0) }
        if let certificateAuthority { paths.append(("certificateAuthority", certificateAuthority)) }
        for (key, launcher) in launchers {
            switch launcher {
            case .none: break
            case .bubblewrap:
                guard Bubblewrap.installed != nil else {
                    throw ConfigurationError(path: file, line: nil, reason: .noBubblewrap(key))
                }
            case .command(let words):
                if let program = words.first, program.hasPrefix("/") { paths.append((key, program)) }
            }
        }
        for (key, path) in paths where !FileManager.default.fileExists(atPath: path) {
            throw ConfigurationError(path: file, line: nil, reason: .pathMissing(key, path: path))
        }
    }

    /// Has bubblewrap start something, where plugins are started through it.
    ///
    /// Where the machine forbids it, every plugin would die before its first word, and nobody would say why.
    func tryBubblewrap(in file: String, guardian: String?) async throws {
        guard let key = launchers.first(where: { $0.1 == .bubblewrap })?.key, let program = Bubblewrap.installed,
            let refusal = try await Bubblewrap(program: program, hidden: []).refusal(guardian: guardian)
        else { return }
        throw ConfigurationError(path: file, line: nil, reason: .bubblewrapRefused(key, refusal))
    }

    /// Refuses a private file that bubblewrap could only hide together with the programs beside it.
    private func checkPrivateFiles(beside file: String) throws(ConfigurationError) {
        guard let key = launchers.first(where: { $0.1 == .bubblewrap })?.key else { return }
        for path in privateFiles(beside: file) {
            if let folder = Bubblewrap.folderAmongPrograms(of: path) {
                throw ConfigurationError(path: file, line: nil, reason: .amongPrograms(key, path: path, folder: folder))
            }
        }
    }

    private var launchers: [(key: String, Launcher)] {
        [("plugins.launcher", launcher)]
            + entities.sorted { $0.key < $1.key }.compactMap { entity, decided in
                decided.launcher.map { ("entities.\(entity).launcher", $0) }
            }
    }

    /// Files that are none of a plugin's business, whatever it is started through.
    func privateFiles(beside file: String) -> [String] {
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
        let secrets = secretSources.compactMap { source -> String? in
            switch source {
            case .file(let path): path.hasPrefix("/") ? path : folder.appendingPathComponent(path).path
            case .environment, .command: nil
            }
        }
        return [store, file] + secrets
    }

    /// Where every secret comes from.
    var secretSources: [SecretSource] {
        [erp.signIn.secret, crm.signIn.secret] + [availability?.accessKey].compactMap(\.self)
    }

    /// Whether the entity of a plugin runs.
    func isEnabled(_ manifest: Manifest) -> Bool { entities[manifest.entity]?.isEnabled ?? manifest.isEnabled }

    /// Names an entity or a setting of one that no installed plugin knows: a decision that would hold for nothing.
    func checkEntities(on shelf: PluginShelf, in file: String) throws(ConfigurationError) {
        let known = shelf.plugins.map(\.manifest.entity) + shelf.faults.compactMap(\.entity)
        for (entity, decided) in entities.sorted(by: { $0.key < $1.key }) {
            guard known.contains(entity) else {
                throw unknown(entity.text, in: "entities", among: known.map(\.text).sorted(), file)
            }
            guard let plugin = shelf.plugin(for: entity) else { continue }
            let settings = plugin.manifest.configSchema?["properties"]?.object?.map(\.name) ?? []
            for setting in decided.settings.keys.sorted() where !settings.contains(setting) {
                throw unknown(setting, in: "entities.\(entity).settings", among: settings, file)
            }
        }
    }

    private func unknown(
        _ word: String, in section: String, among allowed: [String], _ file: String
    ) -> ConfigurationError {
        ConfigurationError(
            path: file, line: nil,
            reason: .unknown(
                "\(section).\(word)", nearest: Spelling.nearest(to: word, among: allowed), allowed: allowed))
    }
}
