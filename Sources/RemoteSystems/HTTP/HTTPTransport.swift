internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPCompression
internal import NIOPosix
internal import NIOSSL

/// The transport of the running program.
///
/// HTTP/1.1 over TLS with the system's trust, or that of one file more. There is no switch that trusts everything.
package struct HTTPTransport: Transport {
    /// Whose certificates are trusted.
    package enum TrustRoots: Sendable, Hashable {
        /// The system's.
        case system
        /// The system's, and those in a file in PEM form: for the sandbox's own authority.
        case systemAndFile(String)
    }

    /// A packed answer may be this many times its size, when it is large.
    private static let ratio = 100

    private let client: HTTPClient

    /// Creates a transport; `connections` is the most to one server.
    package init(trustRoots: TrustRoots = .system, connections: Int = 16) {
        var tls = TLSConfiguration.makeClientConfiguration()
        if case .systemAndFile(let path) = trustRoots { tls.additionalTrustRoots = [.file(path)] }
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls, redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(15)),
            decompression: .enabled(limit: .ratio(Self.ratio)))
        configuration.connectionPool.idleTimeout = .seconds(30)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
        // A connection that fails is reported; the retry is ours to decide.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .http1Only
        // Plain HTTP is allowed to this machine alone, by address: a name must not lead elsewhere.
        configuration.dnsOverride = ["localhost": "127.0.0.1"]
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Sends a request.
    package func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
        do {
            return try await perform(request)
        } catch {
            throw TransportFailure(error)
        }
    }

    private func perform(_ request: HTTPRequest) async throws -> HTTPResponse {
        var message = HTTPClientRequest(url: request.url)
        message.method = HTTPMethod(rawValue: request.method.rawValue)
        for field in request.headers { message.headers.add(name: field.name, value: field.value) }
        if let body = request.body { message.body = .bytes(ByteBuffer(bytes: body)) }
        let deadline = NIODeadline.now() + TimeAmount(request.timeout)
        let response = try await client.execute(message, deadline: deadline)
        let body = try await response.body.collect(upTo: request.limit)
        return HTTPResponse(
            status: Int(response.status.code), headers: response.headers.map { HTTPField($0.name, $0.value) },
            body: Array(body.readableBytesView))
    }

    /// Closes the connections.
    package func shutdown() async {
        do {
            try await client.shutdown()
        } catch {
            // Shut down already: what was asked for.
        }
    }
}

extension TransportFailure {
    /// What an error of the HTTP client means to the request.
    fileprivate init(_ error: any Error) {
        switch error {
        case let error as HTTPClientError: self.init(error)
        case is CancellationError: self.init(.cancelled, isUnsent: false)
        case is NIOTooManyBytesError: self.init(.tooLarge, isUnsent: false)
        case is NIOHTTPDecompression.DecompressionError: self.init(.tooLarge, isUnsent: false)
        case let error as NIOSSLError:
            if case .handshakeFailed = error {
                self.init(.untrusted, isUnsent: true)
            } else {
                self.init(.broken, isUnsent: false)
            }
        case is NIOSSLExtraError: self.init(.untrusted, isUnsent: true)
        case is NIOConnectionError: self.init(.unreachable, isUnsent: true)
        case let error as ChannelError:
            if case .connectTimeout = error {
                self.init(.unreachable, isUnsent: true)
            } else {
                self.init(.broken, isUnsent: false)
            }
        default: self.init(.broken, isUnsent: false)
        }
    }

    private init(_ error: HTTPClientError) {
        switch error {
        case .connectTimeout, .getConnectionFromPoolTimeout, .socksHandshakeTimeout, .httpProxyHandshakeTimeout:
            self.init(.unreachable, isUnsent: true)
        case .tlsHandshakeTimeout: self.init(.untrusted, isUnsent: true)
        case .deadlineExceeded, .readTimeout, .writeTimeout: self.init(.timeout, isUnsent: false)
        case .cancelled: self.init(.cancelled, isUnsent: false)
        case .alreadyShutdown: self.init(.closed, isUnsent: true)
        default: self.init(.broken, isUnsent: false)
        }
    }
}
