import ArgumentParser
import Foundation
import Simulation

/// Plays histories of the real host in virtual time, one seed a history.
@main
struct HistoriesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "couplet-histories",
        abstract: "Plays histories of the real host in virtual time, one seed a history.")

    @Option(help: "The seeds, such as 17, 0-9999 or 65,146,0-39.") var seeds = Seeds(0...99)
    @Option(help: "How many are played side by side.") var workers = max(
        1, ProcessInfo.processInfo.activeProcessorCount)
    @Option(help: "After how many failures it is given up.") var failures = 3
    @Flag(help: "Play each seed once only, and not twice with equal events.") var once = false
    @Option(help: "Play only every so manieth seed twice, and the others once.") var again: UInt64 = 1
    @Flag(help: "Print everything that happens, of one seed.") var trace = false
    @Flag(help: "Say which seeds fail, and do not look for their shortest histories.") var brief = false

    @Flag(
        help:
            """
            Instead, have the host die at every step of the last run of each seed's day, with every fate of what is under way; then \
            people edit every record.
            """
    )
    var deaths = false
    @Option(help: "With --deaths: only every so manieth of these deaths.") var every: UInt64 = 1

    func run() throws {
        if deaths { return try dieEverywhere() }
        if trace { return try tell(seeds.first, nil) }
        let start = ContinuousClock.now
        let tally = Tally(seeds.ranges, failures: failures)
        Worker.do(on: workers) { [once, again] in
            guard let seed = tally.next() else { return false }
            tally.add(
                Self.live { try once || seed % max(1, again) != 0 ? Histories.play(seed) : Histories.playTwice(seed) },
                of: seed, "seed \(seed)")
            return true
        }
        let result = tally.result
        let twice = once ? "" : again > 1 ? ", one in \(again) twice" : ", each twice"
        print(
            """
            \(result.played) histories\(twice), \(result.runs) runs, \(result.deaths) hosts died, \
            \(result.writes) writes, in \(Self.seconds(since: start)) s; \(result.failed.count) failed
            """)
        if !brief { for seed in result.failed.prefix(failures) { try tell(seed, Histories.shrink(seed)) } }
        if !result.failed.isEmpty { throw ExitCode(1) }
    }

    private func dieEverywhere() throws {
        let start = ContinuousClock.now
        let fates = UInt64(CutFate.allCases.count)
        var played = 0
        var failed = 0
        for seed in seeds.ranges.joined() {
            let steps = Self.live { try Histories.die(seed, at: nil, .landed) }.steps
            let tally = Tally([0...UInt64(max(1, steps)) * fates - 1], every: every, failures: failures)
            Worker.do(on: workers) {
                guard let number = tally.next() else { return false }
                let (step, fate) = Self.death(number)
                let verdict = Self.live { try Histories.die(seed, at: step, fate) }
                tally.add(verdict, of: number, "seed \(seed), dead at step \(step) of \(steps), \(fate)")
                return true
            }
            played += tally.result.played
            failed += tally.result.failed.count
            for number in tally.result.failed where trace {
                let (step, fate) = Self.death(number)
                print("\nseed \(seed), dead at step \(step), \(fate)")
                tell(Self.live { try Histories.die(seed, at: step, fate, keepsTrace: true) })
            }
        }
        print("\(played) deaths in \(Self.seconds(since: start)) s; \(failed) failed")
        if failed > 0 { throw ExitCode(1) }
    }

    /// The step and the fate that a number stands for.
    private static func death(_ number: UInt64) -> (step: Int, fate: CutFate) {
        let fates = CutFate.allCases
        return (Int(number) / fates.count + 1, fates[Int(number) % fates.count])
    }

    private static func live(_ history: () throws -> Histories.Verdict) -> Histories.Verdict {
        do {
            return try history()
        } catch {
            preconditionFailure("a history has a store: \(error)")
        }
    }

    private static func seconds(since start: ContinuousClock.Instant) -> String {
        String(format: "%.1f", (ContinuousClock.now - start) / .seconds(1))
    }

    private func tell(_ verdict: Histories.Verdict) {
        for line in verdict.trace { print("    \(line)") }
        for finding in verdict.findings { print("  FOUND \(finding)") }
    }

    private func tell(_ seed: UInt64, _ actions: [Action]?) throws {
        let verdict = try Histories.play(seed, actions, keepsTrace: true)
        print("\nseed \(seed), \(actions?.count ?? Histories.actions(of: seed).count) actions, mark \(verdict.mark)")
        tell(verdict)
    }
}
