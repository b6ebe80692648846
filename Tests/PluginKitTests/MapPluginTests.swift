import Foundation
import PluginKit
import PluginTesting
import Testing

@Suite("A plugin without code")
final class MapPluginTests {
    private let folder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "couplet-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func write(_ text: String, _ name: String) throws {
        try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
    }

    private func manifest(_ more: String) -> String {
        #"""
        {"name": "terms", "title": {"en": "Terms"}, "version": "1.2.3", "protocol": [1], "command": ["couplet-map"],
         "entity": "terms", \#(more)
         "references": [{"side": "erp", "field": "unitId", "entity": "units", "strength": "reference"}],
         "sides": {"erp": {"table": "T", "key": "id", "routes": [{"kind": "standard", "set": "ts"}]},
                   "crm": {"table": "t", "set": "ts", "key": "id"}}}
        """#
    }

    @Test("it decides what its map says")
    func decides() throws {
        try write(manifest(#""map": "map.json","#), "plugin.json")
        try write(
            #"""
            {"fields": [{"erp": "code", "crm": "label", "type": "code", "length": {"erp": 10, "crm": 100}, "required": true},
                        {"erp": "unitId", "crm": "unit", "type": "reference", "to": "units"},
                        {"crm": "kind", "constant": 3}],
             "more": {"note": {"erp": "note", "crm": "description", "type": "text", "length": {"erp": 50, "crm": 100}}}}
            """#, "map.json")
        let plugin = try MapPlugin(folder: folder)
        let unit = RecordReference(entity: "units", side: .erp, id: RecordID("u"))
        let pair = RecordPair.uncoupled(erp: ["code": "A", "unitId": "u", "note": "text"])
        #expect(plugin.decision(about: pair).action == .wait(unit))
        #expect(
            plugin.decision(about: pair, references: [unit: RecordID("v")]).action
                == .create(.crm, ["label": "A", "unit": "v", "kind": 3], key: []))
        let configuration = try #require(Configuration(json: #"{"alsoSynchronize": ["note"]}"#))
        #expect(
            plugin.decision(about: pair, references: [unit: RecordID("v")], configuration: configuration).action
                == .create(.crm, ["label": "A", "unit": "v", "description": "text", "kind": 3], key: []))
    }

    @Test("what is wrong with it is named with file and line, and it decides nothing")
    func mistakes() throws {
        func says() -> String? {
            do { _ = try MapPlugin(folder: folder) } catch { return error.description }
            return nil
        }
        #expect(says()?.hasSuffix("plugin.json: the file can't be read. Put it there, readable for Couplet.") == true)
        try write(manifest(""), "plugin.json")
        #expect(says()?.hasSuffix(#"The member "map" is missing. Add "map"."#) == true)
        try write(manifest(#""map": "map.json","#), "plugin.json")
        try write(
            """
            {"fields": [
              {"erp": "unitId", "crm": "unit", "type": "reference", "to": "unit"}
            ]}
            """, "map.json")
        #expect(
            says()
                == "map.json, line 2, column 3 (fields[0]): the manifest refers to no entity unit. Did you mean \"units\"?"
        )
    }
}
