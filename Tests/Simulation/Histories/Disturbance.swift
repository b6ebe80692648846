import Coordinator
import Model

/// What goes wrong during one run, by the chance of its place.
struct Disturbance: Sendable {
    var order = World.Order()
    var faults: Sided<SystemFaults> = Sided(erp: .none, crm: .none)
    var pages = Int.max
    var mortalities: [EntityName: SimulatedLauncher.Mortality] = [:]
    /// What people do meanwhile, and when.
    var plans: [(kind: Action.Kind, delay: Duration)] = []

    /// Draws one.
    init(_ random: inout SeededRandom) {
        order.width = random.number(1...4)
        if random.once(in: 8) { order.mode = random.pick([.full, .verify]) ?? .full }
        if random.once(in: 2) { order.death = random.scale(upTo: 256) }
        if random.once(in: 3) { order.limits.batch = random.number(1...4) }
        if random.once(in: 6) { order.limits.singles = random.number(0...2) }
        if random.once(in: 3) { pages = random.number(1...4) }
        for side in Side.allCases { faults[side] = Self.faults(&random) }
        if random.once(in: 4), let entity = random.pick(Office.entities) {
            mortalities[entity] = .init(frame: random.scale(upTo: 24), deaths: random.number(1...4))
        }
        for _ in 0..<(random.once(in: 2) ? random.number(1...3) : 0) {
            let kind = random.pick([Action.Kind.edit, .edit, .edit, .make, .delete]) ?? .edit
            plans.append((kind: kind, delay: .milliseconds(random.scale(upTo: 8_192))))
        }
    }

    /// Whether everything goes well, and nobody works meanwhile.
    var isNone: Bool {
        order.death == nil && mortalities.isEmpty && plans.isEmpty && Side.allCases.allSatisfy { faults[$0] == .none }
    }

    private static func faults(_ random: inout SeededRandom) -> SystemFaults {
        var faults = SystemFaults()
        func share(_ random: inout SeededRandom) -> Int { random.once(in: 4) ? random.number(2...8) : 0 }
        if random.once(in: 2) { return faults }
        faults.reads = random.once(in: 4) ? random.number(8...40) : 0
        faults.turnedAway = share(&random)
        faults.dropped = share(&random)
        faults.lost = share(&random)
        faults.late = share(&random)
        faults.locked = share(&random)
        faults.rivals = share(&random)
        faults.held = share(&random)
        faults.stale = share(&random)
        faults.repeated = share(&random)
        return faults
    }
}
