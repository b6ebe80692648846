import JSON
import Synchronization

extension Peer {
    typealias Answer = Result<JSONText, CallError>

    /// Where the answer to a call goes: it may come before or after somebody begins to wait for it.
    enum Slot {
        case open
        case awaited(CheckedContinuation<Answer, Never>)
        case filled(Answer)
    }

    /// What the tasks share.
    struct State {
        var table: PeerState
        var slots: [RequestID: Slot] = [:]
        var cancellations: [RequestID: RequestCancellation] = [:]
        var outbox: Outbox
        var waitingForRoom: [CheckedContinuation<Void, Never>] = []
        /// Since when the queue has been full with somebody waiting; `nil` while nobody does.
        var fullSince: Duration?
        /// Whether frames still reach the channel.
        var isWritable = true
        var isClosed = false

        init(_ limits: PeerLimits) {
            table = PeerState(limit: limits.inFlight)
            outbox = Outbox(limit: limits.queue)
        }

        mutating func begin(until deadline: Duration, isUrgent: Bool) throws(CallError) -> RequestID {
            guard isWritable else { throw .closed }
            switch table.call(until: deadline, isUrgent: isUrgent) {
            case .refuse(let error): throw error
            case .send(let id):
                slots[id] = .open
                return id
            }
        }

        /// Puts an answer into its slot; whoever waits for it is to be resumed.
        mutating func fill(_ id: RequestID, _ answer: Answer) -> CheckedContinuation<Answer, Never>? {
            switch slots[id] {
            case .open:
                slots[id] = .filled(answer)
                return nil
            case .awaited(let continuation):
                slots[id] = nil
                return continuation
            case .filled, nil:
                return nil
            }
        }

        /// Takes what waits to be written, and whoever waited for room.
        mutating func takeFrames() -> (frames: [[UInt8]], waiting: [CheckedContinuation<Void, Never>]) {
            let waiting = waitingForRoom
            waitingForRoom = []
            fullSince = nil
            return (outbox.take(), waiting)
        }
    }

    /// Waits for the answer to a call.
    func awaitAnswer(to id: RequestID) async -> Answer {
        await withCheckedContinuation { continuation in
            if let known = answer(to: id, or: continuation) { continuation.resume(returning: known) }
        }
    }

    /// The answer to a call that came already; else it is told to `waiter` when it comes.
    @inline(never)
    private func answer(to id: RequestID, or waiter: CheckedContinuation<Answer, Never>) -> Answer? {
        state.withLock { state in
            guard case .filled(let answer) = state.slots[id] else {
                state.slots[id] = .awaited(waiter)
                return nil
            }
            state.slots[id] = nil
            return answer
        }
    }

    @inline(never)
    func deliver(_ answer: Answer, to id: RequestID) {
        state.withLock { $0.fill(id, answer) }?.resume(returning: answer)
    }

    /// Forgets a call that was never sent.
    @inline(never)
    func abandon(_ id: RequestID) {
        state.withLock { state in
            _ = state.table.received(answer: id)
            state.slots[id] = nil
        }
    }

    /// Asks the other side to cancel a call whose caller was cancelled.
    @inline(never)
    func cancel(_ id: RequestID) {
        let grace = timeline.now + limits.grace
        guard case .notify = state.withLock({ $0.table.cancel(id, grace: grace) }) else { return }
        _ = sendNow(cancelFrame(id, "the caller was cancelled"))
        alarm.ring()
    }

    func cancelFrame(_ id: RequestID, _ reason: String) -> [UInt8] {
        Frame.notice(
            method: CancelNotice.name,
            CancelNotice.Parameters(id: id, request: .init(reason: reason, grace: limits.grace)))
    }

    /// Ends the session for everybody who waits: calls fail, and what waits for room goes on and is dropped.
    @inline(never)
    func close(_ end: PeerEnd) {
        let (waiting, continuations) = state.withLock { state in
            state.isClosed = true
            let answers = state.table.close().compactMap { state.fill($0, .failure(.closed)) }
            let waiting = state.waitingForRoom
            state.waitingForRoom = []
            state.fullSince = nil
            return (waiting, answers)
        }
        for continuation in waiting { continuation.resume() }
        for continuation in continuations { continuation.resume(returning: .failure(.closed)) }
        alarm.ring()
    }
}
