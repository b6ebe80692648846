import Model
import SyncStore

/// What people do about what is set aside: they look, settle conflicts, and ask for another try.
struct Help {
    private let world: World

    init(_ world: World) { self.world = world }

    /// Helps where a person is asked to; whether there was anything.
    ///
    /// `mayClear`: Couplet has had the time to find out by itself what became of what it had sent.
    func give(mayClear: Bool) async throws -> Bool {
        var hasHelped = false
        for aside in try world.asides() {
            guard case .problem(let problem) = aside.cause else { continue }
            switch problem.code {
            case .conflict:
                if settle(aside, problem) { hasHelped = true }
            case .timeout:
                guard mayClear else { continue }
                hasHelped = try clear(aside) || hasHelped
            case .oscillating, .locked, .versionChanged, .gone:
                try world.retry(aside.entity, ids(of: aside))
                hasHelped = true
            default: continue
            }
            world.trace.note("a person looks at \(aside.entity) \(aside.ids.erp?.text ?? "-") \(problem.code.rawValue)")
        }
        return hasHelped
    }

    private func ids(of aside: Aside) -> [RecordID] { Side.allCases.compactMap { aside.ids[$0] } }

    /// Both sides get the values of one.
    private func settle(_ aside: Aside, _ problem: Problem) -> Bool {
        guard let erp = aside.ids.erp, let crm = aside.ids.crm else { return false }
        let ids = Sided(erp: erp, crm: crm)
        var random = SeededRandom(world.company.seed, at: UInt64(world.runs) &+ 1_000_000)
        let liked: Side = random.once(in: 2) ? .erp : .crm
        let table = aside.entity.text
        let rows = Sided { side in world.systems[side].rows(of: table).first { $0.id == ids[side] }?.row.fields }
        guard let erp = rows.erp, let crm = rows.crm else { return false }
        let sources = Sided(erp: erp, crm: crm)
        // What refers to a record that the other side doesn't have can't be had there: then the other side's values it is.
        for winner in [liked, liked.opposite] {
            let fields = values(of: problem, table, sources[winner], on: winner)
            guard !fields.isEmpty else { continue }
            world.systems[winner.opposite].edit(ids[winner.opposite], of: table, fields)
            world.trace.note("a person settles \(ids[winner.opposite]) as on \(winner)")
            return true
        }
        return empty(ids, of: table, problem)
    }

    /// Each side refers to a record that the other has lost: neither can be had, so that both refer to nothing.
    private func empty(_ ids: Sided<RecordID>, of table: String, _ problem: Problem) -> Bool {
        for side in Side.allCases {
            var fields = Fields()
            for field in Office.fields(of: table) where problem.arguments.contains(field.group) {
                if case .reference = field.use { fields.append(field.name, nothing(on: side)) }
            }
            guard !fields.isEmpty else { return false }
            world.systems[side].edit(ids[side], of: table, fields)
            world.trace.note("a person empties what \(ids[side]) refers to")
        }
        return true
    }

    private func nothing(on side: Side) -> FieldValue { side == .erp ? .text(RecordID.zero.text) : .null }

    /// What the disputed groups of a record would be on the other side.
    private func values(of problem: Problem, _ table: String, _ source: Fields, on winner: Side) -> Fields {
        var fields = Fields()
        for field in Office.fields(of: table) where problem.arguments.contains(field.group) {
            let value = source[field.name] ?? .null
            if case .reference(let target) = field.use {
                guard let mapped = counterpart(of: value, target, on: winner) else { continue }
                fields.append(field.name, mapped)
            } else {
                fields.append(field.name, value)
            }
        }
        return fields
    }

    private func counterpart(of value: FieldValue, _ target: String, on side: Side) -> FieldValue? {
        guard let text = value.text, !text.isEmpty, text != RecordID.zero.text else {
            return nothing(on: side.opposite)
        }
        guard
            let number = world.systems[side].rows(of: target).first(where: { $0.id.text == text })?.row.fields["number"]
        else { return nil }
        return world.systems[side.opposite].rows(of: target).first { $0.row.fields["number"] == number }
            .map { .text($0.id.text) }
    }

    /// Nobody knows whether a record was made: a person looks, takes away a copy that belongs to nothing, and asks for another try.
    private func clear(_ aside: Aside) throws -> Bool {
        let table = aside.entity.text
        for side in Side.allCases {
            guard let id = aside.ids[side], aside.ids[side.opposite] == nil,
                let number = world.systems[side].rows(of: table).first(where: { $0.id == id })?.row.fields["number"]
            else { continue }
            for copy in world.systems[side.opposite].rows(of: table) where copy.row.fields["number"] == number {
                if try world.couplings(of: aside.entity, side.opposite, [copy.id]).isEmpty {
                    world.trace.note("a person takes away \(copy.id) on \(side.opposite), which belongs to nothing")
                    world.systems[side.opposite].delete(copy.id, of: table)
                }
            }
        }
        try world.retry(aside.entity, ids(of: aside))
        return true
    }
}
