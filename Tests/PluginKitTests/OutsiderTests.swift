import PluginTesting
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite("Plugins that others write")
struct OutsiderTests {
    private static let folder =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(separator: "/")
        + "/Outsiders/"

    private static let hasPython = ["/usr/bin/python3", "/usr/local/bin/python3"].contains { (path: String) in
        access(path, X_OK) == 0
    }

    @Test("a plugin in Python, written against the protocol's page alone, keeps its rules", .enabled(if: hasPython))
    func python() throws {
        let sample = try #require(FileText.text(of: Self.folder + "sample.json"))
        try PluginConformance.check(
            executable: [Self.folder + "python/gadgets.py"], manifest: Self.folder + "python/plugin.json",
            sample: sample)
    }
}
