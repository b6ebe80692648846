import Foundation
import UnixSignals

/// How long a sandbox that was started as a process serves.
package struct Lifetime: Sendable {
    /// It ends after this time; `nil`: not by itself.
    package var duration: Duration?
    /// It ends when this process is gone; `nil`: it does not watch one.
    package var parent: Int32?

    /// Until a signal.
    package init(duration: Duration? = nil, parent: Int32? = nil) {
        self.duration = duration
        self.parent = parent
    }

    /// Why it ended.
    package enum End: Sendable, Hashable {
        /// SIGTERM or SIGINT came.
        case signal
        /// The time is over.
        case duration
        /// The process that it was started for is gone.
        case parent
    }

    /// Waits for the end.
    package func end() async throws -> End {
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        return try await withThrowingTaskGroup(of: End.self) { group in
            group.addTask {
                for await _ in signals { return .signal }
                throw CancellationError()
            }
            if let duration {
                group.addTask {
                    try await Task.sleep(for: duration)
                    return .duration
                }
            }
            if let parent {
                group.addTask {
                    while kill(parent, 0) == 0 || errno == EPERM { try await Task.sleep(for: .milliseconds(500)) }
                    return .parent
                }
            }
            defer { group.cancelAll() }
            guard let end = try await group.next() else { throw CancellationError() }
            return end
        }
    }
}
