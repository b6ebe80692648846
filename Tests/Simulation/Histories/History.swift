import Coordinator
import Model
import Synchronization
import SyncStore
import TestSupport

/// One history: the actions of a seed, or some of them, then calm, and what the oracles find.
final class History: Sendable {
    let world: World
    let people: People
    private let found = Mutex<[String]>([])
    private let actions: [Action]

    init(_ actions: [Action], of company: Company, trace: Trace) throws {
        self.actions = actions
        world = try World(company, trace: trace)
        people = People(world)
        for side in Side.allCases {
            world.systems[side].onEachRequest { [people] in people.goOn() }
            world.systems[side].onRival { [people] in people.edit($1, of: $0, on: side, at: $2) }
        }
    }

    /// Lives through everything; returns what the oracles found.
    func play() async -> [String] {
        do {
            for action in actions {
                world.trace.note("* \(action)")
                try await perform(action)
                guard findings.isEmpty else { return findings }
            }
            world.trace.note("* the end")
            try await rest()
        } catch {
            find("the history could not go on: \(error)")
        }
        return findings
    }

    private var findings: [String] { found.withLock { $0 } }
    func find(_ finding: String) {
        found.withLock { $0.append(finding) }
        world.trace.note("! \(finding)")
    }
    func find(_ findings: [String]) { for finding in findings { find(finding) } }

    private func perform(_ action: Action) async throws {
        var random = SeededRandom(world.company.seed, at: action.place)
        switch action.kind {
        case .make, .meet, .edit, .editEach, .delete: people.act(action.kind, at: action.place)
        case .death(let step, let fate): await deadlyRun(step, fate)
        case .run: try await disturbedRun(action.place, &random)
        case .rehearse: try await rehearse()
        case .guarded: try await guardedRun(&random)
        case .wait: world.thread.clock.pass(.seconds(random.scale(upTo: 100_000)))
        case .forget: world.systems[random.once(in: 2) ? .erp : .crm].forgetPositions()
        case .rest: try await rest()
        }
    }

    // MARK: runs

    /// One entity after the other, so that the steps are the same every time.
    private func deadlyRun(_ step: Int?, _ fate: CutFate) async {
        // The ERP's deletions are found by the daily sweep.
        world.thread.clock.pass(.seconds(25 * 3_600))
        for side in Side.allCases { world.systems[side].setCut(fate) }
        _ = await world.run(World.Order(width: 1, death: step))
        for side in Side.allCases { world.systems[side].setCut(nil) }
        lastSteps.withLock { $0 = world.lastSteps }
    }

    /// How many steps the last host made whose death was ordered.
    let lastSteps = Mutex(0)

    private func disturbedRun(_ place: UInt64, _ random: inout SeededRandom) async throws {
        let disturbance = Disturbance(&random)
        for (number, plan) in disturbance.plans.enumerated() {
            people.plan(plan.kind, at: place &* 64 &+ UInt64(number) &+ 4_096, in: plan.delay)
        }
        for side in Side.allCases {
            world.systems[side].setFaults(disturbance.faults[side])
            world.systems[side].setPages(of: disturbance.pages)
        }
        world.launcher.setMortalities(disturbance.mortalities)
        let mayCount = try disturbance.isNone && isSettled()
        let ledger = LedgerView(world)
        let report = await world.run(disturbance.order)
        calm()
        people.finish()
        if disturbance.order.mode == .verify || disturbance.order.effect == .dryRun {
            find(ledger.writes(since: world).isEmpty ? [] : ["a run that must not write wrote"])
        }
        guard let report, mayCount else { return }
        find(RunOracles.ends(of: report))
        if disturbance.order.mode != .verify { find(RunOracles.counters(of: report, ledger.writes(since: world))) }
    }

    /// Faults are over.
    private func calm() {
        for side in Side.allCases {
            world.systems[side].setFaults(.none)
            world.systems[side].setPages(of: .max)
        }
        world.launcher.setMortalities([:])
    }

    /// Whether nothing is under way or in doubt.
    private func isSettled() throws -> Bool {
        try world.openIntents().isEmpty
            && Side.allCases.allSatisfy { side in
                world.systems[side].state.withLock(\.late).isEmpty
            }
    }

    /// A dry run writes nothing, and says what the next run does.
    private func rehearse() async throws {
        // What was deleted in the ERP is found by the daily sweep only: nobody can foresee it before.
        guard try isSettled(), !people.hasDeleted else { return }
        var order = World.Order()
        order.policy.approvesFirstRun = false
        let ledger = LedgerView(world)
        var rehearsal = order
        rehearsal.effect = .dryRun
        let plan = await world.run(rehearsal)
        if !ledger.writes(since: world).isEmpty { find("a dry run wrote") }
        if try !world.openIntents().isEmpty { find("a dry run left intents") }
        let report = await world.run(order)
        guard let plan, let report else { return find("an undisturbed run did not end") }
        find(RunOracles.ends(of: report))
        find(RunOracles.counters(of: report, ledger.writes(since: world)))
        find(RunOracles.prediction(plan, report))
    }

    /// Guards let little pass: what stops is stopped before the first write, until a person approves.
    private func guardedRun(_ random: inout SeededRandom) async throws {
        var order = World.Order(approval: .none)
        order.policy.creates = .init(count: random.number(0...2), percent: 0)
        order.policy.overwrites = .init(count: random.number(0...2), percent: 0)
        order.policy.deletes = .init(count: 0, percent: 0)
        order.policy.approvesFirstRun = true
        let isSettled = try isSettled()
        let ledger = LedgerView(world)
        guard let report = await world.run(order) else { return find("an undisturbed run did not end") }
        if isSettled { find(RunOracles.guards(report, ledger.writes(since: world), order.policy)) }
    }

    // MARK: calm

    /// Faults are over, what was under way has landed, people help where they are asked to: before long there is nothing to do.
    private func rest() async throws {
        calm()
        people.finish()
        world.thread.clock.pass(.seconds(1_100))
        for side in Side.allCases { world.systems[side].land() }
        if people.takesDeleted() { world.thread.clock.pass(.seconds(25 * 3_600)) }
        var idle = 0
        var since = 0
        var rounds = 0
        while idle < 2 {
            rounds += 1
            let hasHelped = try await Help(world).give(mayClear: rounds > 1)
            if hasHelped { since = 0 }
            let ledger = LedgerView(world)
            guard let report = await world.run() else { return find("an undisturbed run did not end") }
            since += 1
            let isIdle = report.entities.allSatisfy { $0.result.end == .unchanged }
            if isIdle, !ledger.writes(since: world).isEmpty { find("a run with nothing to do wrote") }
            idle = isIdle && !hasHelped ? idle + 1 : 0
            for entity in report.entities {
                if case .failed(let problem) = entity.result.end, problem.code == .pluginQuarantined {
                    world.reinstall(entity.name)
                    since = 0
                }
            }
            if since > 4 || rounds > 16 {
                find("it doesn't rest: \(report.entities.map { "\($0.name) \($0.result.end.word)" })")
                break
            }
        }
        find(try Judge(world).findings())
        try await compareAfresh()
    }

    /// Where everything agrees, a run that compares everything afresh writes nothing.
    private func compareAfresh() async throws {
        guard findings.isEmpty, world.runs % 8 == 0, try world.asides().isEmpty else { return }
        let ledger = LedgerView(world)
        guard await world.run(World.Order(mode: .rebase)) != nil else { return find("an undisturbed run did not end") }
        if !ledger.writes(since: world).isEmpty { find("a run that compares what agrees wrote") }
    }
}
