import Model

/// What a dry run would have written so far, laid over what its entities read: shared by the entities of one run.
///
/// Values are held up to a budget; beyond it only the identities are, so that references go on resolving.
package actor RunOverlay {
    private struct Key: Hashable {
        var entity: EntityName
        var side: Side
        var id: RecordID
    }

    private var partners: [Key: RecordID] = [:]
    private var written: [Key: Fields] = [:]
    private var ended: Set<Key> = []
    private var bytes = 0
    private let budget: Int

    /// Creates an overlay that holds values of at most `budget` bytes.
    package init(budget: Int = 16 << 20) { self.budget = budget }

    /// Notes that two records would be coupled.
    func couple(_ entity: EntityName, _ ids: Sided<RecordID>) {
        for side in Side.allCases {
            partners[Key(entity: entity, side: side, id: ids[side])] = ids[side.opposite]
        }
    }

    /// Notes that a coupling would end.
    func uncouple(_ entity: EntityName, _ ids: Sided<RecordID?>) {
        for side in Side.allCases {
            guard let id = ids[side] else { continue }
            partners[Key(entity: entity, side: side, id: id)] = nil
            ended.insert(Key(entity: entity, side: side, id: id))
        }
    }

    /// Notes that fields would be written.
    func write(_ entity: EntityName, _ side: Side, _ id: RecordID, _ fields: Fields) {
        let weight = fields.weight
        guard bytes + weight <= budget else { return }
        bytes += weight
        let key = Key(entity: entity, side: side, id: id)
        written[key] = written[key, default: Fields()].overlaid(by: fields)
    }

    /// The planned partner of a record: `.some(nil)` when its coupling would end.
    func partner(of reference: RecordReference) -> RecordID?? {
        let key = Key(entity: reference.entity, side: reference.side, id: reference.id)
        if let partner = partners[key] { return .some(partner) }
        return ended.contains(key) ? .some(nil) : nil
    }

    /// Fields that would be written to a record.
    func fields(_ entity: EntityName, _ side: Side, _ id: RecordID) -> Fields? {
        written[Key(entity: entity, side: side, id: id)]
    }
}

extension Fields {
    /// The fields with others in their place.
    func overlaid(by others: Fields) -> Fields {
        var fields = self
        for other in others { fields[other.name] = other.value }
        return fields
    }
}
