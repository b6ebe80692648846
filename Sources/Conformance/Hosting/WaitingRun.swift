/// A run whose first answers the host held back.
package struct WaitingRun: Sendable {
    /// How many requests the plugin had on their way at once.
    package var requests = 0
    /// Whether it answered a ping while it waited.
    package var answersPing = false
    /// What came out of the run.
    package var run = HostedRun()
}
