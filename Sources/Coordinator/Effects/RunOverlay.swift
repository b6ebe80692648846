import Model
import SyncStore

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
    private var awaiting: [Key: [Nominee]] = [:]
    private var ready: [EntityName: [Nominee]] = [:]
    private var entities: [Key: [EntityName]] = [:]
    /// The pairs that wait in the store, as far as nothing is planned for them; `nil` before they were asked for.
    private var stored: [EntityName: [Aside.Subject: Aside]]?
    private var bytes = 0
    private let budget: Int

    /// Creates an overlay that holds values of at most `budget` bytes.
    package init(budget: Int = 16 << 20) { self.budget = budget }

    /// Learns once what waits in the store.
    func learn(from store: any SyncStore) async throws {
        guard stored == nil else { return }
        let asides = try await store.asides(of: nil, limit: .max)
        var waiting: [EntityName: [Aside.Subject: Aside]] = [:]
        for aside in asides {
            if case .waiting = aside.cause { waiting[aside.entity, default: [:]][aside.subject] = aside }
        }
        stored = stored ?? waiting
    }

    /// The pairs of an entity that wait in the store for a record which would be coupled, the oldest first.
    func readyAsides(of entity: EntityName) -> [Aside] {
        (stored?[entity] ?? [:]).values.filter { aside in
            guard case .waiting(let reference) = aside.cause, case .some(.some) = partner(of: reference) else {
                return false
            }
            return true
        }
        .sorted { ($0.since, $0.ids.erp?.text ?? "") < ($1.since, $1.ids.erp?.text ?? "") }
    }

    /// Notes that something is planned for what is set aside under these names.
    func plan(_ entity: EntityName, _ subjects: [Aside.Subject]) {
        for subject in subjects { stored?[entity]?[subject] = nil }
    }

    /// Notes that two records would be coupled; returns the entities with pairs that waited for one of them.
    func couple(_ entity: EntityName, _ ids: Sided<RecordID>) -> Set<EntityName> {
        var woken = storedWaits(for: entity, ids)
        for side in Side.allCases {
            let key = Key(entity: entity, side: side, id: ids[side])
            partners[key] = ids[side.opposite]
            let waiting = zip(entities.removeValue(forKey: key) ?? [], awaiting.removeValue(forKey: key) ?? [])
            for (entity, nominee) in waiting {
                ready[entity, default: []].append(nominee)
                woken.insert(entity)
            }
        }
        return woken
    }

    /// The entities with pairs that wait in the store for one of two records.
    private func storedWaits(for entity: EntityName, _ ids: Sided<RecordID>) -> Set<EntityName> {
        let waiting = (stored ?? [:]).filter { _, asides in
            asides.values.contains { aside in
                guard case .waiting(let reference) = aside.cause else { return false }
                return reference.entity == entity && reference.id == ids[reference.side]
            }
        }
        return Set(waiting.keys)
    }

    /// Notes that a pair waits for a record to be coupled; it is as the plan leaves it.
    func wait(for reference: RecordReference, _ entity: EntityName, _ nominee: Nominee) {
        guard bytes + nominee.weight <= budget else { return }
        bytes += nominee.weight
        let key = Key(entity: reference.entity, side: reference.side, id: reference.id)
        awaiting[key, default: []].append(nominee)
        entities[key, default: []].append(entity)
    }

    /// The pairs of an entity that waited, and no longer need to; each once.
    func takeReady(_ entity: EntityName) -> [Nominee] { ready.removeValue(forKey: entity) ?? [] }

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

    /// The records of a side to which fields would be written, with those fields, that nothing planned tells apart from criteria.
    func written(_ entity: EntityName, _ side: Side, where criteria: Fields) -> [RecordID: Fields] {
        var found: [RecordID: Fields] = [:]
        for (key, fields) in written where key.entity == entity && key.side == side {
            if criteria.allSatisfy({ fields[$0.name].map($0.value.isAlike(on: side)) ?? true }) {
                found[key.id] = fields
            }
        }
        return found
    }

    /// Fields that would be written to a record.
    func fields(_ entity: EntityName, _ side: Side, _ id: RecordID) -> Fields? {
        written[Key(entity: entity, side: side, id: id)]
    }
}

extension FieldValue {
    /// Whether a system takes another value for this one when it is asked: Dataverse compares text without case.
    func isAlike(on side: Side) -> (FieldValue) -> Bool {
        { other in
            if case (.text(let one), .text(let two)) = (self, other), side == .crm {
                return one.lowercased() == two.lowercased()
            }
            return self == other
        }
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
