import Dispatch
import Foundation

/// A thread that does one piece of work after the other: a history needs a thread of its own.
final class Worker: Sendable {
    private let work: @Sendable () -> Bool
    private let end = DispatchSemaphore(value: 0)

    /// `work` does the next piece, and says whether there was one.
    init(_ work: @escaping @Sendable () -> Bool) { self.work = work }

    /// Does all of some work, on so many threads.
    static func `do`(on count: Int, _ work: @escaping @Sendable () -> Bool) {
        let workers = (0..<max(1, count)).map { _ in Worker(work) }
        for worker in workers { worker.start() }
        for worker in workers { worker.end.wait() }
    }

    private func start() {
        let thread = Thread { [self] in
            while work() {}
            end.signal()
        }
        thread.stackSize = 64 << 20
        thread.start()
    }
}
