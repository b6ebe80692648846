/// How many messages of a plugin reach the log in a second.
struct LogBudget: Sendable {
    /// The messages in a second.
    static let perSecond = 100

    private var second = Duration.zero
    private var spent = 0
    private var dropped = 0

    /// Counts a message at a time since the start: whether it is logged, and how many were dropped in the second before,
    /// if any were.
    mutating func spend(at now: Duration) -> (isLogged: Bool, dropped: Int) {
        var before = 0
        if now - second >= .seconds(1) {
            before = dropped
            second = now
            spent = 0
            dropped = 0
        }
        spent += 1
        let isLogged = spent <= Self.perSecond
        if !isLogged { dropped += 1 }
        return (isLogged, before)
    }
}
