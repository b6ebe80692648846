#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// How long the store remembers what is only of interest to people: couplings, bases and set-asides are kept for good.
///
/// Older lines go in steps, a few with each commit or run, so that nothing ever waits for a clean-up.
package struct Retention: Sendable, Hashable {
    /// How long a line of history is kept: 90 days, unless said otherwise.
    package var history: TimeInterval
    /// How many lines of history are kept at most.
    package var historyLines: Int
    /// How long the jobs of a run are kept; the latest of each entity always are.
    package var jobs: TimeInterval

    /// Creates limits: 90 days or two million lines of history, 30 days of jobs.
    package init(history: TimeInterval = 90 * 86_400, historyLines: Int = 2_000_000, jobs: TimeInterval = 30 * 86_400) {
        self.history = history
        self.historyLines = historyLines
        self.jobs = jobs
    }
}
