import Model
import PluginProtocol
import RemoteSystems
import SyncStore

/// Two records that met for the first time, and of which not everything is written that was decided.
///
/// They agree on what was delivered. What was not counts as edited where it comes from, and nowhere else: it is delivered yet, and an
/// edit of either side is still told from what was copied.
struct Meeting: Sendable {
    /// What was to be written to a side, and the base that the side has since, where it was.
    struct Part: Sendable {
        var side: Side
        var fields: [FieldName]
        var written: Base?
    }

    let shape: EntityShape
    /// Both sides as the decision saw them.
    let read: Sided<Base>

    /// The bases of the two; `nil` where it can't be told what a field is written from: then they meet again.
    func bases(after parts: [Part]) -> Sided<Base>? {
        var bases = Sided { shape.comparisons[$0].translated(read[$0]) }
        for part in parts { if let written = part.written { bases[part.side] = written } }
        for part in parts where part.written == nil {
            guard let sources = shape.sources(of: part.fields, on: part.side) else { return nil }
            let origin = part.side.opposite
            for field in sources {
                shape.layouts[origin].set(FieldLayout.unknown, for: field, in: &bases[origin].hashes)
            }
        }
        return bases
    }
}

extension EntityShape {
    /// The fields of the other side that fields of a side are written from; `nil` where one has no such field.
    func sources(of fields: [FieldName], on side: Side) -> [FieldName]? {
        var sources: [FieldName] = []
        for field in fields {
            let found = description.fields.compactMap { line -> FieldName? in
                guard line.direction.writes(to: side) else { return nil }
                return switch side {
                case .erp: line.erp == field ? line.crm : nil
                case .crm: line.crm == field ? line.erp : nil
                }
            }
            guard !found.isEmpty else { return nil }
            sources += found
        }
        return sources
    }

    /// What a write delivered of the side that it came from: of two records that had just met, no more than it carried.
    func delivered(by intent: Intent) -> Base? {
        guard let source = intent.sourceBase, intent.coupling == nil, case .update = intent.operation else {
            return intent.sourceBase
        }
        let side = intent.side.opposite
        let base = comparisons[side].translated(source)
        // Its version may have moved since by the other of the two writes.
        var delivered = layouts[side].emptyBase(version: nil)
        for field in sources(of: intent.sent.map(\.name), on: intent.side) ?? [] {
            guard let hash = layouts[side].hash(of: field, in: base.hashes) else { continue }
            layouts[side].set(Array(hash), for: field, in: &delivered.hashes)
        }
        return delivered
    }
}
