/// How much a peer may print into the stream within a minute before it is stopped.
public struct StrayBudget: Sendable {
    /// The lines that are allowed in a minute.
    public let lines: Int
    /// The bytes that are allowed in a minute.
    public let bytes: Int
    private var minute = Duration.zero
    private var spentLines = 0
    private var spentBytes = 0

    /// Creates a budget.
    public init(lines: Int = 100, bytes: Int = 65_536) {
        self.lines = lines
        self.bytes = bytes
    }

    /// Counts a line that came at a time since the start; whether it is within the budget.
    public mutating func spend(_ byteCount: Int, at now: Duration) -> Bool {
        if now - minute >= .seconds(60) {
            minute = now
            spentLines = 0
            spentBytes = 0
        }
        spentLines += 1
        spentBytes += byteCount
        return spentLines <= lines && spentBytes <= bytes
    }
}
