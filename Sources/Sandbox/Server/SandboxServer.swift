import Foundation
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOSSL
import Synchronization

/// Serves both services, the sign-in and the control on loopback ports of one process.
package struct SandboxServer: Sendable {
    private let options: SandboxOptions
    private let logger: Logger

    /// Creates a server that does not listen yet.
    package init(_ options: SandboxOptions) {
        self.options = options
        var logger = Logger(label: "couplet.sandbox")
        logger.logLevel = .critical
        self.logger = logger
    }

    /// Serves while a closure runs, and ends with it.
    ///
    /// Throws what the closure throws, or why a port can't be listened at. Cancelling ends both.
    package func run<Result: Sendable>(
        _ body: @escaping @Sendable (RunningSandbox) async throws -> Result
    ) async throws -> Result {
        let core = try await SandboxCore(options)
        let maker = CertificateMaker(now: Date(), names: options.hostNames)
        let files = try options.certificates.map { try certificates(maker, in: $0) }
        let (ports, report) = AsyncStream<(SandboxListener, Int)>.makeStream()
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            for listener in SandboxListener.allCases {
                let application = try application(listener, core, files) { report.yield((listener, $0)) }
                let port = options.ports[listener] ?? 0
                group.addTask {
                    do {
                        try await application.run()
                    } catch let error as IOError where error.errnoCode == EADDRINUSE {
                        throw SandboxStartError.portTaken(listener, port: port)
                    }
                    return nil
                }
            }
            if core.clock.isRunning { group.addTask { try await Self.settleLateLandings(core) } }
            group.addTask { try await Self.notify(core) }
            group.addTask {
                var waiting = Set(SandboxListener.allCases)
                for await (listener, port) in ports {
                    let isSecure = files != nil && listener != .control
                    core.addresses.set("\(isSecure ? "https" : "http")://127.0.0.1:\(port)", for: listener)
                    waiting.remove(listener)
                    if waiting.isEmpty { break }
                }
                return try await body(RunningSandbox(core: core, authority: files?.authority))
            }
            defer { group.cancelAll() }
            while let result = try await group.next() { if let result { return result } }
            throw CancellationError()
        }
    }

    private func certificates(_ maker: CertificateMaker, in folder: URL) throws -> CertificateMaker.Files {
        do {
            return try maker.write(to: folder)
        } catch is CocoaError {
            throw SandboxStartError.certificatesUnwritable(path: folder.path)
        }
    }

    private static func settleLateLandings<Result>(_ core: SandboxCore) async throws -> Result? {
        while !Task.isCancelled {
            try await Task.sleep(for: .milliseconds(200))
            await core.reception.landings.settle(now: core.clock.now)
        }
        return nil
    }

    /// Tells subscribers what changed, a second after it is due at most.
    private static func notify<Result>(_ core: SandboxCore) async throws -> Result? {
        while !Task.isCancelled {
            try await Task.sleep(for: .seconds(1))
            try await core.reception.webhooks.settle()
        }
        return nil
    }

    private func application(
        _ listener: SandboxListener, _ core: SandboxCore, _ files: CertificateMaker.Files?,
        _ listening: @escaping @Sendable (Int) -> Void
    ) throws -> Application<Responder> {
        let addresses = core.addresses
        return Application(
            responder: Responder(reception: core.reception, listener: listener) { addresses[listener] },
            server: listener == .control ? .http1() : try files.map(Self.secure) ?? .http1(),
            configuration: ApplicationConfiguration(
                address: .hostname("127.0.0.1", port: options.ports[listener] ?? 0), serverName: nil),
            onServerRunning: { channel in listening(channel.localAddress?.port ?? 0) }, logger: logger)
    }

    private static func secure(_ files: CertificateMaker.Files) throws -> HTTPServerBuilder {
        let chain = try NIOSSLCertificate.fromPEMFile(files.leaf.path).map { NIOSSLCertificateSource.certificate($0) }
        let key = try NIOSSLPrivateKey(file: files.key.path, format: .pem)
        return try .tls(
            tlsConfiguration: .makeServerConfiguration(certificateChain: chain, privateKey: .privateKey(key)))
    }
}
