/// What was seen of a plugin's process so far, in times since the start of supervision.
struct SignsOfLife: Sendable, Hashable {
    /// When anything came from it last.
    var heard = Duration.zero
    /// When the host began to wait for it last: with a call, or with the last answer it was owed.
    var awaited = Duration.zero
    /// When its run last asked for changes or handed over decisions, or was answered; or began.
    var progressed = Duration.zero
    /// How long since then it was the host's turn: what it waited for is not its own doing.
    var served = Duration.zero
    /// How many bytes came since the last end of a line.
    var unfinished = 0
    /// Whether these are more than any message could have.
    var isEndless = false
    /// How many of its requests the host is carrying out: as long as there is one, it is the host's turn.
    var serving = 0
    /// How many of these are `decisions/apply`.
    var applying = 0
    /// Whether whoever wanted the run has been cancelled.
    var isCancelled = false

    /// Since when it is the plugin's turn and nothing came; `nil` while the host owes it an answer.
    var silentSince: Duration? { serving > 0 ? nil : max(heard, awaited) }
    /// Since when its run gets nowhere by its own doing; `nil` while the host owes it an answer.
    ///
    /// Questions alone lead nowhere: a plugin that only asks is idle, but for the time that the answers took.
    var idleSince: Duration? { serving > 0 ? nil : progressed + served }
}
