import Model
import SyncStore

/// What the records are coupled with that others refer to, in the fields by which these are recognised.
struct MatchPartners: Sendable {
    /// The partner of each record, of either side.
    private var ids: [RecordReference: RecordID] = [:]

    /// Notes that two records are coupled, or would be.
    mutating func add(_ reference: RecordReference, _ partner: RecordID) {
        ids[reference] = partner
        ids[RecordReference(entity: reference.entity, side: reference.side.opposite, id: partner)] = reference.id
    }

    /// A value of a criterion as the other side has it; `nil` when that has no such value.
    func value(_ value: FieldValue, of criterion: MatchRule.Criterion, from side: Side) -> FieldValue? {
        guard let entity = criterion.entity else { return criterion.value(value, from: side) }
        guard let id = value.text, !id.isEmpty else { return nil }
        return ids[RecordReference(entity: entity, side: side, id: RecordID(id))].map { .text($0.text) }
    }
}

extension SideReader {
    /// What the records are coupled with that some records refer to, in the fields by which these are recognised.
    func matchPartners(of records: [Fields], on side: Side) async throws -> MatchPartners {
        let references = records.flatMap { shape.matching.references(of: $0, on: side) }.unique()
        var partners = MatchPartners()
        guard !references.isEmpty else { return partners }
        for (reference, stored) in zip(references, try await store.resolve(references)) {
            if let planned = await overlay?.partner(of: reference) {
                if let partner = planned { partners.add(reference, partner) }
            } else if case .coupled(let partner) = stored {
                partners.add(reference, partner)
            }
        }
        return partners
    }
}
