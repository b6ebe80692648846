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

    func run() throws {
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
