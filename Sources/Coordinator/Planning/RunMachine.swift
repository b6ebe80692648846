package import Model

/// The course of a run over its plan: which entity starts when, and how each that never starts ends.
///
/// Every event returns the actions to take.
package struct RunMachine: Sendable {
    /// What is to be done.
    package enum Action: Sendable, Hashable {
        /// Start the run of an entity; `pass` counts from one. `degraded` are those that it needs and that did not complete.
        case start(EntityName, pass: Int, degraded: [EntityName])
        /// Note how an entity ended that was not started.
        case end(EntityName, EndState)
        /// Everything has ended.
        case finish
    }

    private enum Phase: Sendable, Hashable {
        case planned
        case running
        case ended(EndState)
    }

    private let plan: RunPlan
    private let steps: [EntityName: RunPlan.Step]
    private let everCompleted: Set<EntityName>
    private let width: Int
    private let passes: Int
    private var phases: [EntityName: Phase] = [:]
    private var passCounts: [EntityName: Int] = [:]
    private var degraded: [EntityName: [EntityName]] = [:]
    private var woken: Set<EntityName> = []
    private var isCancelled = false
    private var isFinished = false

    /// Prepares a run: `width` entities side by side, `passes` runs of one entity at most.
    package init(plan: RunPlan, everCompleted: Set<EntityName> = [], width: Int = 4, passes: Int = 3) {
        precondition(width > 0 && passes > 0, "at least one entity runs, at least once")
        self.plan = plan
        self.everCompleted = everCompleted
        self.width = width
        self.passes = passes
        steps = Dictionary(plan.steps.map { ($0.entity, $0) }) { first, _ in first }
        for entity in plan.entities { phases[entity] = .planned }
    }

    /// How each entity ended, of those that did.
    package var ends: [EntityName: EndState] {
        phases.compactMapValues { if case .ended(let end) = $0 { end } else { nil } }
    }

    /// The entities that run now.
    package var running: Set<EntityName> { Set(phases.filter { $0.value == .running }.keys) }

    /// The run begins.
    package mutating func begin() -> [Action] { proceed() }

    /// The run of an entity ended; `wakes` are entities with records that waited for what it coupled.
    package mutating func ended(_ entity: EntityName, _ end: EndState, wakes: Set<EntityName> = []) -> [Action] {
        precondition(phases[entity] == .running, "only what was started ends")
        phases[entity] = .ended(end)
        if !isCancelled {
            woken.formUnion(wakes.filter { $0 != entity && phases[$0] != nil && phases[$0] != .planned })
        }
        return proceed()
    }

    /// A person stops the run: what runs is left to end, nothing else starts.
    package mutating func cancel() -> [Action] {
        isCancelled = true
        woken = []
        return proceed()
    }

    // MARK: what follows

    private mutating func proceed() -> [Action] {
        guard !isFinished else { return [] }
        var actions: [Action] = []
        // In the order of the plan: what ends here is known to those that come after it.
        for entity in plan.entities where phases[entity] == .planned {
            if let end = foregoneEnd(of: entity) {
                phases[entity] = .ended(end)
                actions.append(.end(entity, end))
            }
        }
        for entity in plan.entities where running.count < width && mayStart(entity) {
            phases[entity] = .running
            woken.remove(entity)
            passCounts[entity, default: 0] += 1
            actions.append(
                .start(entity, pass: passCounts[entity, default: 1], degraded: degraded[entity, default: []]))
        }
        if phases.values.allSatisfy({ if case .ended = $0 { true } else { false } }) {
            isFinished = true
            actions.append(.finish)
        }
        return actions
    }

    /// How an entity ends that will not start; `nil` while that is open, or when it will.
    private mutating func foregoneEnd(of entity: EntityName) -> EndState? {
        if isCancelled { return .notStarted }
        guard let step = steps[entity] else { return .notStarted }
        if let foregone = step.foregone { return foregone }
        guard let readiness = readiness(of: step) else { return nil }
        if readiness.contains(where: { $0.readiness == .notStarted }) { return .notStarted }
        if let blocking = readiness.first(where: { $0.readiness == .blocked }) { return .blocked(by: blocking.entity) }
        degraded[entity] = readiness.filter { $0.readiness == .degraded }.map(\.entity)
        return nil
    }

    /// What each entity that is needed means for a step; `nil` while one of them has not ended.
    private func readiness(of step: RunPlan.Step) -> [(entity: EntityName, readiness: Readiness)]? {
        var found: [(entity: EntityName, readiness: Readiness)] = []
        for need in step.needs {
            let end: UpstreamEnd
            switch phases[need.entity] {
            case nil: end = .notSelected
            case .ended(let state): end = UpstreamEnd(state)
            case .planned, .running: return nil
            }
            let completed = everCompleted.contains(need.entity)
            found.append((need.entity, Readiness(after: end, need.strength, everCompleted: completed)))
        }
        return found
    }

    private func mayStart(_ entity: EntityName) -> Bool {
        switch phases[entity] {
        case .planned: steps[entity].map { readiness(of: $0) != nil } ?? false
        // Once more, for records that waited for what another entity coupled since.
        case .ended(let end): woken.contains(entity) && end.maySeeAnotherPass && passCounts[entity, default: 0] < passes
        case .running, nil: false
        }
    }
}

extension EndState {
    /// Whether a run that ended so may be followed by another pass in the same run.
    fileprivate var maySeeAnotherPass: Bool {
        switch self {
        case .complete, .partial, .unchanged: true
        case .stopped, .failed, .blocked, .notStarted, .cancelled: false
        }
    }
}
