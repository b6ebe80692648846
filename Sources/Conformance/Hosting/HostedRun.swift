package import JSON
package import Model
package import PluginProtocol

/// What came out of a run against a scripted host.
package struct HostedRun: Sendable {
    /// The decisions by pair, in the order in which they came.
    package var decisions: [Decision] = []
    /// The batch numbers, in order.
    package var batches: [Int] = []
    /// The checkpoints, in order.
    package var checkpoints: [String] = []
    /// What the plugin has the host keep now.
    package var kept: [String: JSONValue] = [:]
    /// The answer to the run; `nil` when none came.
    package var result: Result<SyncRun.Result, HostFailure>?
    /// How many pages were asked for after the host said stop.
    package var pagesAfterStop = 0
    /// How many pages were asked for after the host asked to cancel.
    package var pagesAfterCancel = 0
    /// The rules that the plugin broke while it ran.
    package var violations: [Violation] = []
}
