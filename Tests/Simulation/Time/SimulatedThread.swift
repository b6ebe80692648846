import Dispatch
import Synchronization
package import TestSupport

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// One thread on which everything of a history happens, one piece of work after the other, in the order in which it was handed in.
///
/// Swift's runtime asks a hook where to carry out work that no executor claims; work that comes up on this thread stays on it. So the
/// host runs unchanged, with its actors, task groups and unstructured tasks, and yet each history has one order of events. When
/// nothing is left to do, virtual time goes on to the next sleeper.
///
/// The hook: https://github.com/swiftlang/swift/blob/main/include/swift/Runtime/Concurrency.h
package final class SimulatedThread: Sendable {
    private typealias Original = @convention(thin) (UnownedJob) -> Void
    private typealias Hook = @convention(thin) (UnownedJob, Original) -> Void

    /// Says to the runtime on which executor a piece of work is carried out; nothing is ever handed to it.
    private final class Carrier: TaskExecutor {
        func enqueue(_ job: consuming ExecutorJob) { preconditionFailure("work comes by way of the hook") }
    }

    private struct Queue {
        var jobs: [UnownedJob] = []
        var next = 0
        var carriedOut = 0

        mutating func take() -> UnownedJob? {
            guard next < jobs.count else { return nil }
            let job = jobs[next]
            next += 1
            carriedOut += 1
            if next == 1024 {
                jobs.removeFirst(next)
                next = 0
            }
            return job
        }
    }

    /// How a body came to its end.
    package enum End: Sendable, Hashable {
        /// It returned.
        case returned
        /// Nothing was left to do, and nobody slept, but it had not returned.
        case stuck
        /// It did more than it may.
        case endless
    }

    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key, nil)
        install()
        return key
    }()

    /// The clock of this thread.
    package let clock = VirtualClock()
    private let queue = Mutex(Queue())
    private let carrier = Carrier()

    /// Creates a thread's order of events; it begins when somebody runs something on it.
    package init() {}

    /// How many pieces of work were carried out so far.
    package var carriedOut: Int { queue.withLock(\.carriedOut) }

    /// Carries out `body`, with everything that it starts, on the calling thread.
    package func run(atMost limit: Int, _ body: @escaping @Sendable () async -> Void) -> End {
        let before = Self.current
        Self.current = self
        defer { Self.current = before }
        let done = Flag()
        Task {
            await body()
            done.raise()
        }
        while !done.isRaised {
            if let job = queue.withLock({ $0.take() }) {
                job.runSynchronously(on: carrier.asUnownedTaskExecutor())
            } else if !clock.wakeNext() {
                return .stuck
            }
            if carriedOut > limit { return .endless }
        }
        // What is left has nobody who waits for it; it may end.
        while let job = queue.withLock({ $0.take() }) { job.runSynchronously(on: carrier.asUnownedTaskExecutor()) }
        return .returned
    }

    /// Carries out what needs other threads, such as a database's own, while this thread stands still: an instant of virtual time.
    package static func standStill<Value: Sendable>(
        for work: @escaping @Sendable () async throws -> Value
    ) throws -> Value {
        let answer = Answer<Value>()
        let here = current
        current = nil
        Task.detached {
            let outcome: Result<Value, any Error>
            do { outcome = .success(try await work()) } catch { outcome = .failure(error) }
            answer.give(outcome)
        }
        current = here
        return try answer.waitForIt().get()
    }

    // MARK: the hook

    private static var current: SimulatedThread? {
        get {
            pthread_getspecific(key).map { Unmanaged<SimulatedThread>.fromOpaque($0).takeUnretainedValue() }
        }
        set { pthread_setspecific(key, newValue.map { UnsafeRawPointer(Unmanaged.passUnretained($0).toOpaque()) }) }
    }

    private static func install() {
        guard let symbol = dlsym(dlopen(nil, RTLD_LAZY), "swift_task_enqueueGlobal_hook") else {
            preconditionFailure("Swift's runtime has the hook that the simulation stands on")
        }
        symbol.assumingMemoryBound(to: Hook?.self).pointee = { job, original in
            if let thread = SimulatedThread.current {
                thread.queue.withLock { $0.jobs.append(job) }
            } else {
                original(job)
            }
        }
    }
}

/// Something that happens once.
private final class Flag: Sendable {
    private let state = Atomic(false)
    var isRaised: Bool { state.load(ordering: .acquiring) }
    func raise() { state.store(true, ordering: .releasing) }
}

/// An answer from another thread, for one that stands still.
private final class Answer<Value: Sendable>: Sendable {
    private let outcome = Mutex<Result<Value, any Error>?>(nil)
    private let isThere = DispatchSemaphore(value: 0)

    func give(_ outcome: Result<Value, any Error>) {
        self.outcome.withLock { $0 = outcome }
        isThere.signal()
    }

    func waitForIt() -> Result<Value, any Error> {
        isThere.wait()
        guard let outcome = outcome.withLock({ $0 }) else { preconditionFailure("who signals has given an answer") }
        return outcome
    }
}
