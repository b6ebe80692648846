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
        "what was refused is counted, and told as far as there is room",
        arguments: [
            (0, 0, "Nothing was refused."), (1, 1, "A system refused one more, as it does:"),
            (3, 3, "The systems refused 3 more, as they do:"),
            (9, 5, "The systems refused 9 more, as they do; the first 5:"),
        ])
    func refused(_ count: Int, _ shown: Int, _ text: String) {
        #expect(PlayWords(.en).refused(count, shown: shown) == text)
        #expect(PlayWords(.fr).refused(count, shown: shown).contains("refusé"))
    }
}
