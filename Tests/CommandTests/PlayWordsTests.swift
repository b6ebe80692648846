import Foundation
import Model
import Testing

@testable import couplet

@Suite("The words for a day of people")
struct PlayWordsTests {
    @Test("whatever can be done in the sandbox is called something in both languages")
    func words() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "../../Sources/Sandbox/Play/PlayDeed.swift")
        let cases = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").filter {
            $0.contains(" case ")
        }
        let deeds = cases.flatMap { $0.replacing("case", with: "").split(separator: ",") }.map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        #expect(deeds.count > 15 && deeds == PlayWords.deeds)
        for deed in deeds {
            #expect(PlayWords(.en).text(deed) != deed && PlayWords(.fr).text(deed) != PlayWords(.en).text(deed))
        }
    }

    @Test(
        "what was refused is told with where to read it",
        arguments: [(0, "Nothing"), (1, "A system"), (3, "The systems")])
    func refused(_ count: Int, _ first: String) {
        #expect(PlayWords(.en).refused(count).hasPrefix(first))
        #expect(PlayWords(.en).refused(count).hasSuffix("Next: couplet sync"))
        #expect(PlayWords(.fr).refused(count).contains("couplet sync"))
    }
}
