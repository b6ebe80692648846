package import Foundation

/// How a sandbox is set up.
package struct SandboxOptions: Sendable {
    /// The ports, by listener; 0 or absent: any free one.
    package var ports: [SandboxListener: Int] = [:]
    /// The seed of ids, of faults and of the large company.
    package var seed: UInt64 = 1
    /// How many customers the company has; `nil`: the sample company.
    package var records: Int?
    /// The file that keeps the data; `nil`: memory.
    package var data: URL?
    /// The folder in which a certificate is made, so that both services and the sign-in speak TLS; `nil`: plain HTTP.
    package var certificates: URL?
    /// Names that the certificate is good for besides those of the loopback: of hosts that a client has built in.
    package var hostNames: [String] = []
    /// The limits of both services.
    package var limits = RateLimits()
    /// The faults that are on from the start.
    package var faults: [Fault] = []
    /// The time; `nil`: the machine's.
    package var clock: SandboxClock?
    /// Whom the sandbox belongs to.
    package var organization = Organization()
    /// The tables; `nil`: those that come with the sandbox.
    package var library: DefinitionLibrary?
    /// What sends the notifications of webhooks; `nil`: HTTP.
    package var post: (any NotificationPost)?
    /// Whether the company is filled when its tables are empty.
    package var isFilled = true

    /// The usual set-up: the sample company in memory, plain HTTP on free ports.
    package init() {}
}
