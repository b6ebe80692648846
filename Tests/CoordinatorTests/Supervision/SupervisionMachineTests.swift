import Foundation
import JSONRPC
import Model
import SyncStore
import Testing

@testable import Coordinator

@Suite("The life of a plugin")
struct SupervisionMachineTests {
    typealias Action = SupervisionMachine.Action

    @Test("a plugin is started when it is needed, and only once")
    func start() throws {
        var life = SupervisedLife()
        #expect(try life.take { $0.need(at: $1) } == [.launch])
        #expect(try life.take { $0.need(at: $1) } == [])
        #expect(try life.take { machine, _ in machine.initialized() } == [.admit])
        #expect(try life.take { $0.need(at: $1) } == [.admit])
        #expect(life.process.starts == 1)
    }

    @Test("a plugin that does not answer initialize in ten seconds is ended and not started again")
    func silentStart() throws {
        var life = SupervisedLife()
        try life.take { $0.need(at: $1) }
        #expect(try life.wait(.milliseconds(9_999)) == [])
        #expect(try life.wait(.milliseconds(1)) == [.closeInput, .terminate])
        try life.exit()
        #expect(life.actions.last == .refuse(Problem(.pluginFailedStart, ["silent"])))
        #expect(try life.take { $0.need(at: $1) } == [.refuse(Problem(.pluginFailedStart, ["silent"]))])
    }

    @Test(
        "a plugin is ended by steps, each harder than the one before",
        arguments: [
            (3, [Action.shutdown]), (8, [.shutdown, .closeInput]),
            (13, [.shutdown, .closeInput, .closeInput, .terminate]),
            (18, [.shutdown, .closeInput, .closeInput, .terminate, .kill]),
        ])
    func steps(seconds: Int, expected: [Action]) throws {
        var life = try SupervisedLife.running()
        _ = life.machine.answered()
        let before = life.done.count
        try life.take { $0.finish(at: $1) }
        try life.wait(.seconds(seconds))
        #expect(Array(life.actions[before...]) == expected)
        try life.exit()
        #expect(life.machine.state == .gone)
    }

    @Test("a plugin that obeys is ended at once")
    func obedient() throws {
        var life = try SupervisedLife.running()
        _ = life.machine.answered()
        #expect(try life.take { $0.finish(at: $1) } == [.shutdown])
        #expect(try life.take { $0.shutdownAnswered(at: $1) } == [.closeInput])
        try life.exit()
        #expect(life.machine.state == .gone)
    }

    @Test("a crashed plugin is started again after 1, 4 and 16 seconds, and then given up")
    func backOff() throws {
        var life = try SupervisedLife.running()
        for wait in [1, 4, 16] {
            // Crashes that lie far apart.
            life.now += .seconds(200)
            try life.crash()
            #expect(try life.wait(.milliseconds(wait * 1000 - 1)) == [])
            #expect(try life.wait(.milliseconds(1)) == [.launch])
            try life.take { machine, _ in machine.initialized() }
            life.machine.begin(at: life.now, isRun: true)
        }
        life.now += .seconds(200)
        try life.crash()
        #expect(life.actions.last == .refuse(Problem(.pluginCrashed)))
        #expect(life.process.starts == 4)
    }

    @Test("a plugin that crashes while nobody asks is started again when it is needed, without a wait")
    func idleCrash() throws {
        var life = try SupervisedLife.running()
        _ = life.machine.answered()
        try life.crash()
        #expect(life.machine.state == .absent)
        #expect(try life.take { $0.need(at: $1) } == [.launch])
    }

    @Test(
        "five crashes within three minutes are enough, over all runs",
        arguments: [(44, true), (46, false)])
    func quarantine(secondsBetween: Int, expected: Bool) throws {
        var health = PluginHealth.unknown(digest: "d")
        for number in 0..<5 {
            health.crashed(at: Date(timeIntervalSince1970: Double(number * secondsBetween)))
        }
        #expect((health.quarantine != nil) == expected)
        var life = SupervisedLife(health: health)
        #expect(
            try life.take { $0.need(at: $1) }
                == (expected ? [.refuse(Problem(.pluginQuarantined, ["crashes", "5", "6000"]))] : [.launch]))
    }

    @Test("another executable or configuration leaves quarantine")
    func newDigest() {
        var health = PluginHealth.unknown(digest: "d")
        for _ in 0..<3 { health.runEnded(spoiledBy: Problem(.pluginHung)) }
        #expect(health.quarantine == Problem(.pluginQuarantined, ["runs", "3", "6001"]))
        #expect(health.applying(to: "d") == health)
        #expect(health.applying(to: "e") == .unknown(digest: "e"))
    }

    @Test("three runs in a row that the plugin spoiled are enough; one that ends well, in between, is forgiveness")
    func spoiledRuns() {
        var health = PluginHealth.unknown(digest: "d")
        for problem in [
            Problem(.pluginHung), Problem(.pluginFlooded), nil, Problem(.pluginCrashed), Problem(.cancelled),
        ] {
            health.runEnded(spoiledBy: problem)
        }
        #expect(health.failedRuns == 1)
        health.runEnded(spoiledBy: Problem(.pluginViolation))
        #expect(health.quarantine == nil)
        health.runEnded(spoiledBy: Problem(.pluginFailedStart))
        #expect(health.quarantine == Problem(.pluginQuarantined, ["runs", "3", "6003"]))
    }

    @Test("a silence of thirty seconds brings a ping, another one the end")
    func hung() throws {
        var life = try SupervisedLife.running()
        #expect(try life.wait(.milliseconds(29_999)) == [])
        #expect(try life.wait(.milliseconds(1)) == [.ping])
        #expect(try life.wait(.milliseconds(29_999)) == [])
        #expect(try life.wait(.milliseconds(1)) == [.closeInput, .terminate])
        try life.exit()
        #expect(life.actions.last == .refuse(Problem(.pluginHung)))
    }

    @Test("any frame is a sign of life")
    func alive() throws {
        var life = try SupervisedLife.running()
        for _ in 0..<8 {
            try life.wait(.seconds(29))
            life.signs.heard = life.now
        }
        #expect(!life.actions.contains(.ping))
        try life.wait(.seconds(31))
        #expect(life.actions.last == .ping)
        life.signs.heard = life.now
        #expect(try life.wait(.seconds(29)) == [])
    }

    @Test("a plugin may be silent as long as its manifest says")
    func quiet() throws {
        var life = try SupervisedLife.running(quiet: .seconds(120))
        #expect(try life.wait(.seconds(119)) == [])
        #expect(try life.wait(.seconds(1)) == [.ping])
    }

    @Test("a plugin that waits for the host is not silent")
    func hostsTurn() throws {
        var life = try SupervisedLife.running()
        life.signs.serving = 1
        #expect(try life.wait(.seconds(3600)) == [])
        life.signs.serving = 0
        (life.signs.awaited, life.signs.served) = (life.now, life.now)
        #expect(try life.wait(.seconds(30)) == [.ping])
    }

    @Test("a run that is alive but gets nowhere is cancelled after five minutes")
    func noProgress() throws {
        var life = try SupervisedLife.running()
        for _ in 0..<12 {
            try life.wait(.seconds(27))
            life.signs.heard = life.now
        }
        #expect(life.actions.last == .cancelRun(.noProgress))
        try life.take { $0.unanswered(at: $1, isCancelled: false) }
        try life.exit()
        #expect(life.actions.last == .refuse(Problem(.pluginHung, ["noProgress"])))
    }

    @Test("a run is cancelled when its time is over, and an answer after that says so")
    func deadline() throws {
        var life = try SupervisedLife.running()
        for _ in 0..<(6 * 60 * 6) {
            try life.wait(.seconds(10))
            (life.signs.heard, life.signs.progressed) = (life.now, life.now)
        }
        #expect(life.actions.last == .cancelRun(.deadline))
        #expect(life.machine.answered() == .asked(.deadline))
    }

    @Test("a restart does not give a run more time")
    func deadlineOverRestarts() throws {
        var life = try SupervisedLife.running()
        life.now += .seconds(5 * 3600)
        (life.signs.heard, life.signs.progressed) = (life.now, life.now)
        try life.crash()
        try life.wait(.seconds(1))
        try life.take { machine, _ in machine.initialized() }
        life.machine.begin(at: life.now, isRun: true)
        (life.signs.serving, life.signs.awaited) = (1, life.now)
        #expect(try life.wait(.seconds(3590)) == [])
        #expect(try life.wait(.seconds(10)) == [.endRun(.deadline), .cancelRun(.deadline)])
    }

    @Test("a plugin that always has a batch under way takes on nothing more from its deadline on, and is told")
    func busyAtItsDeadline() throws {
        var life = try SupervisedLife.running()
        (life.signs.serving, life.signs.applying) = (2, 1)
        #expect(try life.wait(.seconds(6 * 3600)) == [.endRun(.deadline)])
        life.signs.applying = 0
        let seen = life.signs
        #expect(try life.take { $0.tick(at: $1, seen) } == [.cancelRun(.deadline)])
    }

    @Test("a plugin that only asks questions gets nowhere; the time that the answers take is not its own")
    func questionsAreNoProgress() throws {
        var life = try SupervisedLife.running()
        for _ in 0..<120 {
            try life.wait(.seconds(4))
            (life.signs.heard, life.signs.awaited) = (life.now, life.now)
            life.signs.served += .seconds(2)
        }
        #expect(!life.actions.contains(.cancelRun(.noProgress)))
        try life.wait(.seconds(20))
        life.signs.heard = life.now
        try life.wait(.seconds(20))
        life.signs.heard = life.now
        try life.wait(.seconds(21))
        #expect(life.actions.last == .cancelRun(.noProgress))
    }

    @Test("a plugin that writes without ever ending the line is named for that, not for silence")
    func unfinishedLine() throws {
        var life = try SupervisedLife.running()
        life.signs.unfinished = 12
        try life.wait(.seconds(60))
        try life.exit()
        #expect(life.actions.last == .refuse(Problem(.pluginHung, ["unfinished"])))
        var starting = SupervisedLife()
        try starting.take { $0.need(at: $1) }
        starting.signs.unfinished = 12
        try starting.wait(.seconds(10))
        try starting.exit()
        #expect(starting.actions.last == .refuse(Problem(.pluginFailedStart, ["unfinished"])))
    }

    @Test("a line longer than any message ends the plugin at once")
    func endlessLine() throws {
        var life = try SupervisedLife.running()
        (life.signs.unfinished, life.signs.isEndless) = (1 << 30, true)
        let seen = life.signs
        #expect(try life.take { $0.tick(at: $1, seen) } == [.closeInput, .terminate])
        try life.exit()
        #expect(life.actions.last == .refuse(Problem(.pluginFlooded, ["endless"])))
    }

    @Test("a cancellation waits for the batch that is being applied")
    func cancelAfterApply() throws {
        var life = try SupervisedLife.running()
        (life.signs.serving, life.signs.applying, life.signs.isCancelled) = (1, 1, true)
        var seen = life.signs
        #expect(try life.take { $0.tick(at: $1, seen) } == [.endRun(.person)])
        (life.signs.serving, life.signs.applying) = (0, 0)
        seen = life.signs
        #expect(try life.take { $0.tick(at: $1, seen) } == [.cancelRun(.person)])
        #expect(try life.take { $0.tick(at: $1, seen) } == [])
    }

    @Test("cancelling while the plugin starts or waits for its restart ends it", arguments: [true, false])
    func cancelStart(crashes: Bool) throws {
        var life = SupervisedLife()
        try life.take { $0.need(at: $1) }
        if crashes {
            try life.take { machine, _ in machine.initialized() }
            try life.crash()
        }
        life.signs.isCancelled = true
        let seen = life.signs
        try life.take { $0.tick(at: $1, seen) }
        if !crashes { try life.exit() }
        #expect(life.actions.last == .refuse(Problem(.cancelled)))
    }

    @Test(
        "a plugin that breaks a rule is not started again",
        arguments: [
            (PeerEnd.Violation.strayFlood, Problem(.pluginFlooded)),
            (.unknownAnswer(RequestID(7)), Problem(.pluginViolation, ["unknownAnswer"])),
            (.duplicateRequest(RequestID(7)), Problem(.pluginViolation, ["duplicateRequest"])),
            (.tooLong(byteCount: 9), Problem(.pluginViolation, ["tooLong"])),
            (.stalled, Problem(.pluginViolation, ["stalled"])),
        ])
    func violation(_ violation: PeerEnd.Violation, problem: Problem) throws {
        var life = try SupervisedLife.running()
        #expect(try life.take { $0.sessionEnded(.violation(violation), at: $1) } == [.closeInput, .terminate])
        try life.exit()
        #expect(life.actions.last == .refuse(problem))
        #expect(life.process.starts == 1)
    }

    @Test(
        "whatever happens in whatever order, nothing senseless is done, and in the end nothing lives",
        arguments: 0..<300)
    func anything(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        var life = SupervisedLife()
        for _ in 0..<60 { try happen(&life, Int.random(in: 0..<14, using: &random)) }
        try life.take { $0.finish(at: $1) }
        for _ in 0..<5 {
            try life.wait(.seconds(20))
            if life.process.isAlive, life.process.signals.contains(.kill) { try life.exit() }
        }
        #expect(!life.process.isAlive)
        #expect(life.process.starts <= 60)
    }

    private func happen(_ life: inout SupervisedLife, _ event: Int) throws {
        let signs = life.signs
        switch event {
        case 0: try life.take { $0.need(at: $1) }
        case 1: try life.take { machine, _ in machine.initialized() }
        case 2: life.machine.begin(at: life.now, isRun: true)
        case 3: _ = life.machine.answered()
        case 4: try life.take { $0.unanswered(at: $1, isCancelled: false) }
        case 5: if life.process.isAlive { try life.take { $0.sessionEnded(.endOfStream, at: $1) } }
        case 6: if life.process.isAlive { try life.take { $0.sessionEnded(.violation(.strayFlood), at: $1) } }
        case 7: if life.process.isAlive { try life.exit() }
        case 8: try life.take { $0.tick(at: $1, signs) }
        case 9: try life.wait(.seconds(7))
        case 10: life.signs.heard = life.now
        case 11: life.signs.serving = 1 - life.signs.serving
        case 12: if life.process.isAlive { try life.take { $0.shutdownAnswered(at: $1) } }
        default: try life.take { $0.refused(Problem(.manifestMismatch), at: $1) }
        }
    }
}

/// A small generator whose seed names a sequence: https://prng.di.unimi.it/splitmix64.c.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
