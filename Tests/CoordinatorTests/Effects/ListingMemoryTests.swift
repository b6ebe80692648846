import Model
import Testing

@testable import Coordinator

@Suite("What a full run keeps of what it lists")
struct ListingMemoryTests {
    private static let reading: SideReading = {
        var reading = SideReading(presence: .present, id: RecordID("o"), version: RecordVersion("1"))
        reading.fields = ["number": "1"]
        reading.hashes = [1]
        reading.lineMarks = [RecordID("l"): LineMark(version: RecordVersion("7"), number: 10_000)]
        return reading
    }()

    @Test(
        "beyond its budget nothing of a document is kept but how it is called, its lines neither",
        arguments: [0, 1_000])
    func budget(_ budget: Int) throws {
        var memory = ListingMemory(rules: 0, budget: budget)
        memory.add(Self.reading, keys: [])
        memory.add(Self.reading, coupled: Coupling.ID(1))
        let coupled = memory.take(coupled: Coupling.ID(1))
        for entry in [memory.take(0), try #require(coupled)] {
            #expect(entry.isWhole == (budget > 0))
            #expect(entry.reading.id == RecordID("o") && entry.reading.version == RecordVersion("1"))
            #expect(entry.reading.lineMarks.count == (budget > 0 ? 1 : 0))
            #expect(entry.reading.fields.isEmpty == (budget == 0))
        }
        // What a pair was formed of is handed over.
        #expect(memory.uncoupled.allSatisfy { $0.reading.lineMarks.isEmpty && $0.reading.fields.isEmpty })
    }
}
