/// The limits of both services.
package struct RateLimits: Sendable, Hashable {
    /// The limits of one service, per user.
    package struct Limit: Sendable, Hashable {
        /// How many requests in the window.
        package var requests: Int
        /// How long the window is, in seconds.
        package var windowSeconds: Int
        /// How many requests are worked on at once.
        package var atOnce: Int
        /// How many more may wait for that; 0: none waits, the next is refused.
        package var waiting: Int
        /// Whether a refusal says when to come back.
        package var saysWhen: Bool
        /// What a refusal says instead, in seconds.
        package var fixedRetryAfter: Int?
    }

    /// Business Central: 6000 in five minutes, 5 at once, 95 waiting.
    ///
    /// https://learn.microsoft.com/dynamics365/business-central/dev-itpro/api-reference/v2.0/dynamics-rate-limits
    package var businessCentral = Limit(requests: 6000, windowSeconds: 300, atOnce: 5, waiting: 95, saysWhen: false)
    /// Dataverse: 6000 in five minutes, 52 at once.
    ///
    /// https://learn.microsoft.com/power-apps/developer/data-platform/api-limits
    package var dataverse = Limit(requests: 6000, windowSeconds: 300, atOnce: 52, waiting: 0, saysWhen: true)

    /// The documented limits.
    package init() {}

    /// No limits that anybody reaches.
    package static var none: RateLimits {
        var limits = RateLimits()
        limits.businessCentral.requests = .max
        limits.businessCentral.atOnce = .max
        limits.dataverse.requests = .max
        limits.dataverse.atOnce = .max
        return limits
    }

    /// The limits of a system.
    package subscript(system: SandboxSystem) -> Limit {
        get { system == .businessCentral ? businessCentral : dataverse }
        set { if system == .businessCentral { businessCentral = newValue } else { dataverse = newValue } }
    }
}
