import Model
import Synchronization

/// The people of both systems: what they make, edit and delete, by the chance of a place in the history.
///
/// Every value that they type is typed once, so that each edit can be told from all others.
final class People: Sendable {
    private struct State {
        var numbers = 0
        var values = 0
        /// What they will do while requests are under way, and when.
        var plans: [(due: Duration, kind: Action.Kind, place: UInt64)] = []
        /// Whether a record was deleted since the last rest: the ERP's deletions are found by the daily sweep.
        var hasDeleted = false
    }

    /// What stands in every value that a person types, and may stand nowhere else.
    static let canary = "Qanary"

    private let world: World
    private let state = Mutex(State())

    init(_ world: World) {
        self.world = world
    }

    /// Whether somebody deleted something since the last rest.
    var hasDeleted: Bool { state.withLock(\.hasDeleted) }

    /// Whether somebody deleted something since this was asked last.
    func takesDeleted() -> Bool {
        state.withLock { state in
            defer { state.hasDeleted = false }
            return state.hasDeleted
        }
    }

    // MARK: while requests are under way

    /// Plans something for a time from now.
    func plan(_ kind: Action.Kind, at place: UInt64, in delay: Duration) {
        let due = world.now + delay
        state.withLock { $0.plans.append((due: due, kind: kind, place: place)) }
    }

    /// Does what is due.
    func goOn() {
        let now = world.now
        let due = state.withLock { state in
            let due = state.plans.filter { $0.due <= now }.sorted { $0.due < $1.due }
            state.plans.removeAll { $0.due <= now }
            return due
        }
        for plan in due { act(plan.kind, at: plan.place, isAlone: true) }
    }

    /// Does what was planned and is not done yet, at once.
    func finish() {
        let left = state.withLock { state in
            defer { state.plans = [] }
            return state.plans
        }
        for plan in left { act(plan.kind, at: plan.place, isAlone: true) }
    }

    // MARK: what they do

    /// Does something; `isAlone` when nobody does the same on the other side.
    func act(_ kind: Action.Kind, at place: UInt64, isAlone: Bool = false) {
        var random = SeededRandom(world.company.seed, at: place)
        switch kind {
        case .make: make(&random, isAlone: isAlone)
        case .meet: make(&random, isAlone: false, isTwice: true)
        case .edit: edit(&random)
        case .editEach: editEach(&random)
        case .delete: delete(&random)
        case .death, .run, .rehearse, .guarded, .wait, .forget, .rest: break
        }
    }

    private func make(_ random: inout SeededRandom, isAlone: Bool, isTwice: Bool = false) {
        let entity = random.pick([Office.currencies, Office.customers, Office.customers, Office.contacts]) ?? ""
        let first: Side = random.once(in: 2) ? .erp : .crm
        let number = state.withLock { state in
            state.numbers += 1
            return "\(Self.canary.uppercased())\(state.numbers)"
        }
        let sides = isTwice || !isAlone && random.once(in: 6) ? [first, first.opposite] : [first]
        // Twins are recognised by their address, which nobody edits.
        let mail = value()
        for side in sides {
            var fields = Fields()
            for field in Office.fields(of: entity) {
                switch field.use {
                case .number: fields.append(field.name, .text(number))
                case .mail:
                    if sides.count == 2 || !random.once(in: 3) { fields.append(field.name, .text(mail)) }
                case .text: if !random.once(in: 4) { fields.append(field.name, .text(value())) }
                case .reference(let target):
                    if let id = reference(to: target, on: side, &random) { fields.append(field.name, .text(id.text)) }
                }
            }
            if entity == Office.contacts, fields["customer"] == nil { continue }
            if let id = world.systems[side].make(in: entity, fields) {
                world.trace.note("a person makes \(id) on \(side): \(words(fields))")
            }
        }
    }

    private func edit(_ random: inout SeededRandom) {
        guard let (entity, side, id, row) = anyRow(&random) else { return }
        let fields = Office.fields(of: entity).filter { $0.use != .number && $0.use != .mail }
        guard let field = random.pick(fields) else { return }
        let isOnBoth = random.once(in: 4)
        change(field, of: entity, side, id, &random)
        guard isOnBoth, let twin = partner(of: row.fields, entity, on: side.opposite) else { return }
        change(field, of: entity, side.opposite, twin, &random)
    }

    /// Edits every record: of those that are on both sides one by chance.
    private func editEach(_ random: inout SeededRandom) {
        for entity in [Office.currencies, Office.customers, Office.contacts] {
            let fields = Office.fields(of: entity).filter { $0.use == .text }
            var edited: Set<FieldValue> = []
            for side in Side.allCases {
                for found in world.systems[side].rows(of: entity) {
                    guard let number = found.row.fields["number"], !edited.contains(number),
                        let field = random.pick(fields)
                    else { continue }
                    let isForOther = random.once(in: 2) && side == .erp
                    if isForOther, partner(of: found.row.fields, entity, on: .crm) != nil { continue }
                    edited.insert(number)
                    change(field, of: entity, side, found.id, &random)
                }
            }
        }
    }

    /// Edits a certain record.
    func edit(_ id: RecordID, of entity: String, on side: Side, at place: UInt64) {
        var random = SeededRandom(world.company.seed, at: place)
        let fields = Office.fields(of: entity).filter { $0.use == .text }
        guard let field = random.pick(fields) else { return }
        change(field, of: entity, side, id, &random)
    }

    private func change(
        _ field: Office.Field, of entity: String, _ side: Side, _ id: RecordID, _ random: inout SeededRandom
    ) {
        var fields = Fields()
        switch field.use {
        case .number, .mail: return
        case .text:
            // Now and then a value is emptied; the ERP keeps no null.
            let isEmptied = random.once(in: 8)
            let blank = world.company.rewrites && side == .crm && random.once(in: 4) ? " " : ""
            fields.append(
                field.name, isEmptied ? (side == .erp ? "" : .null) : .text(value() + blank))
        case .reference(let target):
            if let chosen = reference(to: target, on: side, &random) {
                fields.append(field.name, .text(chosen.text))
            } else if field.name != "customer" {
                fields.append(field.name, side == .erp ? .text(RecordID.zero.text) : .null)
            }
        }
        guard !fields.isEmpty else { return }
        world.systems[side].edit(id, of: entity, fields)
        world.trace.note("a person edits \(id) on \(side): \(words(fields))")
    }

    /// Deletes a customer or a contact that no other contact needs, and never the last: an empty table looks like a lost permission.
    private func delete(_ random: inout SeededRandom) {
        guard let (entity, side, id, row) = anyRow(&random), entity != Office.currencies,
            world.systems[side].rows(of: entity).count > 1
        else { return }
        if entity == Office.customers {
            let isNeeded = Side.allCases.contains { side in
                guard let own = partner(of: row.fields, entity, on: side) else { return false }
                return world.systems[side].rows(of: Office.contacts).contains {
                    $0.row.fields["customer"] == .text(own.text)
                }
            }
            if isNeeded { return }
        }
        world.systems[side].delete(id, of: entity)
        state.withLock { $0.hasDeleted = true }
        world.trace.note("a person deletes \(id) on \(side)")
    }

    // MARK: what they find

    private func anyRow(_ random: inout SeededRandom) -> (String, Side, RecordID, SimulatedTable.Row)? {
        let entity = random.pick([Office.currencies, Office.customers, Office.customers, Office.contacts]) ?? ""
        let side: Side = random.once(in: 2) ? .erp : .crm
        guard let found = random.pick(world.systems[side].rows(of: entity)) else { return nil }
        return (entity, side, found.id, found.row)
    }

    /// The record of the same number on a side.
    private func partner(of fields: Fields, _ entity: String, on side: Side) -> RecordID? {
        world.systems[side].rows(of: entity).first { $0.row.fields["number"] == fields["number"] }?.id
    }

    private func reference(to target: String, on side: Side, _ random: inout SeededRandom) -> RecordID? {
        if target != Office.customers, random.once(in: 3) { return nil }
        return random.pick(world.systems[side].rows(of: target))?.id
    }

    private func value() -> String {
        state.withLock { state in
            state.values += 1
            return "\(Self.canary)\(state.values)"
        }
    }

    private func words(_ fields: Fields) -> String {
        fields.map { "\($0.name)=\($0.value.word)" }.joined(separator: " ")
    }
}
