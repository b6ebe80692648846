import Foundation
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOSSL

/// Serves the service at one address, on loopback unless there is a certificate.
package struct AvailabilityServer: Sendable {
    private let address: ServiceAddress
    private let service: AvailabilityService
    private let limits: ServiceLimits
    private let logger: Logger

    /// Creates a server that does not listen yet; throws `ServiceStartError.unprotected`.
    package init(
        _ address: ServiceAddress, _ service: AvailabilityService, limits: ServiceLimits = ServiceLimits()
    ) throws(ServiceStartError) {
        guard address.isLoopback || address.certificate != nil else { throw .unprotected(address.host) }
        self.address = address
        self.service = service
        self.limits = limits
        var logger = Logger(label: "couplet.availability")
        // What a library says of a request may hold its headers.
        logger.logLevel = .critical
        self.logger = logger
    }

    /// Serves while a closure runs, which is told where, and ends with it.
    ///
    /// Throws what the closure throws, or `ServiceStartError`. Cancelling ends both.
    package func run<Result: Sendable>(
        _ body: @escaping @Sendable (String) async throws -> Result
    ) async throws -> Result {
        let (ports, report) = AsyncStream<Int>.makeStream()
        let application = Application(
            responder: AvailabilityResponder(service: service), server: try server,
            configuration: ApplicationConfiguration(
                address: .hostname(address.host == "localhost" ? "127.0.0.1" : address.host, port: address.port),
                serverName: nil, backlog: limits.connections,
                availableConnectionsDelegate: MaximumAvailableConnections(limits.connections)),
            onServerRunning: { channel in report.yield(channel.localAddress?.port ?? 0) }, logger: logger)
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask {
                do {
                    try await application.run()
                } catch let error as IOError {
                    throw ServiceStartError.cannotListen(address.text, why: String(cString: strerror(error.errnoCode)))
                }
                return nil
            }
            group.addTask {
                var running = address
                for await port in ports {
                    running.port = port
                    break
                }
                return try await body(running.text + AvailabilityService.path)
            }
            defer { group.cancelAll() }
            while let result = try await group.next() { if let result { return result } }
            throw CancellationError()
        }
    }

    private var server: HTTPServerBuilder {
        get throws(ServiceStartError) {
            let lifetime = TimeAmount(limits.lifetime)
            let plain = HTTPServerBuilder.http1(
                configuration: .init(
                    additionalChannelHandlers: [ConnectionLifetime(lifetime)],
                    idleTimeout: TimeAmount(limits.silence),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: limits.headerBytes, maxHeaderListSize: limits.headerBytes,
                        maxHeaderFieldCount: limits.headers)))
            guard let certificate = address.certificate else { return plain }
            let chain: [NIOSSLCertificateSource]
            do {
                chain = try NIOSSLCertificate.fromPEMFile(certificate.chain).map { .certificate($0) }
            } catch {
                throw .unusableCertificate(certificate.chain)
            }
            do {
                let key = try NIOSSLPrivateKey(file: certificate.key, format: .pem)
                var configuration = TLSConfiguration.makeServerConfiguration(
                    certificateChain: chain, privateKey: .privateKey(key))
                configuration.minimumTLSVersion = .tlsv12
                return try .tls(plain, tlsConfiguration: configuration)
            } catch {
                throw .unusableCertificate(certificate.key)
            }
        }
    }
}
