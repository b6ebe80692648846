import JSON

/// What comes out of a stream of bytes, step by step: framing, reading, salvage and the budget for stray text in one value.
struct Intake: Sendable {
    /// What to do next, in the order of the stream.
    enum Step: Sendable, Hashable {
        /// A frame came in: a sign of life, and a line of the transcript.
        case frame(ArraySlice<UInt8>)
        /// It is this message.
        case message(Message)
        /// Something came in that is no frame.
        case stray(Stray)
        /// A request that can't be used is owed an answer.
        case answer(RequestID?, RPCFailure)
        /// The session can't go on.
        case violation(PeerEnd.Violation)
    }

    private var framing: LineFraming
    private let longestString: Int
    private var budget: StrayBudget

    /// The longest frame that is read from now on.
    var longestFrame: Int {
        get { framing.limit }
        set { framing.limit = newValue }
    }

    init(_ limits: PeerLimits) {
        framing = LineFraming(limit: limits.frame)
        longestString = limits.string
        budget = StrayBudget(lines: limits.strayLines, bytes: limits.strayBytes)
    }

    mutating func feed(_ chunk: [UInt8], at now: Duration) -> [Step] {
        var steps: [Step] = []
        for line in framing.feed(chunk) { steps += read(line, at: now) }
        return steps
    }

    /// The stream ended.
    mutating func finish(at now: Duration) -> [Step] {
        guard let line = framing.finish() else { return [] }
        return read(line, at: now)
    }

    private mutating func read(_ line: LineFraming.Line, at now: Duration) -> [Step] {
        switch line {
        case .whole(let bytes):
            return steps(LineReading(bytes), bytes, at: now)
        case .tooLong(let prefix, let byteCount):
            switch LineReading(tooLong: prefix, byteCount: byteCount, limit: framing.limit) {
            case .unusable(let id, let isRequest, let failure):
                let stray = Step.stray(Stray(.tooLong, prefix[...], byteCount: byteCount))
                return [stray, settle(id, isRequest, failure)]
            default:
                return [
                    .stray(Stray(.tooLong, prefix[...], byteCount: byteCount)),
                    .violation(.tooLong(byteCount: byteCount)),
                ]
            }
        case .cut(let prefix, let byteCount):
            return [.stray(Stray(.cut, prefix[...].prefix(200), byteCount: byteCount))]
        }
    }

    private mutating func steps(_ reading: LineReading, _ line: ArraySlice<UInt8>, at now: Duration) -> [Step] {
        switch reading {
        case .message(let message, let frame, let stray):
            var steps = stray.isEmpty ? [] : spend(.gluedToFrame, stray, at: now)
            steps += [.frame(frame), withinLimits(message, frame)]
            return steps
        case .unusable(let id, let isRequest, let failure):
            return spend(.notMessage, line, at: now) + [settle(id, isRequest, failure)]
        case .invalid(let failure):
            return spend(.notMessage, line, at: now) + [.answer(nil, failure)]
        case .stray(let text):
            return spend(.line, text, at: now)
        }
    }

    /// A message with a string over the limit is answered, or fails the call that it answers; as a notice, it is passed on.
    ///
    /// Only a frame that is longer than the limit can hold one: all others are not looked through.
    private func withinLimits(_ message: Message, _ frame: ArraySlice<UInt8>) -> Step {
        guard frame.count > longestString, let length = LongString.length(in: frame, over: longestString) else {
            return .message(message)
        }
        let failure = RPCFailure(
            .tooLarge, "a string is longer than the limit",
            data: ["bytes": .number("\(length)"), "limit": .number("\(longestString)")])
        switch message {
        case .request(let id, _, _): return .answer(id, failure)
        case .result(let id, _): return .message(.failure(id, failure))
        case .notice, .failure: return .message(message)
        }
    }

    /// A broken request is answered; a broken answer fails the call that it belongs to.
    private func settle(_ id: RequestID, _ isRequest: Bool, _ failure: RPCFailure) -> Step {
        isRequest ? .answer(id, failure) : .message(.failure(id, failure))
    }

    private mutating func spend(_ kind: Stray.Kind, _ text: ArraySlice<UInt8>, at now: Duration) -> [Step] {
        let stray = Step.stray(Stray(kind, text, byteCount: text.count))
        return budget.spend(text.count, at: now) ? [stray] : [stray, .violation(.strayFlood)]
    }
}
