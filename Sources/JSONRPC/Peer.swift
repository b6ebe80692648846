public import JSON
import Synchronization

/// One side of a JSON-RPC session over a channel: calls the other side, and carries out what the other side asks for.
///
/// One task reads and never waits for a handler; one writes, from a queue that is bounded; each request that comes in is
/// carried out in a task of its own and answered exactly once, also when it was cancelled. So two peers can't wait for
/// each other for ever. When the queue is full, whoever sends waits; when it stays full for `PeerLimits.stall`, the
/// session ends.
///
/// Every use of its mutex is a function of its own that is not inlined: docs/decisions/0043.
public final class Peer: Sendable {
    let channel: any ByteChannel
    let handler: any RequestHandler
    let observer: (any PeerObserver)?
    let limits: PeerLimits
    let timeline: Timeline
    let state: Mutex<State>
    /// The longest frame, each way: as offered, then as agreed.
    let longestFrame: Atomic<Int>
    /// Rings when there is something to write; closes when nothing more will come.
    let writing = Bell()
    /// Rings when the next point in time to look at the clock may have come nearer.
    let alarm = Bell()

    /// Creates a peer; it lives while `run` does.
    ///
    /// Frames are read within `limits`; `clock` measures deadlines.
    public init(
        channel: any ByteChannel, handler: any RequestHandler, limits: PeerLimits = PeerLimits(),
        clock: any Clock<Duration>, observer: (any PeerObserver)? = nil
    ) {
        self.channel = channel
        self.handler = handler
        self.observer = observer
        self.limits = limits
        timeline = Timeline(clock)
        state = Mutex(State(limits))
        longestFrame = Atomic(limits.frame)
    }

    /// Holds to limits that the other side lowered: from now on, for what is read as for what is sent.
    ///
    /// What it would raise stays as it was offered.
    @inline(never)
    public func lower(frame: Int, inFlight: Int) {
        longestFrame.store(max(1, min(frame, limits.frame)), ordering: .relaxed)
        state.withLock { $0.table.limit = max(1, min(inFlight, limits.inFlight)) }
    }

    /// The requests of the other side that are being carried out.
    @inline(never)
    public var inFlight: Int { state.withLock { $0.table.inFlight } }

    /// Whether something is in flight in either direction.
    @inline(never)
    public var isBusy: Bool { state.withLock { $0.table.isBusy } }

    /// Calls the other side and waits for its answer, at most for `deadline`.
    ///
    /// When the caller is cancelled, the other side is asked to cancel too, and its answer, if it comes within
    /// `PeerLimits.grace`, is still the result: every request is answered. An urgent call is made however many are in flight.
    public func call<Method: RPCMethod>(
        _ method: Method.Type, _ parameters: Method.Parameters, deadline: Duration, isUrgent: Bool = false
    ) async throws(CallError) -> Method.Result {
        let result = try await call(method: Method.name, parameters, deadline: deadline, isUrgent: isUrgent)
        do {
            return try result.decode(Method.Result.self)
        } catch {
            throw .unreadable(error)
        }
    }

    /// Calls a method by its name; otherwise as `call(_:_:deadline:isUrgent:)`.
    public func call(
        method: String, _ parameters: some JSONWritable & Sendable, deadline: Duration, isUrgent: Bool = false
    ) async throws(CallError) -> JSONText {
        let until = timeline.now + deadline
        let id = try begin(until: until, isUrgent: isUrgent)
        alarm.ring()
        let frame = Frame.request(id, method: method, parameters)
        if let failure = tooLarge(frame) {
            abandon(id)
            throw .failed(failure)
        }
        let answer = await withTaskCancellationHandler {
            await send(frame)
            // Cancelled before the request was queued: the other side had nothing yet to cancel.
            if Task.isCancelled { _ = sendNow(cancelFrame(id, "the caller was cancelled")) }
            return await awaitAnswer(to: id)
        } onCancel: {
            cancel(id)
        }
        return try answer.get()
    }

    /// Sends a notice.
    ///
    /// It is dropped when the session is over.
    public func notify<Notice: RPCNotice>(_ notice: Notice.Type, _ parameters: Notice.Parameters) async {
        await send(Frame.notice(method: Notice.name, parameters))
    }

    /// Serves until the other side ends its stream or breaks the rules, the channel fails, or the task is cancelled.
    ///
    /// Returns when every handler has returned. At the orderly end of the stream, answers that are ready are still written.
    public func run() async -> PeerEnd {
        await withTaskGroup(of: PeerEnd?.self) { group in
            group.addTask { await self.serve() }
            group.addTask { await self.writeOut() }
            group.addTask { await self.watchTime() }
            var end = PeerEnd.cancelled
            while let ended = await group.next() {
                guard let ended else { continue }
                end = ended
                break
            }
            close(end)
            if end == .endOfStream {
                writing.close()
                // Whichever is first: the queue is empty, or the grace for that is over.
                _ = await group.next()
            }
            group.cancelAll()
            await group.waitForAll()
            return end
        }
    }

    @inline(never)
    private func begin(until deadline: Duration, isUrgent: Bool) throws(CallError) -> RequestID {
        try state.withLock { state throws(CallError) in try state.begin(until: deadline, isUrgent: isUrgent) }
    }

    // What follows is called by the three tasks of `run`.

    /// Reads, and carries out requests, until the stream ends.
    private func serve() async -> PeerEnd {
        await withDiscardingTaskGroup(returning: PeerEnd.self) { group in
            let end = await read { request in
                group.addTask { await self.carryOut(request) }
            }
            close(end)
            group.cancelAll()
            return end
        }
    }

    private func read(_ start: (IncomingRequest) -> Void) async -> PeerEnd {
        var intake = Intake(limits)
        do {
            while let chunk = try await channel.read() {
                intake.longestFrame = longestFrame.load(ordering: .relaxed)
                for step in intake.feed(chunk, at: timeline.now) {
                    if let violation = take(step, start) { return .violation(violation) }
                }
                if Task.isCancelled { return .cancelled }
            }
            for step in intake.finish(at: timeline.now) { _ = take(step, start) }
            return .endOfStream
        } catch {
            return Task.isCancelled ? .cancelled : .channelFailed("\(error)")
        }
    }

    private func take(_ step: Intake.Step, _ start: (IncomingRequest) -> Void) -> PeerEnd.Violation? {
        switch step {
        case .frame(let frame):
            observer?.received(frame)
            return nil
        case .stray(let stray):
            observer?.stray(stray)
            return nil
        case .violation(let violation):
            return violation
        case .answer(let id, let failure):
            return sendNow(Frame.failure(id, failure))
        case .message(.request(let id, let method, let parameters)):
            return take(IncomingRequest(id: id, method: method, parameters: parameters), start)
        case .message(.notice(CancelNotice.name, let parameters)):
            takeCancel(parameters)
            return nil
        case .message(.notice(let method, let parameters)):
            handler.receive(IncomingNotice(method: method, parameters: parameters))
            return nil
        case .message(.result(let id, let result)):
            return take(.success(result), answerTo: id)
        case .message(.failure(let id?, let failure)):
            return take(.failure(.failed(failure)), answerTo: id)
        case .message(.failure(nil, _)):
            // It could not read something of ours and does not know what: the call's deadline will tell.
            return nil
        }
    }

    @inline(never)
    private func take(_ request: IncomingRequest, _ start: (IncomingRequest) -> Void) -> PeerEnd.Violation? {
        let action = state.withLock { state in
            let action = state.table.received(request: request.id)
            if action == .handle { state.cancellations[request.id] = request.cancellation }
            return action
        }
        switch action {
        case .handle:
            start(request)
            return nil
        case .answer(let failure):
            return sendNow(Frame.failure(request.id, failure))
        case .violation(let violation):
            return violation
        case .ignore:
            return nil
        }
    }

    @inline(never)
    private func take(_ answer: Answer, answerTo id: RequestID) -> PeerEnd.Violation? {
        switch state.withLock({ $0.table.received(answer: id) }) {
        case .deliver:
            deliver(answer, to: id)
            return nil
        case .ignore:
            return nil
        case .violation(let violation):
            return violation
        }
    }

    @inline(never)
    private func takeCancel(_ parameters: JSONText) {
        let notice: CancelNotice.Parameters
        do {
            notice = try parameters.decode(CancelNotice.Parameters.self)
        } catch {
            // A notice has no answer in which to complain, and a request that is not cancelled ends by itself.
            return
        }
        state.withLock { $0.cancellations[notice.id] }?.ask(notice.request)
    }

    private func carryOut(_ request: IncomingRequest) async {
        let frame = await withTaskGroup(of: [UInt8]?.self) { group in
            group.addTask { await self.answer(to: request) }
            group.addTask {
                _ = await request.cancellation.wait()
                return nil
            }
            var answer: [UInt8]?
            while let next = await group.next() {
                if let next {
                    answer = next
                    request.cancellation.close()
                } else {
                    group.cancelAll()
                }
            }
            return answer
        }
        forget(request.id)
        if let frame { await send(frame) }
    }

    /// Forgets a request that was carried out.
    @inline(never)
    private func forget(_ id: RequestID) {
        state.withLock { state in
            state.table.answered(id)
            state.cancellations[id] = nil
        }
    }

    private func answer(to request: IncomingRequest) async -> [UInt8] {
        do {
            let frame = Frame.result(request.id, try await handler.handle(request))
            return tooLarge(frame).map { Frame.failure(request.id, $0) } ?? frame
        } catch let failure as RPCFailure {
            return Frame.failure(request.id, failure)
        } catch is CancellationError {
            return Frame.failure(request.id, RPCFailure(.cancelled, "the request was cancelled"))
        } catch {
            return Frame.failure(
                request.id,
                RPCFailure(.internal, "the request failed", data: ["type": .string("\(type(of: error))")]))
        }
    }

    private func tooLarge(_ frame: [UInt8]) -> RPCFailure? {
        let limit = longestFrame.load(ordering: .relaxed)
        guard frame.count - 1 > limit else { return nil }
        return RPCFailure(
            .tooLarge, "the frame is longer than the limit",
            data: ["bytes": .number("\(frame.count - 1)"), "limit": .number("\(limit)")])
    }
}
