import Coordinator
import Foundation
import MapLanguage
import Model
import PluginProtocol
import Testing

@testable import couplet

@Suite("The files with which an administrator changes maps")
struct MappingFilesTests {
    /// A bundled plugin with what a folder says, beside a configuration in it.
    private func shelf(of folder: TemporaryFolder, _ more: String = "") throws -> PluginShelf {
        let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Plugins/PaymentTerms")
        let plugin = folder.path + "/plugins/paymentterms"
        try FileManager.default.createDirectory(atPath: plugin, withIntermediateDirectories: true)
        for name in ["plugin.json", "map.json"] {
            try FileManager.default.copyItem(atPath: source.path + "/" + name, toPath: plugin + "/" + name)
        }
        let program = plugin + "/couplet-map"
        #expect(FileManager.default.createFile(atPath: program, contents: Data("#!/bin/sh".utf8)))
        try folder.set(0o755, of: "plugins/paymentterms/couplet-map")
        var reader = PluginReader()
        return try files(of: folder, more).customized(try reader.shelf(in: [folder.path + "/plugins"]))
    }

    private func files(of folder: TemporaryFolder, _ more: String = "") throws -> MappingFiles {
        let reader = ConfigurationReader(path: folder.path + "/couplet.yaml")
        return MappingFiles(
            configuration: try reader.read(ConfigurationTests.shortest + more, folder: folder.path))
    }

    private func mappings(_ folder: TemporaryFolder) throws {
        try FileManager.default.createDirectory(
            atPath: folder.path + "/mappings", withIntermediateDirectories: true)
    }

    @Test("without a folder nobody customized anything")
    func none() throws {
        let shelf = try shelf(of: TemporaryFolder())
        #expect(shelf.faults.isEmpty && shelf.plugins.map(\.overlay) == [nil])
    }

    @Test("a file counts by either end of its name; both at once are refused", arguments: ["yaml", "yml"])
    func ends(_ end: String) throws {
        let folder = try TemporaryFolder()
        try mappings(folder)
        try folder.write("policy: erpWins\n", to: "mappings/paymentterms.\(end)")
        #expect(try shelf(of: folder).plugins.first?.overlay?.file.hasSuffix("paymentterms.\(end)") == true)
        try folder.write("policy: erpWins\n", to: "mappings/paymentterms.\(end == "yml" ? "yaml" : "yml")")
        let both = try files(of: folder).customized(shelf(of: TemporaryFolder()))
        #expect(both.plugins.isEmpty && both.faults.map(\.entity) == ["paymentterms"])
    }

    @Test("a folder that can't be read stops every plugin whose map may have been changed in it")
    func unreadable() throws {
        let folder = try TemporaryFolder()
        try folder.write("no folder", to: "mappings")
        let shelf = try shelf(of: folder)
        #expect(shelf.plugins.isEmpty && shelf.faults.map(\.entity) == ["paymentterms"])
    }

    @Test("a faulty file stops its entity; of an entity that is switched off it disturbs nobody")
    func faulty() throws {
        let folder = try TemporaryFolder()
        try mappings(folder)
        try folder.write("disable: [noSuchField]\n", to: "mappings/paymentterms.yaml")
        #expect(try shelf(of: folder).faults.map(\.entity) == ["paymentterms"])
        let off = try files(of: folder, "entities: { paymentterms: { enabled: no } }\n")
            .customized(shelf(of: TemporaryFolder()))
        #expect(off.faults.isEmpty && off.plugins.count == 1)
    }

    @Test("a plugin that takes another's place takes its changed map too")
    func inHand() throws {
        let folder = try TemporaryFolder()
        try mappings(folder)
        try folder.write("policy: erpWins\n", to: "mappings/paymentterms.yaml")
        var shelf = try shelf(of: TemporaryFolder())
        let plugin = try #require(shelf.plugins.first)
        shelf.take(plugin)
        let customized = try files(of: folder).customized(shelf, plugin.manifest.entity)
        #expect(customized.plugins.map { $0.overlay != nil } == [true] && customized.faults.isEmpty)
    }
}
