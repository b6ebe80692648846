#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import Model
import SyncStore

/// Notices values that go back and forth: what we write to one system comes back from the other, changed, and again.
///
/// People edit one side time and again; what people hardly do is to have the same group written to alternating sides, three
/// times within a day. That is how a transform that doesn't round-trip, or a third integration, looks.
struct Oscillation: Sendable {
    /// The field groups of each side.
    let groups: Sided<[FieldName: String]>
    let now: Date

    /// How many lines of a record's history are looked at.
    static let entries = 8
    private static let writes = 3
    private static let window: TimeInterval = 24 * 3600

    /// Whether another write to a side would go on with what the history, newest first, shows.
    func isFound(in history: [HistoryEntry], writing fields: [FieldName], to side: Side) -> Bool {
        let written = Set(fields.compactMap { groups[side][$0] })
        var expected = side.opposite
        var alternating = 0
        for entry in history {
            guard now.timeIntervalSince(entry.at) < Self.window else { break }
            // A person looked at it, or it came to rest otherwise.
            if entry.operation == .setAside || entry.operation == .settled { break }
            guard entry.operation == .updated, let wroteTo = entry.side else { continue }
            let group = Set(entry.fields.compactMap { groups[wroteTo][$0] })
            guard !group.isDisjoint(with: written) else { continue }
            guard wroteTo == expected else { break }
            alternating += 1
            expected = expected.opposite
        }
        return alternating >= Self.writes
    }
}
