import Synchronization

/// The reading that a run has under way, which the death of the plugin that asked for it does not end.
///
/// Each use of the mutex is a function of its own that is not inlined: docs/decisions/0043.
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
