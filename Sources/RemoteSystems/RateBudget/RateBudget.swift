/// What one user may ask of one system: so many requests in a sliding window, so many at once, none while the server asked for a pause.
///
/// Events come in, the tickets that may start go out. Callers queue in lanes, one an entity, and lanes take turns, so that a
/// long listing leaves room for others. The limits are those of the two systems:
/// <https://learn.microsoft.com/power-apps/developer/data-platform/api-limits>,
/// <https://learn.microsoft.com/dynamics365/business-central/dev-itpro/api-reference/v2.0/dynamics-rate-limits>.
struct RateBudget: Sendable {
    /// The limits.
    struct Limits: Sendable, Hashable {
        /// Requests that may start within a window.
        var requests: Int
        /// The window's length.
        var window: Duration
        /// Requests that may be under way at once.
        var concurrent: Int
    }
    /// A caller's place.
    struct Ticket: Sendable, Hashable {
        /// Its number.
        let number: Int
    }
    /// How a request ended, as far as the budget is concerned.
    enum End: Sendable, Hashable {
        /// It was answered, or not; no matter.
        case free
        /// The server asked for a pause.
        case throttled(Duration)
    }

    let limits: Limits
    private var starts = Starts()
    private var lanes: [String: [Ticket]] = [:]
    private var turns: [String] = []
    private var running: Set<Ticket> = []
    private var pausedUntil: Duration = .zero
    /// After a pause one request goes first; the others follow when it was not refused.
    private var isProbing = false
    private var last = 0

    init(_ limits: Limits) {
        self.limits = limits
    }

    /// Whether a ticket may go, or is under way.
    func isRunning(_ ticket: Ticket) -> Bool { running.contains(ticket) }

    /// Whether nobody waits.
    var isIdle: Bool { turns.isEmpty }

    /// How long the server still wants to be left alone; nothing when it doesn't.
    func pause(at now: Duration) -> Duration { max(.zero, pausedUntil - now) }

    /// A caller arrives in its lane; returns its ticket and those that may start.
    mutating func arrive(in lane: String, at now: Duration) -> (ticket: Ticket, starts: [Ticket]) {
        last += 1
        let ticket = Ticket(number: last)
        if lanes[lane] == nil { turns.append(lane) }
        lanes[lane, default: []].append(ticket)
        return (ticket, look(at: now))
    }

    /// A request ended; returns those that may start.
    mutating func end(_ ticket: Ticket, _ end: End, at now: Duration) -> [Ticket] {
        guard running.remove(ticket) != nil else { return [] }
        switch end {
        case .free:
            // A request from before the pause says nothing about what follows it.
            if isProbing, now >= pausedUntil { isProbing = false }
        case .throttled(let pause):
            pausedUntil = max(pausedUntil, now + pause)
            isProbing = true
        }
        return look(at: now)
    }

    /// A caller that waited gives up, or one that may start does not want to any more.
    mutating func leave(_ ticket: Ticket, at now: Duration) -> [Ticket] {
        if running.contains(ticket) {
            running.remove(ticket)
            return look(at: now)
        }
        for (lane, queue) in lanes where queue.contains(ticket) {
            let rest = queue.filter { $0 != ticket }
            lanes[lane] = rest.isEmpty ? nil : rest
            if rest.isEmpty { turns.removeAll { $0 == lane } }
        }
        return []
    }

    /// Time went by; returns those that may start.
    mutating func look(at now: Duration) -> [Ticket] {
        starts.forget(before: now - limits.window)
        var admitted: [Ticket] = []
        while let lane = turns.first, mayStart(at: now) {
            turns.removeFirst()
            guard var queue = lanes[lane], !queue.isEmpty else { continue }
            let ticket = queue.removeFirst()
            if queue.isEmpty {
                lanes[lane] = nil
            } else {
                lanes[lane] = queue
                turns.append(lane)
            }
            running.insert(ticket)
            starts.add(now)
            admitted.append(ticket)
        }
        return admitted
    }

    /// When it makes sense to look again, if no request ends before; `nil` when only the end of one helps.
    func nextLook(at now: Duration) -> Duration? {
        if now < pausedUntil { return pausedUntil }
        guard starts.count >= limits.requests else { return nil }
        return starts.oldest.map { $0 + limits.window }
    }

    private func mayStart(at now: Duration) -> Bool {
        now >= pausedUntil && running.count < (isProbing ? 1 : limits.concurrent) && starts.count < limits.requests
    }
}

extension RateBudget {
    /// The times at which requests started, oldest first.
    struct Starts: Sendable {
        private var times: [Duration] = []
        private var first = 0

        var count: Int { times.count - first }
        var oldest: Duration? { first < times.count ? times[first] : nil }

        mutating func add(_ time: Duration) { times.append(time) }

        mutating func forget(before time: Duration) {
            while first < times.count, times[first] <= time { first += 1 }
            guard first > 1_024, first * 2 > times.count else { return }
            times.removeFirst(first)
            first = 0
        }
    }
}
