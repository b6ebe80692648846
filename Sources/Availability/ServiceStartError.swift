/// Why a service does not answer at all.
package enum ServiceStartError: Error, Sendable, Hashable {
    /// It can't listen at an address, for a reason in words of the system.
    case cannotListen(String, why: String)
    /// A file holds no certificate, or no key.
    case unusableCertificate(String)
    /// Other machines reach the address, and there is no certificate.
    case unprotected(String)
    /// The access key is shorter than this.
    case weakKey(shortest: Int)
}
