/// The instants between effects at which a host may die: a test stops it there.
package enum CrashPoint: String, Sendable, Hashable, CaseIterable {
    case beforeIntents, afterIntents
    case beforeSend, afterReply
    case beforeCommit, afterCommit
    case beforeAnswer
    case beforeSettlementRead, beforeSettlement, afterSettlement
    case beforeRetryRequest, beforePositions, afterPositions
    case beforeDescription, afterDescription
}

/// Told at each crash point; throws where a test wants the host to die.
///
/// The host's own does nothing.
package typealias CrashHook = @Sendable (CrashPoint) async throws -> Void

/// What a test throws from a crash hook: nothing after it is carried out.
package struct SimulatedCrash: Error, Sendable, Hashable {
    /// Where.
    package var point: CrashPoint
    /// Creates a crash.
    package init(_ point: CrashPoint) { self.point = point }
}
