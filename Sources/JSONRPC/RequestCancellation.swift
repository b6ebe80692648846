import Synchronization

/// Whether the caller asked to cancel a request, and with what words.
///
/// Every use of its mutex is a function of its own that is not inlined: docs/decisions/0043.
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
    @inline(never)
    public var request: Request? { state.withLock { $0.request } }

    /// Takes the caller's word.
    @inline(never)
    public func ask(_ request: Request) {
        let waiter = state.withLock { state in
            if state.request == nil { state.request = request }
            return state.takeWaiter()
        }
        waiter?.resume(returning: true)
    }

    /// Ends the waiting without a cancellation: the request was answered.
    @inline(never)
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
            if let known = isAsked(or: continuation) { continuation.resume(returning: known) }
        }
    }

    /// Whether the caller asked, where that is known; else `waiter` is told.
    @inline(never)
    private func isAsked(or waiter: CheckedContinuation<Bool, Never>) -> Bool? {
        state.withLock { state in
            if state.request != nil { return true }
            if state.isOver { return false }
            state.waiter = waiter
            return nil
        }
    }
}
