import Coordinator
import Foundation
import Model
import PluginProtocol
import Testing

@Suite("Reading plugin folders")
final class PluginReaderTests {
    private let root: String

    init() throws {
        root = FileManager.default.temporaryDirectory.appendingPathComponent("couplet-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: root, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    private func manifest(_ name: String, entity: String? = nil, more: String = "") -> String {
        """
        {"name": "\(name)", "title": {"en": "\(name)"}, "version": "1.0.0", "protocol": [1], "command": ["run"],
         "entity": "\(entity ?? name)", "tags": ["master"], \(more)
         "sides": {"erp": {"table": "T", "key": "id", "routes": [{"kind": "standard", "set": "ts"}]},
                   "crm": {"table": "t", "set": "ts", "key": "id"}}}
        """
    }

    /// Puts a plugin in place.
    @discardableResult
    private func install(_ name: String, manifest: String? = nil, executable: String? = "#!/bin/sh\n") throws -> String
    {
        let folder = root + "/" + name
        let files = FileManager.default
        try files.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        try write(manifest ?? self.manifest(name), to: folder + "/plugin.json", 0o644)
        if let executable { try write(executable, to: folder + "/run", 0o755) }
        return folder
    }

    private func write(_ text: String, to path: String, _ mode: Int) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    private func shelf() throws -> PluginShelf {
        var reader = PluginReader()
        return try reader.shelf(in: [root])
    }

    /// The cause by which the one plugin there can't be used.
    private func cause() throws -> PluginFault.Cause? {
        let shelf = try shelf()
        #expect(shelf.plugins.isEmpty)
        return shelf.faults.first?.cause
    }

    @Test("a plugin is known by its manifest and its executable's digest, and nothing is started")
    func reads() throws {
        let folder = try install("customers")
        try install(".hidden")
        try write("not a folder", to: root + "/README", 0o644)
        let shelf = try shelf()
        #expect(shelf.faults == [])
        let plugin = try #require(shelf.plugin(for: "customers"))
        #expect(shelf.plugins.count == 1)
        #expect(plugin.executable.hasSuffix("/customers/run"))
        #expect(plugin.folder.hasSuffix(folder.suffix(20)))
        // printf '#!/bin/sh\n' | sha256sum
        #expect(plugin.executableDigest == "a8076d3d28d21e02012b20eaf7dbf75409a6277134439025f282e368e3305abf")
    }

    @Test("an unchanged executable is not read again, a changed one is")
    func remembersDigests() throws {
        let folder = try install("customers")
        var first = PluginReader()
        let before = try #require(try first.shelf(in: [root]).plugins.first)
        var digests = first.digests
        #expect(digests.count == 1)
        for key in digests.keys { digests[key] = "remembered" }
        var second = PluginReader(digests: digests)
        #expect(try second.shelf(in: [root]).plugins.first?.executableDigest == "remembered")
        try write("#!/bin/sh\nexit 1\n", to: folder + "/run", 0o755)
        var third = PluginReader(digests: digests)
        let after = try #require(try third.shelf(in: [root]).plugins.first)
        #expect(after.executableDigest != "remembered")
        #expect(after.digest != before.digest)
        #expect(third.digests.count == 1)
    }

    @Test("a broken plugin is a fault of its entity alone, and others can be used")
    func isolates() throws {
        try install("customers")
        try install("items", manifest: "{")
        let shelf = try shelf()
        #expect(shelf.plugins.map(\.manifest.entity) == ["customers"])
        #expect(shelf.faults.map(\.entity) == ["items"])
        #expect(shelf.nodes.map(\.name).sorted() == ["customers", "items"])
        #expect(shelf.nodes.first { $0.name == "items" }?.problem?.code == .invalidConfiguration)
    }

    @Test("a plugin without code is known by its map too, which is read and checked before anything is started")
    func maps() throws {
        let folder = try install("terms", manifest: manifest("terms", more: #""map": "map.json","#))
        #expect(try cause()?.name == "unreadable")
        try write(#"{"fields": []}"#, to: folder + "/map.json", 0o644)
        let before = try #require(try shelf().plugin(for: "terms"))
        try write(#"{"fields": [], "policy": "erpWins"}"#, to: folder + "/map.json", 0o644)
        let after = try #require(try shelf().plugin(for: "terms"))
        #expect(after.map != before.map)
        #expect(after.executableDigest == before.executableDigest)
        #expect(after.digest != before.digest)
        try write(#"{"fields": []}"#, to: folder + "/map.json", 0o666)
        #expect(try cause()?.name == "writableByOthers")
    }

    @Test("a mistake in a map is its entity's alone, and is named with file, line, field and remedy")
    func mapMistake() throws {
        try install("customers")
        let folder = try install("terms", manifest: manifest("terms", more: #""map": "map.json","#))
        try write("{\"fields\": [],\n \"polcy\": \"manual\"}", to: folder + "/map.json", 0o644)
        let shelf = try shelf()
        #expect(shelf.plugins.map(\.manifest.entity) == ["customers"])
        let fault = try #require(shelf.faults.first)
        let words =
            "map.json, line 2, column 2 (polcy): there is no \"polcy\" here. Did you mean \"policy\"?"
        #expect(PluginFaultSentences.sentence(fault, in: .en).line.hasSuffix("terms/" + words))
        let ended = ProblemSentences.sentence(fault.problem, entity: "terms", in: .en).line
        #expect(ended.hasSuffix("terms/" + words))
    }

    @Test("a map that is not the one that the manifest was packed with is refused")
    func mapDigest() throws {
        let digest = String(repeating: "0", count: 64)
        let more = #""map": "map.json", "sha256": {"map": "\#(digest)"},"#
        let folder = try install("terms", manifest: manifest("terms", more: more))
        try write(#"{"fields": []}"#, to: folder + "/map.json", 0o644)
        #expect(try cause()?.name == "digest")
    }

    @Test("of two plugins for one entity neither is taken")
    func twins() throws {
        try install("customers")
        try install("customers-new", manifest: manifest("customers-new", entity: "customers"))
        let shelf = try shelf()
        #expect(shelf.plugins.isEmpty)
        #expect(shelf.faults.map(\.entity) == ["customers", "customers"])
        #expect(shelf.faults.map(\.cause.name) == ["sameEntity", "sameEntity"])
        #expect(shelf.nodes.count == 2)
    }

    @Test("without its manifest, its executable, or the right to execute it, a plugin can't be used")
    func missing() throws {
        let folder = try install("customers", executable: nil)
        #expect(try cause()?.name == "executableMissing")
        try write("#!/bin/sh\n", to: folder + "/run", 0o644)
        #expect(try cause()?.name == "notExecutable")
        try FileManager.default.removeItem(atPath: folder + "/run")
        try FileManager.default.createDirectory(atPath: folder + "/run", withIntermediateDirectories: false)
        #expect(try cause()?.name == "wrongKind")
        try FileManager.default.removeItem(atPath: folder + "/plugin.json")
        #expect(try cause() == .noManifest)
    }

    @Test("a name that leads elsewhere, an unknown protocol and a huge manifest are refused")
    func manifests() throws {
        try install("customers", manifest: manifest("../customers", entity: "customers"))
        #expect(try cause()?.name == "manifest")
        try install("customers", manifest: manifest("customers").replacing("[1]", with: "[7]"))
        #expect(try cause() == .protocolVersion(speaks: [7], known: [1]))
        try install("customers", manifest: manifest("customers").replacing("[\"run\"]", with: "[\"../run\"]"))
        #expect(try cause()?.name == "manifest")
        try install("customers", manifest: String(repeating: " ", count: PluginReader.manifestLimit + 1))
        #expect(try cause() == .manifestTooLarge(limit: PluginReader.manifestLimit))
    }

    @Test(
        "a name that is more than a word is refused, whatever it would lead to",
        arguments: [
            "", ".", "..", "/", "a/b", "../a", "/etc/a", #"a\\b"#, #"a\u0000b"#, #"a\nb"#, "A", "aB", "1a", "-a", "a b",
            "a.b", "a_b", "é", #"a\u202eb"#, "~", "$(a)", "a;b", "a%2fb", String(repeating: "a", count: 42),
        ])
    func hostileNames(_ name: String) throws {
        try install("customers", manifest: manifest(name, entity: "customers"))
        #expect(try cause()?.name == "manifest")
        try install("customers", manifest: manifest("customers", entity: name))
        #expect(try cause()?.name == "manifest")
    }

    @Test(
        "no executable outside of the plugin's folder is named, and none is searched for",
        arguments: [
            ("/bin/sh", "manifest"), ("../run", "manifest"), ("a/../../run", "manifest"), ("./run", "manifest"),
            ("", "manifest"), ("..", "manifest"), ("a//run", "manifest"), (#"run\u0000"#, "manifest"),
            ("sh", "executableMissing"), ("$(run)", "executableMissing"), ("~", "executableMissing"),
        ])
    func hostileCommands(_ command: String, _ expected: String) throws {
        try install("customers", manifest: manifest("customers").replacing("[\"run\"]", with: "[\"\(command)\"]"))
        #expect(try cause()?.name == expected)
    }

    @Test("nothing is taken that others than its owner could change", arguments: ["", "/plugin.json", "/run"])
    func writable(path: String) throws {
        let folder = try install("customers")
        let attributes: [FileAttributeKey: Any] = [.posixPermissions: path.isEmpty || path == "/run" ? 0o777 : 0o666]
        try FileManager.default.setAttributes(attributes, ofItemAtPath: folder + path)
        #expect(try cause()?.name == "writableByOthers")
    }

    @Test("nor out of a folder in which others could put another one in its place")
    func writableParent() throws {
        try install("customers")
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: root)
        #expect(try cause()?.name == "writableByOthers")
    }

    @Test("what belongs to another user is not taken")
    func owner() throws {
        try install("customers")
        guard geteuid() == 0 else { return }
        chown(root + "/customers/run", 4711, 4711)
        #expect(try cause()?.name == "otherOwner")
    }

    @Test("no symbolic link leads out of a plugin's folder")
    func links() throws {
        let folder = try install("customers", executable: nil)
        try FileManager.default.createSymbolicLink(atPath: folder + "/run", withDestinationPath: "/bin/true")
        #expect(try cause()?.name == "symbolicLink")
        try FileManager.default.removeItem(atPath: folder + "/run")
        try write("#!/bin/sh\n", to: folder + "/real", 0o755)
        try FileManager.default.createSymbolicLink(atPath: folder + "/run", withDestinationPath: "real")
        #expect(try shelf().plugins.first?.executable.hasSuffix("/customers/real") == true)
        try FileManager.default.moveItem(atPath: folder, toPath: root + "/.elsewhere")
        try FileManager.default.createSymbolicLink(atPath: folder, withDestinationPath: root + "/.elsewhere")
        #expect(try cause()?.name == "symbolicLink")
    }

    @Test("an executable that its manifest was not packed with is refused")
    func digest() throws {
        let zeros = String(repeating: "0", count: 64)
        let more = "\"sha256\": {\"\(PluginReader.platform)\": \"\(zeros)\"},"
        try install("customers", manifest: manifest("customers", more: more))
        #expect(try cause()?.name == "digest")
    }

    @Test("a folder of plugins that is not there is said so")
    func noRoot() {
        let path = root + "/nowhere"
        #expect(throws: PluginFault(folder: path, entity: nil, .unreadable(path: path, code: ENOENT))) {
            var reader = PluginReader()
            _ = try reader.shelf(in: [path])
        }
    }
}
