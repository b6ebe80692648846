import Conformance
public import PluginKit

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Has a plugin live through recorded conversations again: one call in a test.
///
/// ```swift
/// @Test("what was decided in the recorded conversations is decided again")
/// func recorded() throws { try PluginReplay.check(CurrenciesPlugin.self) }
/// ```
/// `couplet sync --record-conversations FOLDER` writes such conversations.
public enum PluginReplay: Sendable {
    /// Replays every `.jsonl` file in the folder `Fixtures` beside the test that calls; throws what is decided otherwise.
    public static func check<Plugin: EntityPlugin>(
        _ plugin: Plugin.Type, file: String = #filePath
    ) throws(ReplayFailure) {
        try check(CodedBehavior(plugin), file: file)
    }

    /// Replays every conversation with the plugin without code whose manifest stands beside the folder of the test that calls.
    public static func checkMap(file: String = #filePath) throws(ReplayFailure) {
        let plugin: MapPlugin
        do { plugin = try MapPlugin.beside(file) } catch { throw ReplayFailure(differences: [error.description]) }
        try check(plugin, file: file)
    }

    private static func check(_ plugin: any PluginBehavior, file: String) throws(ReplayFailure) {
        let folder = file.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        let names = conversations(in: folder + "/Fixtures")
        var differences = names.isEmpty ? ["there is no conversation in \(folder)/Fixtures"] : []
        for name in names {
            do {
                let transcript = try Transcript(contentsOf: "\(folder)/Fixtures/\(name)")
                let found = transcript.differences(with: plugin)
                let decided = transcript.decisionCount
                differences += (decided == 0 ? ["no decision was recorded"] + found : found).map { "\(name): \($0)" }
            } catch {
                differences.append("\(name), line \(error.line): \(error.problem)")
            }
        }
        guard differences.isEmpty else { throw ReplayFailure(differences: differences) }
    }

    private static func conversations(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix(".jsonl") { names.append(name) }
        }
        return names.sorted()
    }
}
