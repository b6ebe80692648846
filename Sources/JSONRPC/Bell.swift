import Synchronization

/// Wakes one task that waits for something to do.
///
/// Rings that nobody waits for count as one.
///
/// An `AsyncStream` would end for good when a task that waits on it is cancelled; a bell goes on.
/// Every use of its mutex is a function of its own that is not inlined: docs/decisions/0043.
package final class Bell: Sendable {
    private enum State {
        case silent
        case rung
        case awaited(CheckedContinuation<Void, Never>)
        case closed
    }

    private let state = Mutex(State.silent)

    /// Creates a bell that nobody has rung.
    package init() {}

    /// Wakes the task that waits, or the next one that will.
    @inline(never)
    package func ring() {
        let waiter: CheckedContinuation<Void, Never>? = state.withLock { state in
            switch state {
            case .silent:
                state = .rung
                return nil
            case .awaited(let waiter):
                state = .silent
                return waiter
            case .rung, .closed:
                return nil
            }
        }
        waiter?.resume()
    }

    /// Wakes the task that waits, and lets nobody wait any more.
    @inline(never)
    package func close() {
        let waiter: CheckedContinuation<Void, Never>? = state.withLock { state in
            defer { state = .closed }
            guard case .awaited(let waiter) = state else { return nil }
            return waiter
        }
        waiter?.resume()
    }

    /// Waits for a ring; returns at once when the task is cancelled.
    ///
    /// Whether the bell is still open.
    package func wait() async -> Bool {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if !mustWait(continuation) { continuation.resume() }
            }
        } onCancel: {
            ring()
        }
        return isOpen
    }

    @inline(never)
    private var isOpen: Bool { state.withLock { state in if case .closed = state { false } else { true } } }

    /// Whether nobody has rung: `waiter` is woken by the one who does.
    @inline(never)
    private func mustWait(_ waiter: CheckedContinuation<Void, Never>) -> Bool {
        state.withLock { state in
            switch state {
            case .silent where !Task.isCancelled:
                state = .awaited(waiter)
                return true
            case .rung:
                state = .silent
                return false
            case .silent, .awaited, .closed:
                return false
            }
        }
    }
}
