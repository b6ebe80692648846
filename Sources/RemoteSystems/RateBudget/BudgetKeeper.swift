import Model

/// Lets callers through as the budget allows.
actor BudgetKeeper {
    private let side: Side
    /// The longest pause that a server may ask for; a longer one is not sat out.
    private let patience: Duration
    private let timing: Timing
    private let meter: Meter
    private var budget: RateBudget
    private var waiters: [RateBudget.Ticket: AsyncStream<Void>.Continuation] = [:]

    /// The longest time between two looks: what ends without a word is noticed then.
    private static let longestLook: Duration = .seconds(5)
    private static let shortestLook: Duration = .milliseconds(1)

    init(_ limits: RateBudget.Limits, side: Side, patience: Duration, timing: Timing, meter: Meter) {
        budget = RateBudget(limits)
        self.side = side
        self.patience = patience
        self.timing = timing
        self.meter = meter
    }

    /// Waits until a request may start; throws when cancelled before, and when the server wants to be left alone for longer than
    /// patience lasts.
    func start(in lane: String) async throws -> RateBudget.Ticket {
        if let refusal { throw refusal }
        let (ticket, starts) = budget.arrive(in: lane, at: timing.elapsed())
        wake(starts)
        if budget.isRunning(ticket) { return ticket }
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        waiters[ticket] = continuation
        let began = timing.elapsed()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in stream {} }
            group.addTask {
                do {
                    while true { try await self.lookLater() }
                } catch {
                    // Cancelled: the other child ended, or the caller did.
                }
            }
            await group.next()
            group.cancelAll()
        }
        meter.wait(timing.elapsed() - began)
        waiters[ticket] = nil
        if budget.isRunning(ticket), !Task.isCancelled { return ticket }
        wake(budget.leave(ticket, at: timing.elapsed()))
        try Task.checkCancellation()
        throw refusal ?? CancellationError()
    }

    /// What everybody is told while a pause is too long to be sat out.
    private var refusal: (any Error)? {
        let pause = budget.pause(at: timing.elapsed())
        return pause > patience ? RemoteFailure(Problem(.throttled, side: side), retryAfter: pause) : nil
    }

    /// A request ended.
    func end(_ ticket: RateBudget.Ticket, _ end: RateBudget.End) {
        wake(budget.end(ticket, end, at: timing.elapsed()))
        if refusal != nil { wake(Array(waiters.keys)) }
    }

    /// A request that might have been sent was not.
    func giveBack(_ ticket: RateBudget.Ticket) {
        wake(budget.leave(ticket, at: timing.elapsed()))
    }

    private func lookLater() async throws {
        let now = timing.elapsed()
        let next = budget.nextLook(at: now).map { $0 - now } ?? Self.longestLook
        try await timing.sleep(min(max(next, Self.shortestLook), Self.longestLook))
        wake(budget.look(at: timing.elapsed()))
    }

    private func wake(_ tickets: [RateBudget.Ticket]) {
        for ticket in tickets { waiters.removeValue(forKey: ticket)?.finish() }
    }
}
