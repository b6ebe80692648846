import Model
import SyncStore

/// What a dry run would have written so far, laid over what its entities read: shared by the entities of one run.
///
/// Values and waiting pairs are held up to a budget; beyond it only identities are, so that references go on resolving. Where what was
/// let go is asked for, the entity whose plan lacks it has it counted: its plan says that it is not whole.
package actor RunOverlay {
    private struct Key: Hashable {
        var entity: EntityName
        var side: Side
        var id: RecordID
    }

    /// A pair that waits, its fields packed.
    private struct Waiting {
        var entity: EntityName
        var nominee: Nominee
        var fields: Sided<[UInt8]>

        /// What it takes, roughly.
        var weight: Int { fields.erp.count + fields.crm.count + nominee.weight }
    }

    private var partners: [Key: RecordID] = [:]
    private var written: [Key: [UInt8]] = [:]
    private var ended: Set<Key> = []
    private var awaiting: [Key: [Waiting]] = [:]
    private var ready: [EntityName: [Waiting]] = [:]
    /// How many pairs wait for a record beyond the budget, of each entity.
    private var crowd: [Key: [EntityName: Int]] = [:]
    /// Records whose planned values are beyond the budget.
    private var unheld: [EntityName: Sided<Set<RecordID>>] = [:]
    /// How much each entity's plan lacks.
    private var lacking: [EntityName: Int] = [:]
    /// The pairs that wait in the store, as far as nothing is planned for them; `nil` before they were asked for.
    private var stored: [EntityName: [Aside.Subject: Aside]]?
    /// The couplings whose record on a side was met, though who waits in the store was refused since it was not there.
    private var met: Sided<Set<Coupling.ID>> = Sided(erp: [], crm: [])
    /// The set-asides for which something is planned.
    private var decided: [EntityName: Set<Aside.Subject>] = [:]
    private var packer = FieldPacker()
    private var bytes = 0
    private let budget: Int
    private let remembersWaiting: Bool

    /// Creates an overlay that holds values of at most `budget` bytes; it keeps waiting pairs for a run that looks at them again.
    package init(budget: Int, remembersWaiting: Bool = true) {
        self.budget = budget
        self.remembersWaiting = remembersWaiting
    }

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

    /// The pairs of an entity that wait in the store for a record which would be coupled, or was met again; the oldest first.
    func readyAsides(of entity: EntityName) -> [Aside] {
        (stored?[entity] ?? [:]).values.filter { aside in
            guard case .waiting(let reference) = aside.cause else { return false }
            if let dead = aside.waitsAfter, met[reference.side.opposite].contains(dead) { return true }
            guard let partner = partner(of: reference) else { return false }
            // A coupling that would end wakes who waits for it to do so.
            return partner != nil || aside.waitsAfter != nil
        }
        .sorted { ($0.since, $0.ids.erp?.text ?? "") < ($1.since, $1.ids.erp?.text ?? "") }
    }

    /// Notes that records of couplings were met; returns the entities with pairs that waited since one of them was not there.
    func meet(_ entity: EntityName, _ rows: Sided<Set<Coupling.ID>>) -> Set<EntityName> {
        guard !rows.erp.isEmpty || !rows.crm.isEmpty else { return [] }
        var woken: Set<EntityName> = []
        for (waiting, asides) in stored ?? [:] {
            for aside in asides.values {
                guard case .waiting(let reference) = aside.cause, reference.entity == entity,
                    let dead = aside.waitsAfter, rows[reference.side.opposite].contains(dead)
                else { continue }
                met[reference.side.opposite].insert(dead)
                woken.insert(waiting)
            }
        }
        return woken
    }

    /// Notes that something is planned for what is set aside under these names, and is handed out as `aside`.
    func plan(_ entity: EntityName, _ subjects: [Aside.Subject], for aside: Aside?) {
        for subject in subjects { stored?[entity]?[subject] = nil }
        if let aside { decided[entity, default: []].insert(aside.subject) }
    }

    /// The names of what is set aside for which something is planned: of these, a run would have stored what it decided.
    func decided(of entity: EntityName) -> Set<Aside.Subject> { decided[entity] ?? [] }

    /// Notes that two records would be coupled; returns the entities with pairs that waited for one of them.
    func couple(_ entity: EntityName, _ ids: Sided<RecordID>) -> Set<EntityName> {
        var woken = storedWaits(for: entity, ids)
        for side in Side.allCases {
            let key = Key(entity: entity, side: side, id: ids[side])
            partners[key] = ids[side.opposite]
            for waiting in awaiting.removeValue(forKey: key) ?? [] {
                ready[waiting.entity, default: []].append(waiting)
                woken.insert(waiting.entity)
            }
            for (entity, count) in crowd.removeValue(forKey: key) ?? [:] {
                lacking[entity, default: 0] += count
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
        guard remembersWaiting else { return }
        var waiting = Waiting(
            entity: entity, nominee: nominee, fields: Sided { packer.pack(nominee.sides[$0].fields) })
        for side in Side.allCases {
            waiting.nominee.sides[side].fields = Fields()
            // A plan writes nothing, and needs no version.
            waiting.nominee.sides[side].lineMarks = [:]
        }
        let key = Key(entity: reference.entity, side: reference.side, id: reference.id)
        if hold(waiting.weight) {
            awaiting[key, default: []].append(waiting)
        } else {
            crowd[key, default: [:]][entity, default: 0] += 1
        }
    }

    /// How many pairs and answers the plan of an entity lacks, since what they came from was beyond the budget.
    func unforeseen(of entity: EntityName) -> Int { lacking[entity] ?? 0 }

    /// The pairs of an entity that waited, and no longer need to; each once.
    func takeReady(_ entity: EntityName) -> [Nominee] {
        (ready.removeValue(forKey: entity) ?? []).map { waiting in
            bytes -= waiting.weight
            var nominee = waiting.nominee
            for side in Side.allCases { nominee.sides[side].fields = packer.unpack(waiting.fields[side]) }
            return nominee
        }
    }

    /// Whether so many bytes more may be held; they are from now on.
    private func hold(_ more: Int) -> Bool {
        guard bytes + more <= budget else { return false }
        bytes += more
        return true
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
        let key = Key(entity: entity, side: side, id: id)
        guard unheld[entity]?[side].contains(id) != true else { return }
        let before = written.removeValue(forKey: key)
        let packed = packer.pack(before.map { packer.unpack($0).overlaid(by: fields) } ?? fields)
        bytes -= before?.count ?? 0
        if hold(packed.count) {
            written[key] = packed
        } else {
            unheld[entity, default: Sided(erp: [], crm: [])][side].insert(id)
        }
    }

    /// The planned partner of a record: `.some(nil)` when its coupling would end.
    func partner(of reference: RecordReference) -> RecordID?? {
        let key = Key(entity: reference.entity, side: reference.side, id: reference.id)
        if let partner = partners[key] { return .some(partner) }
        return ended.contains(key) ? .some(nil) : nil
    }

    /// The records of a side to which fields would be written, with those fields, that nothing planned tells apart from criteria; for
    /// the plan of `asking`.
    func written(
        _ entity: EntityName, _ side: Side, where criteria: Fields, asking: EntityName
    ) -> [RecordID: Fields] {
        if unheld[entity]?[side].isEmpty == false { lacking[asking, default: 0] += 1 }
        var found: [RecordID: Fields] = [:]
        for (key, packed) in written where key.entity == entity && key.side == side {
            if criteria.allSatisfy({
                packer.value(of: $0.name, in: packed).map($0.value.isAlike(on: side)) ?? true
            }) {
                found[key.id] = packer.unpack(packed)
            }
        }
        return found
    }

    /// Fields that would be written to a record; for the plan of `asking`.
    func fields(_ entity: EntityName, _ side: Side, _ id: RecordID, asking: EntityName) -> Fields? {
        if unheld[entity]?[side].contains(id) == true { lacking[asking, default: 0] += 1 }
        return written[Key(entity: entity, side: side, id: id)].map(packer.unpack)
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
