import Foundation
import Synchronization

/// The time of both systems: the machine's, or one that only moves when told to.
package final class SandboxClock: Sendable {
    private let standing: Moment?
    private let offset = Mutex<Int64>(0)

    /// A clock that runs with the machine's, and can be moved ahead of it.
    package static func running() -> SandboxClock { SandboxClock(standing: nil) }

    /// A clock that stands still until it is moved.
    package static func standing(at moment: Moment) -> SandboxClock { SandboxClock(standing: moment) }

    private init(standing: Moment?) { self.standing = standing }

    /// Whether time passes by itself.
    package var isRunning: Bool { standing == nil }

    /// The time.
    @inline(never)
    package var now: Moment {
        let start = standing ?? Moment(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        return start.advanced(by: offset.withLock { $0 })
    }

    /// Moves the clock; back, if the duration is negative, and by all moves together no more than the calendar is long.
    @inline(never)
    package func advance(by duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let greatest = Moment.calendar.upperBound - Moment.calendar.lowerBound
        let whole = min(max(seconds, -greatest / 1000), greatest / 1000)
        offset.withLock { offset in
            offset = min(max(offset + whole * 1000 + attoseconds / 1_000_000_000_000_000, -greatest), greatest)
        }
    }
}
