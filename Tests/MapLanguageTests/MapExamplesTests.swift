import Foundation
import JSON
import MapLanguage
import Testing

@Suite("The examples that the reader of maps and the schema are both tested with")
struct MapExamplesTests {
    @Test("what the schema takes is read, and what it refuses is refused for the reason that stands there")
    func examples() throws {
        let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/maps.jsonl")
        let lines = try String(contentsOf: path, encoding: .utf8).split(separator: "\n")
        #expect(lines.count > 30)
        for line in lines {
            let example = try JSON.decode(JSONValue.self, from: Array(line.utf8))
            let map = try #require(example["map"])
            var codes: [String] = []
            do {
                _ = try MapDocument(reading: JSON.encode(map), file: "map.json")
            } catch {
                codes = error.problems.map(\.code.rawValue)
            }
            #expect(codes.first == example["wrong"]?.string, "\(line): \(codes)")
        }
    }
}
