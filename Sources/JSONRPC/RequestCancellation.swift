import Synchronization

/// Whether the caller asked to cancel a request, and with what words.
public final class RequestCancellation: Sendable {
    /// What the caller said.
    public struct Request: Sendable, Hashable {
        /// Why, for a log.
        public var reason: String
        /// How long the caller waits for the answer before it gives up.
        public var grace: Duration?
        /// Creates what a caller says.
        public init(reason: String, grace: Duration? = nil) {
            self.reason = reason
            self.grace = grace
        }
    }

    private struct State {
        var request: Request?
        var isOver = false
        var waiter: CheckedContinuation<Bool, Never>?

        mutating func takeWaiter() -> CheckedContinuation<Bool, Never>? {
            defer { waiter = nil }
            return waiter
        }
    }

    private let state = Mutex(State())

    /// Creates the cancellation of a request that nobody asked to cancel yet.
    public init() {}

    /// What the caller said; `nil` while it has not asked.
    public var request: Request? { state.withLock { $0.request } }

    /// Takes the caller's word.
    public func ask(_ request: Request) {
        let waiter = state.withLock { state in
            if state.request == nil { state.request = request }
            return state.takeWaiter()
        }
        waiter?.resume(returning: true)
    }

    /// Ends the waiting without a cancellation: the request was answered.
    func close() {
        let waiter = state.withLock { state in
            state.isOver = true
            return state.takeWaiter()
        }
        waiter?.resume(returning: false)
    }

    /// Waits until the caller asks (true) or the request is over (false).
    ///
    /// One task waits.
    func wait() async -> Bool {
        await withCheckedContinuation { continuation in
            let known: Bool? = state.withLock { state in
                if state.request != nil { return true }
                if state.isOver { return false }
                state.waiter = continuation
                return nil
            }
            if let known { continuation.resume(returning: known) }
        }
    }
}
