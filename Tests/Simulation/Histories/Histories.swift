import Synchronization

/// Plays histories: one seed is one history.
package enum Histories {
    /// What a history came to.
    package struct Verdict: Sendable {
        /// The seed.
        package var seed: UInt64
        /// What the oracles found; nothing when all promises were kept.
        package var findings: [String]
        /// What stands for everything that happened.
        package var mark: String
        /// What happened, when it was kept.
        package var trace: [String]
        /// How many runs of a host there were.
        package var runs: Int
        /// How many hosts died.
        package var deaths: Int
        /// How many writes Couplet made.
        package var writes: Int
        /// How many steps the last host made whose death was ordered.
        package var steps: Int
    }

    /// More pieces of work than any history takes: one that does more has no end.
    private static let limit = 4_000_000

    /// The actions of a seed.
    package static func actions(of seed: UInt64) -> [Action] { Action.all(of: seed) }

    /// Plays a seed, or some of its actions.
    package static func play(_ seed: UInt64, _ actions: [Action]? = nil, keepsTrace: Bool = false) throws -> Verdict {
        let trace = Trace(keepsLines: keepsTrace)
        let history = try History(actions ?? Action.all(of: seed), of: Company(seed: seed), trace: trace)
        let findings = Findings()
        let end = history.world.thread.run(atMost: limit) { findings.set(await history.play()) }
        switch end {
        case .returned: break
        case .stuck: findings.set(["P10: everybody waits, and nobody for a clock"])
        case .endless: findings.set(["P10: it goes on and on"])
        }
        if end == .returned { try history.world.place.remove() }
        return Verdict(
            seed: seed, findings: findings.all, mark: trace.mark, trace: trace.lines, runs: history.world.runs,
            deaths: history.world.deadRuns.count, writes: history.world.writes, steps: history.lastSteps.withLock { $0 }
        )
    }

    /// Plays the day of a seed, with a host that dies at a step of its last run; `nil` for one that lives.
    package static func die(_ seed: UInt64, at step: Int?, _ fate: CutFate, keepsTrace: Bool = false) throws -> Verdict
    {
        try play(seed, Action.day(seed, deadAt: step, fate), keepsTrace: keepsTrace)
    }

    /// Plays a seed twice: a history whose events differ has something in it that the seed does not decide.
    package static func playTwice(_ seed: UInt64) throws -> Verdict {
        var verdict = try play(seed)
        let again = try play(seed)
        if again.mark != verdict.mark { verdict.findings.append("it went differently the second time") }
        return verdict
    }

    /// The fewest actions of a seed that still fail: the shortest prefix, and then without each action that it can do without.
    package static func shrink(_ seed: UInt64) throws -> [Action] {
        let all = Action.all(of: seed)
        var failing = all
        for count in 0...all.count where try !play(seed, Array(all.prefix(count))).findings.isEmpty {
            failing = Array(all.prefix(count))
            break
        }
        var index = failing.count - 1
        while index >= 0 {
            var fewer = failing
            fewer.remove(at: index)
            if try !play(seed, fewer).findings.isEmpty { failing = fewer }
            index -= 1
        }
        return failing
    }
}
