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

    /// The bases of the two.
    func bases(after parts: [Part]) -> Sided<Base> {
        var bases = Sided { shape.comparisons[$0].translated(read[$0]) }
        for part in parts { if let written = part.written { bases[part.side] = written } }
        for part in parts where part.written == nil {
            let origin = part.side.opposite
            for field in part.fields {
                for source in shape.sources(of: field, on: part.side) ?? untouched(parts, on: origin) {
                    shape.layouts[origin].set(FieldLayout.unknown, for: source, in: &bases[origin].hashes)
                }
            }
        }
        return bases
    }

    /// The fields of a side but for those that were written there: what one is computed from may be any of them.
    private func untouched(_ parts: [Part], on side: Side) -> [FieldName] {
        let written = parts.filter { $0.side == side && $0.written != nil }.flatMap(\.fields)
        return shape.layouts[side].fields.filter { !written.contains($0) }
    }
}

extension EntityShape {
    /// The fields of the other side that a field of a side is written from: none where it is always the same, and `nil` where it is
    /// computed by the plugin.
    func sources(of field: FieldName, on side: Side) -> [FieldName]? {
        let lines = description.fields.filter { line in
            line.direction.writes(to: side) && (side == .erp ? line.erp : line.crm) == field
        }
        let sources = lines.compactMap { side == .erp ? $0.crm : $0.erp }
        return sources.isEmpty && !lines.contains { $0.constant != nil } ? nil : sources
    }

    /// The fields of the other side that fields of a side are written from, as far as they are known.
    func sources(of fields: [FieldName], on side: Side) -> [FieldName] {
        fields.flatMap { sources(of: $0, on: side) ?? [] }
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
        for field in sources(of: intent.sent.map(\.name), on: intent.side) {
            guard let hash = layouts[side].hash(of: field, in: base.hashes) else { continue }
            layouts[side].set(Array(hash), for: field, in: &delivered.hashes)
        }
        return delivered
    }
}
