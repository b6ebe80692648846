import ArgumentParser
import Coordinator
import Foundation
import JSON
import Model
import PluginProtocol
import RemoteSystems

/// `couplet doctor`: whether both systems can be reached, and have what the plugins need.
struct DoctorCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "doctor",
            abstract: Help.said(
                "Checks the configuration, both connections, and what each plugin needs.",
                "Vérifie la configuration, les deux connexions, et ce qu'il faut à chaque module."),
            discussion: Help.said(
                """
                Signs in on both sides, finds the tables of every plugin, and names what is missing. Changes nothing in either \
                system. Ends with 3 when something has to be mended.
                """,
                """
                Se connecte des deux côtés, cherche les tables de chaque module, et nomme ce qui manque. Ne change rien dans \
                aucun système. Finit par 3 quand quelque chose est à corriger.
                """))
    }

    @OptionGroup var options: CommonOptions

    func run() async throws {
        let session = try Session(options)
        try await session.reporting {
            // Whoever asks sits and waits for the answer.
            let patience = Patience(throttled: .seconds(60), unavailable: .seconds(5))
            return try await session.withHost(patience: patience) { host in
                let examination = Examination(host: host, session: session)
                func show(_ findings: [Finding]) -> Bool {
                    for line in findings.flatMap({ $0.lines(session) }) { session.console.print(line) }
                    return findings.allSatisfy { $0.mark != .wrong }
                }
                var isWell = show(await examination.surroundings())
                let areReached = show(await examination.systems())
                isWell = show(await examination.shelf()) && isWell
                // Without both systems there is nothing to look for what plugins need in.
                if areReached { isWell = show(await examination.entities()) && isWell }
                return isWell && areReached ? ExitCodes.complete : ExitCodes.needsPerson
            }
        }
    }
}

/// One thing that was examined.
struct Finding: Sendable {
    enum Mark: String, Sendable {
        case right = "ok"
        case noted = "note"
        case wrong = "no"
    }

    var mark: Mark
    var subject: String
    var text: String

    private static let margin = 25

    /// The finding in lines of its own, the text beside the subject; for programs one of JSON.
    func lines(_ session: Session) -> [String] {
        guard !session.options.json else { return [json.line] }
        let head = session.words.mark(mark).padded(to: 6) + subject.harmless.padded(to: Self.margin - 7) + " "
        let lines = text.harmless.wrapped(to: session.console.outputWidth, indent: Self.margin)
        return [head + (lines.first ?? "").dropFirst(Self.margin)] + lines.dropFirst()
    }

    var json: JSONValue { ["mark": .string(mark.rawValue), "subject": .string(subject), "text": .string(text)] }
}

/// Examines a host's surroundings.
private struct Examination: Sendable {
    let host: Host
    let session: Session

    /// What a person should know of the machine and of how plugins are run.
    ///
    /// Whoever runs as root trusts every plugin with the whole machine; a launcher can take that away.
    func surroundings() async -> [Finding] {
        var findings: [Finding] = []
        if geteuid() == 0 {
            findings.append(Finding(mark: .noted, subject: "couplet", text: session.sentences.runsAsRoot))
        }
        if PluginFolders.beside("couplet-launch") == nil {
            findings.append(Finding(mark: .wrong, subject: "couplet-launch", text: session.sentences.noLauncher))
        }
        if host.configuration.launcher == .none {
            findings.append(Finding(mark: .noted, subject: "plugins", text: session.sentences.trustsPlugins))
        } else {
            findings += trusted.map { entity in
                Finding(mark: .noted, subject: entity.text, text: session.sentences.trustsPlugin)
            }
        }
        return findings
    }

    /// The entities that are taken out of the sandbox that holds for all.
    private var trusted: [EntityName] {
        host.shelf.plugins.map(\.manifest.entity).filter {
            host.configuration.entities[$0]?.launcher == Launcher.none
        }
    }

    /// Whether both systems let us in.
    func systems() async -> [Finding] {
        async let erp = system(.erp)
        async let crm = system(.crm)
        return await [erp, crm]
    }

    private func system(_ side: Side) async -> Finding {
        let name = side.product
        do {
            return Finding(
                mark: .right, subject: name, text: session.words.signedIn(try await host.remotes[side].identity()))
        } catch {
            return wrong(name, error)
        }
    }

    /// The plugins that can't be used.
    func shelf() async -> [Finding] {
        host.shelf.faults.map { wrong($0.entity?.text ?? $0.folder, $0) }
    }

    /// What each plugin finds in this tenant.
    func entities() async -> [Finding] {
        let configurations = host.configuration.plugins(on: host.shelf)
        var findings: [Finding] = []
        for plugin in host.shelf.plugins {
            let entity = plugin.manifest.entity
            do {
                let description = try await host.runner.describe(
                    plugin, config: configurations[entity] ?? .object([]))
                findings.append(
                    Finding(mark: .right, subject: entity.text, text: session.words.fields(description.fields.count)))
                findings += description.notes.map { note in
                    let text = [note.message, note.hint ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
                    return Finding(mark: .noted, subject: entity.text, text: text)
                }
                findings += absent(description, plugin.manifest)
            } catch {
                findings.append(wrong(entity.text, error))
            }
        }
        return findings
    }

    /// The entities that its records refer to and that are not there: what is coupled with them stays so, and nothing is added.
    private func absent(_ description: EntityDescription, _ manifest: Manifest) -> [Finding] {
        let absent = host.shelf.absent(of: manifest)
        let needed = Set(description.references.filter { $0.strength == .reference }.map(\.entity))
        return absent.intersection(needed).sorted().map {
            Finding(mark: .noted, subject: manifest.entity.text, text: session.sentences.refersToAbsent($0))
        }
    }

    private func wrong(_ subject: String, _ error: any Error) -> Finding {
        Finding(mark: .wrong, subject: subject, text: ErrorReport(error, language: session.language).sentence.line)
    }
}
