import JSON
import Model

/// Keeps the token of one system: fetched once for all who wait, renewed before it expires.
actor TokenKeeper {
    private let signIn: SignIn
    private let side: Side
    private let transport: any Transport
    private let timing: Timing
    private let meter: Meter
    private let retries: RetryRule
    private var state = TokenState()
    private var wasReached = false
    private var waiters: [AsyncStream<Void>.Continuation] = []

    private static let timeout: Duration = .seconds(60)
    private static let limit = 256 << 10

    init(
        _ signIn: SignIn, side: Side, transport: any Transport, timing: Timing, meter: Meter, patience: Patience
    ) throws {
        guard ServiceRoot(signIn.tokenURL) != nil else {
            throw RemoteFailure(Problem(.invalidConfiguration, ["tokenURL"], side: side))
        }
        self.signIn = signIn
        self.side = side
        self.transport = transport
        self.timing = timing
        self.meter = meter
        retries = RetryRule(patience: patience)
    }

    /// A token that is fresh; never the one that was rejected.
    func token(rejecting rejected: AccessToken? = nil) async throws -> AccessToken {
        while true {
            switch state.need(rejecting: rejected, at: timing.elapsed()) {
            case .use(let token): return token
            case .refuse(let failure): throw failure
            case .fetch: return try await fetchForAll()
            case .wait:
                let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
                waiters.append(continuation)
                for await _ in stream {}
                try Task.checkCancellation()
            }
        }
    }

    private func fetchForAll() async throws -> AccessToken {
        defer {
            for waiter in waiters { waiter.finish() }
            waiters = []
        }
        do {
            let token = try await fetch()
            signIn.learned(token.text)
            state.fetched(token)
            return token
        } catch {
            // Whoever fetched may have been cancelled: then nothing is known, and the next who needs a token fetches.
            state.failed(Task.isCancelled ? nil : error as? RemoteFailure, at: timing.elapsed())
            throw error
        }
    }

    private func fetch() async throws -> AccessToken {
        var attempt = 0
        let start = timing.elapsed()
        while true {
            let outcome = try await ask()
            switch outcome {
            case .token(let token): return token
            case .passing(let problem, let asked):
                attempt += 1
                let spent = timing.elapsed() - start
                guard
                    let pause = retries.pause(
                        before: attempt, after: problem.code, asked: asked, spent: spent, chance: timing.chance(),
                        wasReached: wasReached)
                else { throw RemoteFailure(problem, retryAfter: asked) }
                try await timing.sleep(pause)
            }
        }
    }

    private enum Outcome {
        case token(AccessToken)
        case passing(Problem, Duration?)
    }

    private func ask() async throws -> Outcome {
        let secret: String
        do {
            secret = try await signIn.secret()
        } catch {
            try Task.checkCancellation()
            // The error may name what it read; the problem says where to look instead.
            throw RemoteFailure(Problem(.signIn, ["secret"], side: side))
        }
        let form = [
            ("grant_type", "client_credentials"), ("client_id", signIn.clientID), ("client_secret", secret),
            ("scope", signIn.scope),
        ]
        let body = form.map { "\($0)=\(PercentEncoding.query($1))" }.joined(separator: "&")
        let request = HTTPRequest(
            .post, signIn.tokenURL,
            headers: [
                HTTPField("Content-Type", "application/x-www-form-urlencoded"),
                HTTPField("Accept", "application/json"),
            ], body: Array(body.utf8), timeout: Self.timeout, limit: Self.limit)
        meter.count()
        let sent = timing.elapsed()
        do {
            let response = try await transport.send(request)
            wasReached = true
            return try outcome(of: response, sent: sent)
        } catch let failure as TransportFailure {
            var problem = Problem(failure, on: side)
            // Another server than the system itself: the sentence says which.
            problem.arguments.append("signIn")
            guard problem.code.problemClass == .passing, failure.mayPass else {
                throw RemoteFailure(problem)
            }
            return .passing(problem, nil)
        }
    }

    private func outcome(of response: HTTPResponse, sent: Duration) throws -> Outcome {
        switch response.status {
        case 200:
            guard let token = try? JSON.decode(TokenAnswer.self, from: response.body) else {
                // Whatever it holds is no token; the decoding error would only say where.
                throw RemoteFailure(Problem(.signIn, ["answer"], side: side))
            }
            let life = Duration.seconds(max(1, min(token.lifetime, 86_400)))
            // A twentieth of its life, five minutes at most, for requests that are on their way when it ends.
            return .token(
                AccessToken(text: token.text, renewAt: sent + life - min(.seconds(300), life / 20)))
        case 408, 429, 500...599:
            return .passing(
                Problem(.unavailable, ["signIn"], side: side, remote: .init(status: response.status, code: "")),
                RetryAfter.duration(response, now: timing.date()))
        default:
            let code = (try? JSON.decode(TokenRefusal.self, from: response.body))?.code ?? ""
            throw RemoteFailure(
                Problem(.signIn, side: side, remote: .init(status: response.status, code: RemoteCode.cleaned(code))))
        }
    }
}

private struct TokenAnswer: JSONReadable {
    var text: String
    var lifetime: Int64

    init(from reader: inout JSONReader) throws(JSONError) {
        var text: String?
        var lifetime: Int64 = 3_600
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "access_token": text = try reader.string()
            case "expires_in":
                // The older endpoint writes it as text.
                if try reader.peek() == .string {
                    lifetime = Int64(try reader.string()) ?? lifetime
                } else {
                    lifetime = try reader.integer()
                }
            default: break
            }
        }
        self.text = try reader.require(text, "access_token")
        self.lifetime = lifetime
        guard self.text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw reader.invalid(at: reader.offset, allowed: "a token")
        }
    }
}

private struct TokenRefusal: JSONReadable {
    var code = ""

    init(from reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            if key == "error", try reader.peek() == .string { code = try reader.string() }
        }
    }
}
