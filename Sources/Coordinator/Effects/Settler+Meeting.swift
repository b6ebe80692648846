import Model
import PluginProtocol
import RemoteSystems
import SyncStore

/// What was written to two records that had just met, by the places of the writes in their batch: the host died before it could store
/// that the two are a pair.
struct UnstoredMeeting {
    /// The two.
    let ids: Sided<RecordID>
    /// The write to each side, where there was one.
    var writes: Sided<Int?> = Sided(erp: nil, crm: nil)
}

extension Settler {
    /// The meetings of a batch among the writes at some places: what each found on the side that it was to write to is known.
    func meetings(_ intents: [Intent], among places: some Sequence<Int>) -> [UnstoredMeeting] {
        var meetings: [Sided<RecordID>: UnstoredMeeting] = [:]
        for place in places {
            let intent = intents[place]
            guard let source = intent.source, let target = intent.target else { continue }
            let ids = intent.side == .erp ? Sided(erp: target, crm: source) : Sided(erp: source, crm: target)
            meetings[ids, default: UnstoredMeeting(ids: ids)].writes[intent.side] = place
        }
        return meetings.values.sorted { $0.ids.erp < $1.ids.erp }
    }

    /// The coupling of two records that had just met, by what is known of each write: the base of its side where it arrived.
    ///
    /// `nil` when nothing arrived: they meet again.
    func coupling(_ meeting: UnstoredMeeting, _ intents: [Intent], written: [Int: Base]) -> Coupling? {
        let writes = Side.allCases.compactMap { meeting.writes[$0] }
        guard writes.contains(where: { written[$0] != nil }) else { return nil }
        var read: Sided<Base?> = Sided(erp: nil, crm: nil)
        for place in writes {
            let intent = intents[place]
            read[intent.side] = intent.targetBase
            read[intent.side.opposite] = read[intent.side.opposite] ?? intent.sourceBase
        }
        guard let erp = read.erp, let crm = read.crm else { return nil }
        let parts = writes.map { place in
            Meeting.Part(side: intents[place].side, fields: intents[place].sent.map(\.name), written: written[place])
        }
        var bases = Meeting(shape: shape, read: Sided(erp: erp, crm: crm)).bases(after: parts)
        // Which lines belong together the dead host did not store: they are looked at as if they were new.
        if shape.lines != nil {
            for side in Side.allCases {
                shape.layouts[side].set(FieldLayout.unknown, for: LineText.field, in: &bases[side].hashes)
            }
        }
        return Coupling(
            ids: meeting.ids, generation: writes.map { intents[$0].generation }.max() ?? 0, bases: bases)
    }
}
