/// How long supervision waits for what.
package struct SupervisionTiming: Sendable, Hashable {
    /// From the start of a process to its answer to `initialize`.
    package var start: Duration
    /// For the answer to `entity/describe`.
    package var describe: Duration
    /// How long a run may hand over nothing and ask for nothing while it is its turn.
    package var progress: Duration
    /// How long a run may take in all.
    package var run: Duration
    /// For the answer to a cancelled run.
    package var grace: Duration
    /// For each step of ending a process: `shutdown`, end of the stream, SIGTERM.
    package var step: Duration
    /// The waits before a crashed plugin is started again; as many times as there are waits.
    package var backOff: [Duration]

    /// Creates timing; what is not named has a value that suits most plugins.
    package init(
        start: Duration = .seconds(10), describe: Duration = .seconds(60), progress: Duration = .seconds(300),
        run: Duration = .seconds(6 * 3600), grace: Duration = .seconds(10), step: Duration = .seconds(5),
        backOff: [Duration] = [.seconds(1), .seconds(4), .seconds(16)]
    ) {
        self.start = start
        self.describe = describe
        self.progress = progress
        self.run = run
        self.grace = grace
        self.step = step
        self.backOff = backOff
    }
}
