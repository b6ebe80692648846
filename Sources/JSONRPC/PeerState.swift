import JSON

/// The table of requests of a session, both ways: what is in flight, until when, and what is to be done about it.
///
/// It is a value that knows no task and no clock: events go in with the time since the start, actions come out.
public struct PeerState: Sendable {
    /// A call in flight to the other side.
    private struct Call: Sendable {
        var deadline: Duration
        /// Whether nobody waits for the answer any more; it is still owed, and not unknown when it comes.
        var isAbandoned = false
        var isCancelled = false
    }

    /// What to do about a call that somebody wants to make.
    public enum CallAction: Sendable, Hashable {
        /// Send it under this number.
        case send(RequestID)
        /// Make it fail at once.
        case refuse(CallError)
    }

    /// What to do about a request that came in.
    public enum RequestAction: Sendable, Hashable {
        /// Carry it out.
        case handle
        /// Answer it with a failure.
        case answer(RPCFailure)
        /// End the session.
        case violation(PeerEnd.Violation)
        /// Nothing; the session is over.
        case ignore
    }

    /// What to do about an answer that came in.
    public enum AnswerAction: Sendable, Hashable {
        /// Give it to whoever waits.
        case deliver
        /// Nothing; whoever waited has given up.
        case ignore
        /// End the session.
        case violation(PeerEnd.Violation)
    }

    /// What to do when a caller is cancelled.
    public enum CancelAction: Sendable, Hashable {
        /// Send the notice that asks for it; the answer is owed within the grace.
        case notify(RequestID)
        /// Nothing; the call has ended, or was cancelled before.
        case ignore
    }

    /// A call whose time is over.
    public struct Expiry: Sendable, Hashable {
        /// The call.
        public var id: RequestID
        /// What whoever waits gets.
        public var error: CallError
        /// Whether the other side is still to be told to stop.
        public var tellsOtherSide: Bool
    }

    /// The greatest number of requests in flight, each way.
    public var limit: Int
    private var lastID = 0
    private var calls: [RequestID: Call] = [:]
    private var requests: Set<RequestID> = []
    private var isOpen = true

    /// Creates the table of a session at its start.
    public init(limit: Int) { self.limit = limit }

    /// The requests of the other side that are not answered yet.
    public var inFlight: Int { requests.count }

    /// Whether something is in flight in either direction.
    public var isBusy: Bool { !requests.isEmpty || calls.contains { !$0.value.isAbandoned } }

    /// When the next call's time is over; `nil` while nobody waits.
    public var nextDeadline: Duration? {
        calls.values.lazy.filter { !$0.isAbandoned }.map(\.deadline).min()
    }

    /// Somebody wants to call, and to wait until a time since the start.
    ///
    /// What keeps the session itself going is urgent: it is never one too many.
    public mutating func call(until deadline: Duration, isUrgent: Bool = false) -> CallAction {
        guard isOpen else { return .refuse(.closed) }
        guard calls.count < limit || isUrgent else { return .refuse(.tooManyInFlight) }
        lastID += 1
        let id = RequestID(lastID)
        calls[id] = Call(deadline: deadline)
        return .send(id)
    }

    /// Whoever waits for a call was cancelled; the answer is awaited until `grace`, and not beyond the deadline.
    public mutating func cancel(_ id: RequestID, grace: Duration) -> CancelAction {
        guard var call = calls[id], !call.isAbandoned, !call.isCancelled else { return .ignore }
        call.isCancelled = true
        call.deadline = min(call.deadline, grace)
        calls[id] = call
        return .notify(id)
    }

    /// Time has passed: the calls whose time is over, in the order of their numbers.
    public mutating func expire(at now: Duration) -> [Expiry] {
        var expired: [Expiry] = []
        for (id, call) in calls where !call.isAbandoned && call.deadline <= now {
            calls[id]?.isAbandoned = true
            expired.append(
                Expiry(id: id, error: call.isCancelled ? .cancelled : .deadline, tellsOtherSide: !call.isCancelled))
        }
        return expired.sorted { $0.id < $1.id }
    }

    /// An answer came in.
    public mutating func received(answer id: RequestID) -> AnswerAction {
        guard let call = calls.removeValue(forKey: id) else { return isOpen ? .violation(.unknownAnswer(id)) : .ignore }
        return call.isAbandoned ? .ignore : .deliver
    }

    /// A request came in.
    public mutating func received(request id: RequestID) -> RequestAction {
        guard isOpen else { return .ignore }
        guard !requests.contains(id) else { return .violation(.duplicateRequest(id)) }
        guard requests.count < limit else {
            return .answer(
                RPCFailure(
                    .tooManyInFlight, "more requests are in flight than the limit", data: ["limit": .number("\(limit)")]
                ))
        }
        requests.insert(id)
        return .handle
    }

    /// A request that came in was answered.
    public mutating func answered(_ id: RequestID) { requests.remove(id) }

    /// The session is over: the calls that somebody still waits for, in the order of their numbers.
    public mutating func close() -> [RequestID] {
        isOpen = false
        defer { calls = [:] }
        return calls.filter { !$0.value.isAbandoned }.keys.sorted()
    }
}
