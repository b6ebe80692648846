/// Where the service listens.
package struct ServiceAddress: Sendable, Hashable {
    /// The address, or the name of this machine.
    package var host: String
    /// The port; zero for any that is free.
    package var port: Int
    /// Files with the certificate's chain and its key, in PEM form; `nil` for plain HTTP, which goes to this machine alone.
    package var certificate: Certificate?

    /// A certificate's two files.
    package struct Certificate: Sendable, Hashable {
        /// The certificate and those that signed it.
        package var chain: String
        /// Its private key.
        package var key: String

        /// Creates it.
        package init(chain: String, key: String) {
            self.chain = chain
            self.key = key
        }
    }

    /// Creates an address.
    package init(host: String = "127.0.0.1", port: Int, certificate: Certificate? = nil) {
        self.host = host
        self.port = port
        self.certificate = certificate
    }

    /// Whether nobody but this machine reaches it.
    var isLoopback: Bool { host == "127.0.0.1" || host == "::1" || host == "localhost" }

    /// The address as people write it.
    var text: String { "\(certificate == nil ? "http" : "https")://\(host.contains(":") ? "[\(host)]" : host):\(port)" }
}
