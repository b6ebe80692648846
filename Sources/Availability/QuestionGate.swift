import Synchronization

/// Lets so many through at the same time, and nobody wait: whoever finds it closed is told so.
final class QuestionGate: Sendable {
    private let free: Mutex<Int>

    init(_ width: Int) { free = Mutex(width) }

    /// Whether there was room; whoever got it gives it back.
    func enter() -> Bool {
        free.withLock { free in
            guard free > 0 else { return false }
            free -= 1
            return true
        }
    }

    /// Gives the room back.
    func leave() { free.withLock { $0 += 1 } }
}
