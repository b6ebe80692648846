import Synchronization

/// Where the listeners can be reached; known once they listen.
package final class Addresses: Sendable {
    private let origins = Mutex<[SandboxListener: String]>([:])

    /// Keeps where a listener can be reached: `http://127.0.0.1:8080`.
    @inline(never)
    package func set(_ origin: String, for listener: SandboxListener) { origins.withLock { $0[listener] = origin } }

    /// Where a listener can be reached; empty before it listens.
    @inline(never)
    package subscript(listener: SandboxListener) -> String { origins.withLock { $0[listener] ?? "" } }

    /// The hosts with ports that stand for each system, under the names of the loopback.
    var audiences: [String: SandboxSystem] {
        var audiences: [String: SandboxSystem] = [:]
        for listener in SandboxListener.allCases {
            guard let system = listener.system, let port = self[listener].split(separator: ":").last else { continue }
            for host in ["127.0.0.1", "localhost", "[::1]"] { audiences["\(host):\(port)"] = system }
        }
        return audiences
    }

    /// Where tokens are given.
    func authority(_ organization: Organization) -> String {
        "\(self[.signIn])/\(organization.tenant)/oauth2/authorize"
    }
}
