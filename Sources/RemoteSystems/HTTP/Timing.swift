#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// The time and the chance that the clients reckon with: the process's own, or those of a test.
package struct Timing: Sendable {
    /// The time since some start, which never jumps.
    let elapsed: @Sendable () -> Duration
    /// The time of day, which may.
    let date: @Sendable () -> Date
    /// Waits; throws when cancelled.
    let sleep: @Sendable (Duration) async throws -> Void
    /// A number from 0 up to, but not including, 1.
    let chance: @Sendable () -> Double

    /// Puts together a clock, the time of day and a source of chance.
    package init(
        clock: some Clock<Duration>, date: @escaping @Sendable () -> Date, chance: @escaping @Sendable () -> Double
    ) {
        let origin = clock.now
        elapsed = { origin.duration(to: clock.now) }
        sleep = { try await clock.sleep(until: clock.now.advanced(by: $0), tolerance: nil) }
        self.date = date
        self.chance = chance
    }
}
