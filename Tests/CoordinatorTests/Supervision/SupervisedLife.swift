import Foundation
import JSONRPC
import Model
import SyncStore

@testable import Coordinator

/// A process that refuses what makes no sense, such as being started twice or asked when it is gone.
struct RefusingProcess {
    struct Refusal: Error, CustomStringConvertible {
        var description: String
    }

    private(set) var isAlive = false
    private(set) var isInputOpen = false
    private(set) var starts = 0
    private(set) var signals: [SupervisionMachine.Action] = []

    mutating func perform(_ action: SupervisionMachine.Action) throws {
        switch action {
        case .launch:
            guard !isAlive else { throw Refusal(description: "started while it lives") }
            (isAlive, isInputOpen) = (true, true)
            starts += 1
            signals = []
        case .admit, .ping, .shutdown, .cancelRun:
            guard isAlive, isInputOpen else { throw Refusal(description: "\(action) without somebody who reads") }
        case .closeInput, .terminate, .kill:
            guard isAlive else { throw Refusal(description: "\(action) without a process") }
            if action == .closeInput { isInputOpen = false }
            signals.append(action)
        case .refuse, .keep, .endRun:
            break
        }
    }

    mutating func exit() { (isAlive, isInputOpen) = (false, false) }
}

/// A machine with the process that it supervises, in virtual time.
struct SupervisedLife {
    var machine: SupervisionMachine
    var process = RefusingProcess()
    var signs = SignsOfLife()
    var now = Duration.zero
    /// What was done in all, with the time.
    var done: [(at: Duration, action: SupervisionMachine.Action)] = []

    static let timing = SupervisionTiming()

    init(quiet: Duration = .seconds(30), health: PluginHealth = .unknown(digest: "d")) {
        machine = SupervisionMachine(timing: Self.timing, quiet: quiet, health: health)
    }

    /// A plugin that answered `initialize` at once and carries out a run.
    static func running(quiet: Duration = .seconds(30)) throws -> SupervisedLife {
        var life = SupervisedLife(quiet: quiet)
        try life.take { $0.need(at: $1) }
        try life.take { machine, _ in machine.initialized() }
        life.machine.begin(at: life.now, isRun: true)
        return life
    }

    var date: Date { Date(timeIntervalSince1970: 1_800_000_000 + now / .seconds(1)) }
    var actions: [SupervisionMachine.Action] { done.map(\.action) }

    @discardableResult
    mutating func take(
        _ event: (inout SupervisionMachine, Duration) -> [SupervisionMachine.Action]
    ) throws -> [SupervisionMachine.Action] {
        let actions = event(&machine, now)
        for action in actions {
            try process.perform(action)
            done.append((now, action))
        }
        return actions
    }

    /// Lets time pass, looking at the clock whenever the machine wants to.
    @discardableResult
    mutating func wait(_ duration: Duration) throws -> [SupervisionMachine.Action] {
        let end = now + duration
        var actions: [SupervisionMachine.Action] = []
        while let next = machine.nextTick(signs), next <= end {
            now = max(now, next)
            let seen = signs
            let taken = try take { $0.tick(at: $1, seen) }
            actions += taken
            // Looking changed nothing and is due again at once: the machine would spin.
            if taken.isEmpty, let again = machine.nextTick(signs), again <= now { break }
        }
        now = end
        return actions
    }

    /// The process ends by itself.
    mutating func crash() throws {
        try take { $0.sessionEnded(.endOfStream, at: $1) }
        try exit()
    }

    mutating func exit() throws {
        process.exit()
        let date = date
        try take { $0.exited(at: $1, on: date) }
    }
}
