import Foundation
import MapLanguage
import Model
import Testing

@testable import couplet

@Suite("A file that changes a map")
struct MappingFileTests {
    @Test(
        "a word without quotation marks is a value as in JSON, and a text otherwise",
        arguments: [
            ("true", .boolean(true)), ("false", .boolean(false)), ("null", .null), ("0", .number("0")),
            ("-12", .number("-12")), ("010", .text("010")), ("12:30", .text("12:30")), ("1_0", .text("1_0")),
            ("0x1F", .text("0x1F")), ("No", .text("No")), ("yes", .text("yes")), ("on", .text("on")),
            ("'10'", .text("10")), ("\"true\"", .text("true")), ("|-\n  10", .text("10")), ("1.5", .text("1.5")),
        ] as [(String, MapNode.Value)])
    func values(_ written: String, _ value: MapNode.Value) throws {
        let node = try MapNode(yaml: "constant: \(written)\n", file: "x.yaml")
        guard case .object(let members) = node.value else {
            Issue.record("no object")
            return
        }
        #expect(members.map(\.node.value) == [value])
    }

    @Test("each bundled plugin takes one")
    func bundled() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Plugins")
        var count = 0
        for name in try FileManager.default.contentsOfDirectory(atPath: root.path).sorted() {
            let manifest = root.appendingPathComponent(name).appendingPathComponent("plugin.json")
            guard FileManager.default.fileExists(atPath: manifest.path) else { continue }
            let read = try JSONSerialization.jsonObject(with: Data(contentsOf: manifest)) as? [String: Any]
            count += 1
            #expect((read?["capabilities"] as? [String: Any])?["mapping"] != nil, "\(name)")
        }
        #expect(count > 15)
    }
}

@Suite("What is said about maps")
struct MappingWordsTests {
    @Test("before a run was finished nothing is said of what it had")
    func beforeTheFirst() {
        #expect(MappingWords(language: .en).sinceLastRun(nil) == "No run was finished yet.")
        #expect(MappingWords(language: .fr).sinceLastRun(nil) == "Aucune exécution n'est encore achevée.")
    }

    @Test("in French the map is a correspondance, as for whoever writes one")
    func french() {
        let words = MappingWords(language: .fr)
        for said in [words.sinceLastRun(true), words.sinceLastRun(false), words.fits("items", 3)] {
            #expect(said.contains("correspondance") && !said.contains("table"))
        }
        // The spaces inside of the marks do not break a line.
        #expect(PluginWords(language: .fr).found("writes").hasSuffix("«\u{A0}it writes\u{A0}»"))
    }
}
