/// Lets one caller after the other through, so that what all of them need is fetched once.
actor OneAtATime {
    private var isTaken = false
    private var waiters: [AsyncStream<Void>.Continuation] = []

    /// Waits for the turn; throws when cancelled.
    func pass() async throws {
        while isTaken {
            let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
            waiters.append(continuation)
            for await _ in stream {}
            try Task.checkCancellation()
        }
        isTaken = true
    }

    /// Gives the turn away.
    func leave() {
        isTaken = false
        for waiter in waiters { waiter.finish() }
        waiters = []
    }

    /// Does something in turn.
    func perform<Result: Sendable>(_ body: @Sendable () async throws -> Result) async throws -> Result {
        try await pass()
        defer { leave() }
        return try await body()
    }
}
