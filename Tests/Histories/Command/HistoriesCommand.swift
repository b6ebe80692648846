import ArgumentParser
import Foundation
import Simulation
import Synchronization

/// Plays histories of the real host in virtual time, one seed a history.
@main
struct HistoriesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "couplet-histories",
        abstract: "Plays histories of the real host in virtual time, one seed a history.")

    @Option(help: "The seeds, such as 17 or 0-9999.") var seeds = Seeds(0...99)
    @Option(help: "How many are played side by side.") var workers = max(
        1, ProcessInfo.processInfo.activeProcessorCount)
    @Option(help: "After how many failures it is given up.") var failures = 3
    @Flag(help: "Play each seed once only, and not twice with equal events.") var once = false
    @Flag(help: "Print everything that happens, of one seed.") var trace = false

    @Flag(
        help:
            "Instead, have the host die at every step of the last run of each seed's day, with every fate of what is under way."
    )
    var deaths = false

    func run() throws {
        if deaths { return try dieEverywhere() }
        if trace { return try tell(seeds.range.lowerBound, nil) }
        let start = ContinuousClock.now
        let tally = Tally(seeds.range, failures: failures)
        let threads = (0..<workers).map { _ in Worker(tally, once: once) }
        for thread in threads { thread.start() }
        for thread in threads { thread.waitForEnd() }
        let result = tally.result
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        print(
            """
            \(result.played) histories\(once ? "" : ", each twice"), \(result.runs) runs, \(result.deaths) hosts died, \
            \(result.writes) writes, in \(String(format: "%.1f", seconds)) s; \(result.failed.count) failed
            """)
        for seed in result.failed.prefix(failures) { try tell(seed, Histories.shrink(seed)) }
        if !result.failed.isEmpty { throw ExitCode(1) }
    }

    private func dieEverywhere() throws {
        var played = 0
        var failed = 0
        for seed in seeds.range {
            let steps = try Histories.die(seed, at: nil, .landed).steps
            for step in 1...max(1, steps) {
                for fate in CutFate.allCases {
                    let verdict = try Histories.die(seed, at: step, fate)
                    played += 1
                    guard !verdict.findings.isEmpty else { continue }
                    failed += 1
                    print(
                        "seed \(seed), dead at step \(step) of \(steps), \(fate): \(verdict.findings.joined(separator: "; "))"
                    )
                    if trace { try tell(seed, Histories.die(seed, at: step, fate, keepsTrace: true)) }
                }
            }
        }
        print("\(played) deaths; \(failed) failed")
        if failed > 0 { throw ExitCode(1) }
    }

    private func tell(_ seed: UInt64, _ verdict: Histories.Verdict) throws {
        for line in verdict.trace { print("    \(line)") }
        for finding in verdict.findings { print("  FOUND \(finding)") }
    }

    private func tell(_ seed: UInt64, _ actions: [Action]?) throws {
        let verdict = try Histories.play(seed, actions, keepsTrace: true)
        print("\nseed \(seed), \(actions?.count ?? Histories.actions(of: seed).count) actions, mark \(verdict.mark)")
        for line in verdict.trace { print("    \(line)") }
        for finding in verdict.findings { print("  FOUND \(finding)") }
    }
}

/// A range of seeds.
struct Seeds: ExpressibleByArgument {
    var range: ClosedRange<UInt64>

    init(_ range: ClosedRange<UInt64>) { self.range = range }

    init?(argument: String) {
        let parts = argument.split(separator: "-", omittingEmptySubsequences: false).map { UInt64($0) }
        switch (parts.count, parts.first ?? nil, parts.last ?? nil) {
        case (1, let first?, _): range = first...first
        case (2, let first?, let last?) where first <= last: range = first...last
        default: return nil
        }
    }

    var defaultValueDescription: String { "\(range.lowerBound)-\(range.upperBound)" }
}
