/// Why a sandbox does not start.
package enum SandboxStartError: Error, Sendable, Hashable {
    /// Another program listens at a port.
    case portTaken(SandboxListener, port: Int)
    /// A number is no port.
    case noPort(Int)
    /// A company needs a customer at least, and has a hundred million at most.
    case noCompany(records: Int)
    /// A lifetime is a positive number of seconds.
    case noLifetime(Double)
    /// The file with the data can't be used.
    case dataUnusable(path: String, cause: String)
    /// The folder for the certificates can't be written.
    case certificatesUnwritable(path: String)
    /// The file that says where everything is can't be written.
    case readyFileUnwritable(path: String)
}
