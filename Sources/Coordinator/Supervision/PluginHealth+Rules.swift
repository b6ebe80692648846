package import Foundation
package import Model
package import SyncStore

extension PluginHealth {
    /// So many crashes within `crashWindow` put a plugin into quarantine.
    package static let crashLimit = 5
    /// The time within which crashes are counted together.
    package static let crashWindow: TimeInterval = 180
    /// So many runs in a row that a plugin spoiled put it into quarantine.
    package static let runLimit = 3

    /// The record of a plugin that nothing is known of.
    package static func unknown(digest: String) -> PluginHealth {
        PluginHealth(crashes: [], failedRuns: 0, quarantine: nil, digest: digest)
    }

    /// The record as it holds for a digest of executable and configuration: another one starts afresh.
    package func applying(to digest: String) -> PluginHealth {
        self.digest == digest ? self : .unknown(digest: digest)
    }

    /// Notes a crash.
    package mutating func crashed(at date: Date) {
        crashes = Array((crashes + [date]).suffix(Self.crashLimit))
        guard crashes.count == Self.crashLimit, let first = crashes.first else { return }
        guard date.timeIntervalSince(first) <= Self.crashWindow else { return }
        quarantine = Problem(
            .pluginQuarantined, ["crashes", "\(Self.crashLimit)", "\(ProblemCode.pluginCrashed.rawValue)"])
    }

    /// Notes how a run of its entity ended; `nil` when nothing stood in its way.
    ///
    /// A run that something else ended, such as a person, says nothing of the plugin.
    package mutating func runEnded(spoiledBy problem: Problem?) {
        guard let problem else {
            failedRuns = 0
            return
        }
        guard problem.code.problemClass == .plugin else { return }
        guard quarantine == nil, problem.code != .pluginQuarantined else { return }
        failedRuns += 1
        guard failedRuns >= Self.runLimit else { return }
        quarantine = Problem(.pluginQuarantined, ["runs", "\(failedRuns)", "\(problem.code.rawValue)"])
    }
}
