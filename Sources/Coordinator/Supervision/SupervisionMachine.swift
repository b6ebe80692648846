import Foundation
import JSONRPC
import Model
import SyncStore

/// The life of a plugin, as far as one run of its entity needs it: started when first needed, watched, restarted, ended.
///
/// ```
/// absent → starting → ready ⇄ running → stopping → gone
///             │          └───────┴─(ended by itself)→ stopping → backOff → starting
///             │                                             └─(too often)→ failed
///             └─(no answer, or ended)→ stopping → failed       any fault → stopping → failed
/// ```
///
/// It is a value that knows no process, no task and no clock: events go in with the time since the start, and what is to
/// be done comes out.
struct SupervisionMachine: Sendable {
    /// Where the plugin stands.
    private(set) var state = State.absent
    /// How it has behaved, in this run and before.
    private(set) var health: PluginHealth
    /// How often it was started again.
    private(set) var restarts = 0
    private let timing: SupervisionTiming
    private let leniency: Leniency
    private var isNeeded = false
    /// Until when the run may take; a restart gives it no more.
    private var deadline: Duration?

    /// Creates the machine of a plugin that may be silent for `quiet` while it works.
    init(timing: SupervisionTiming, quiet: Duration, health: PluginHealth) {
        self.timing = timing
        leniency = Leniency(quiet: quiet, progress: timing.progress)
        self.health = health
        if let quarantine = health.quarantine {
            state = .failed(Problem(.pluginQuarantined, quarantine.arguments))
        }
    }

    // What somebody wants.

    /// Somebody wants to ask the plugin something.
    mutating func need(at now: Duration) -> [Action] {
        isNeeded = true
        switch state {
        case .absent: return start(at: now)
        case .ready, .running: return [.admit]
        case .failed(let problem): return [.refuse(problem)]
        case .gone: return [.refuse(Problem(.shuttingDown))]
        case .starting, .stopping, .backOff: return []
        }
    }

    /// The plugin is asked to carry something out; a run has a deadline.
    mutating func begin(at now: Duration, isRun: Bool) {
        guard state == .ready else { return }
        if isRun { deadline = deadline ?? now + timing.run }
        state = .running(Work(since: now, deadline: isRun ? deadline : nil))
    }

    /// The plugin answered.
    mutating func answered() -> Cancellation {
        isNeeded = false
        deadline = nil
        guard case .running(let work) = state else { return .none }
        state = .ready
        return work.cancellation
    }

    /// The plugin did not answer within the grace that followed its cancellation, or within its time.
    mutating func unanswered(at now: Duration, isCancelled: Bool) -> [Action] {
        isNeeded = false
        guard case .running(let work) = state else { return [] }
        let problem: Problem =
            switch work.cancellation {
            case .none: Problem(isCancelled ? .cancelled : .pluginHung)
            case .afterApply(let reason), .asked(let reason): reason.problem
            }
        return stop(.fault(problem), from: .terminate, at: now)
    }

    /// The plugin broke a rule that the session itself can't see, such as answering with what is no answer.
    mutating func violated(_ problem: Problem, at now: Duration) -> [Action] {
        guard case .running = state else { return [] }
        return stop(.fault(problem), from: .terminate, at: now)
    }

    /// Nobody will ask the plugin anything any more.
    mutating func finish(at now: Duration) -> [Action] {
        isNeeded = false
        switch state {
        case .absent, .backOff, .failed, .gone:
            state = .gone
            return []
        case .starting:
            return stop(.finished, from: .closeInput, at: now)
        case .ready, .running:
            return stop(.finished, from: .shutdown, at: now)
        case .stopping(var stop):
            // What was a fault stays one; only a restart is off.
            if stop.cause == .crashed { stop.cause = .finished }
            state = .stopping(stop)
            return []
        }
    }

    // What the process does.

    /// The plugin answered `initialize` as it must.
    mutating func initialized() -> [Action] {
        guard case .starting = state else { return [] }
        state = .ready
        return [.admit]
    }

    /// The plugin can't be started, or its answer to `initialize` will not do.
    mutating func refused(_ problem: Problem, at now: Duration) -> [Action] {
        guard case .starting = state else { return [] }
        return stop(.failedStart(problem), from: .closeInput, at: now)
    }

    /// There is no process: it could not be started at all.
    mutating func notLaunched(_ problem: Problem) -> [Action] {
        state = .failed(problem)
        return [.refuse(problem)]
    }

    /// The conversation is over: the plugin ended its stream, or broke a rule.
    mutating func sessionEnded(_ end: PeerEnd, at now: Duration) -> [Action] {
        switch state {
        case .starting:
            return stop(.failedStart(end.problem ?? Problem(.pluginFailedStart)), from: end.firstStep, at: now)
        case .ready, .running:
            return stop(end.problem.map(Cause.fault) ?? .crashed, from: end.firstStep, at: now)
        case .stopping(let stop) where stop.step == .shutdown:
            // It ended its stream by itself: it is on its way out.
            return self.stop(stop.cause, from: .closeInput, at: now)
        case .absent, .stopping, .backOff, .failed, .gone:
            return []
        }
    }

    /// The plugin answered `shutdown`.
    mutating func shutdownAnswered(at now: Duration) -> [Action] {
        guard case .stopping(let stop) = state, stop.step == .shutdown else { return [] }
        return self.stop(stop.cause, from: .closeInput, at: now)
    }

    /// The process is gone, and so is all that it started.
    mutating func exited(at now: Duration, on date: Date) -> [Action] {
        let cause: Cause =
            switch state {
            case .stopping(let stop): stop.cause
            case .starting: .failedStart(Problem(.pluginFailedStart))
            case .absent, .ready, .running, .backOff, .failed, .gone: .crashed
            }
        switch cause {
        case .finished:
            state = .gone
            return []
        case .failedStart(let problem), .fault(let problem):
            state = .failed(problem)
            return [.refuse(problem)]
        case .crashed:
            return crashed(at: now, on: date)
        }
    }

    /// Time has passed, and this is what was seen of the plugin.
    mutating func tick(at now: Duration, _ signs: SignsOfLife) -> [Action] {
        switch state {
        case .starting(let until):
            if signs.isCancelled { return stop(.fault(Problem(.cancelled)), from: .closeInput, at: now) }
            guard now >= until || signs.isEndless else { return [] }
            let problem = Problem(.pluginFailedStart, [signs.unfinished > 0 ? "unfinished" : "silent"])
            return stop(.failedStart(problem), from: .terminate, at: now)
        case .running(var work):
            let finding = work.look(at: now, signs, leniency)
            state = .running(work)
            switch finding {
            case .act(let actions): return actions
            case .fault(let problem): return stop(.fault(problem), from: .terminate, at: now)
            }
        case .stopping(let stop):
            guard now >= stop.until, let next = Step(rawValue: stop.step.rawValue + 1) else { return [] }
            return self.stop(stop.cause, from: next, at: now)
        case .backOff(let until):
            if signs.isCancelled {
                state = .failed(Problem(.cancelled))
                return [.refuse(Problem(.cancelled))]
            }
            return now < until ? [] : start(at: now)
        case .absent, .ready, .failed, .gone:
            return []
        }
    }

    /// When to look at the clock next, given what was seen of the plugin; `nil` when only an event changes anything.
    func nextTick(_ signs: SignsOfLife) -> Duration? {
        switch state {
        case .starting(let until), .backOff(let until): until
        case .stopping(let stop): stop.step == .kill ? nil : stop.until
        case .running(let work): work.nextLook(signs, leniency)
        case .absent, .ready, .failed, .gone: nil
        }
    }

    /// Notes how the run of the entity ended: three in a row that the plugin spoiled are enough.
    mutating func runEnded(spoiledBy problem: Problem?) -> [Action] {
        let before = health
        health.runEnded(spoiledBy: problem)
        return health == before ? [] : [.keep(health)]
    }

    // The steps behind these events.

    private mutating func start(at now: Duration) -> [Action] {
        state = .starting(until: now + timing.start)
        return [.launch]
    }

    private mutating func crashed(at now: Duration, on date: Date) -> [Action] {
        health.crashed(at: date)
        if let quarantine = health.quarantine {
            state = .failed(quarantine)
            return [.keep(health), .refuse(quarantine)]
        }
        guard isNeeded else {
            state = .absent
            return [.keep(health)]
        }
        guard restarts < timing.backOff.count else {
            let problem = Problem(.pluginCrashed)
            state = .failed(problem)
            return [.keep(health), .refuse(problem)]
        }
        state = .backOff(until: now + timing.backOff[restarts])
        restarts += 1
        return [.keep(health)]
    }

    private mutating func stop(_ cause: Cause, from step: Step, at now: Duration) -> [Action] {
        state = .stopping(Stop(step: step, until: now + timing.step, cause: cause))
        switch step {
        case .shutdown: return [.shutdown]
        case .closeInput: return [.closeInput]
        case .terminate: return [.closeInput, .terminate]
        case .kill: return [.kill]
        }
    }
}
