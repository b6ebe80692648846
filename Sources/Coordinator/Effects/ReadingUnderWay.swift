import Synchronization

/// The reading that a run has under way, which the death of the plugin that asked for it does not end.
///
/// Each use of the mutex is a function of its own that is not inlined: where two stand in one asynchronous function with a suspension
/// between them, the optimizer takes the identity of the thread from before it, and the mutex is unlocked in the name of another thread
/// (seen with Swift 6.3.1 in an optimized build: "Call to unlock Mutex on a thread which hasn't acquired the lock").
final class ReadingUnderWay: Sendable {
    private let task = Mutex<Task<Void, any Error>?>(nil)

    /// A reading begins.
    @inline(never)
    func begin(_ reading: Task<Void, any Error>) { task.withLock { $0 = reading } }

    /// It ended.
    @inline(never)
    func end() { task.withLock { $0 = nil } }

    /// Breaks it off.
    @inline(never)
    func cancel() { task.withLock(\.self)?.cancel() }
}
