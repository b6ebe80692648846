/// What happens to every request before and after a dialect sees it: sign-in, faults, rate limits, counting.
///
/// It knows no sockets: tests hand it requests, the server does so for every connection.
package final class Reception: Sendable {
    let environment: DialectEnvironment
    let office: TokenOffice
    let turnstile: Turnstile
    let landings = LateLandings()
    let webhooks: WebhookDesk
    let statistics = Statistics()
    private let dialects: [SandboxSystem: any Dialect]
    private let signIn: SignInPages
    /// Where tokens are given, for the answers to those who have none.
    private let authority: @Sendable () -> String

    /// The largest body, in bytes.
    package static let bodyLimit = 350_000_000

    /// Creates a reception for dialects.
    package init(
        environment: DialectEnvironment, dialects: [any Dialect], limits: RateLimits,
        audiences: @escaping @Sendable () -> [String: SandboxSystem], authority: @escaping @Sendable () -> String
    ) {
        self.environment = environment
        self.authority = authority
        office = TokenOffice(organization: environment.organization, clock: environment.clock)
        turnstile = Turnstile(limits: limits)
        webhooks = WebhookDesk(environment, environment.post)
        self.dialects = Dictionary(uniqueKeysWithValues: dialects.map { ($0.system, $0) })
        signIn = SignInPages(
            organization: environment.organization, office: office, clock: environment.clock, audiences: audiences)
    }

    /// Answers a request that came in at a listener; its actor is not yet known.
    package func answer(_ request: RequestContext, at listener: SandboxListener) async -> HTTPAnswer {
        await landings.settle(now: environment.clock.now)
        let answer: HTTPAnswer
        switch listener {
        case .erp, .crm: answer = await serve(request, listener)
        case .signIn:
            let scope = FaultScope(request.method, table: nil)
            answer = status(request, nil, [scope]).map { HTTPAnswer($0) } ?? signIn.answer(request)
        case .control: answer = await ControlPages(self).answer(request)
        }
        statistics.count(listener, method: request.method, bytes: request.body.count, answer: answer)
        return answer
    }

    /// Answers a request of whoever is in the house already: nobody asks for a token, and no fault of the way strikes.
    func attend(_ request: RequestContext, at system: SandboxSystem) async -> HTTPAnswer {
        await dialects[system]?.answer(request) ?? HTTPAnswer(404)
    }

    private func serve(_ request: RequestContext, _ listener: SandboxListener) async -> HTTPAnswer {
        guard let system = listener.system, let dialect = dialects[system] else { return HTTPAnswer(404) }
        func refuse(_ refusal: Refusal) -> HTTPAnswer {
            dialect.refusal(refusal, origin: request.origin, path: request.path)
        }
        let scopes = scopes(of: request, dialect)
        if !strikes(request, system, scopes, { $0 == .expireTokens }).isEmpty { office.expireAll() }
        guard let actor = actor(request, system) else { return refuse(.unauthorized(authority: authority())) }
        var request = request
        request.actor = actor
        let tighter = throttle(request, system, scopes)
        let entry = await turnstile.enter(system, user: actor.user, now: environment.clock.now, tighter: tighter)
        if let refusal = entry.refusal { return refuse(refusal) }
        var answer = await worked(request, dialect, scopes)
        await turnstile.leave(system, user: actor.user)
        if system == .dataverse {
            answer.headers.append(("x-ms-ratelimit-burst-remaining-xrm-requests", String(entry.remaining)))
            answer.headers.append(("x-ms-ratelimit-time-remaining-xrm-requests", "1,200.00"))
        }
        return answer
    }

    /// The dialect's answer, with what faults do before and after it.
    private func worked(_ request: RequestContext, _ dialect: any Dialect, _ scopes: [FaultScope]) async -> HTTPAnswer {
        let system = dialect.system
        if let status = status(request, system, Array(scopes.prefix(1))) {
            return dialect.refusal(.status(status, retryAfter: nil), origin: request.origin, path: request.path)
        }
        var request = request
        if request.path.hasSuffix("$batch") {
            for fault in strikes(request, system, scopes, { if case .batchPartial = $0 { true } else { false } }) {
                if case .batchPartial(let operations) = fault.kind { request.batchLimit = operations }
            }
        }
        await letPeopleEdit(request)
        for fault in strikes(request, system, scopes, { $0.delay != nil }) {
            guard let delay = fault.kind.delay else { continue }
            var late = request
            if case .lateCommit = fault.kind { late.moment = environment.engine.now(system) }
            let landing = late
            landings.keep(until: environment.clock.now.advanced(by: delay)) { _ = await dialect.answer(landing) }
            return dialect.refusal(.status(504, retryAfter: nil), origin: request.origin, path: request.path)
        }
        let answer = await answered(request, dialect, scopes)
        let isLost = !strikes(request, system, scopes) { if case .dropReply = $0 { true } else { false } }.isEmpty
        return isLost || request.batchLimit != nil ? .dropped : slowed(answer, request, system, scopes)
    }

    /// The dialect's answer, once or twice carried out, with its page or body spoilt where a fault wants it so.
    private func answered(_ request: RequestContext, _ dialect: any Dialect, _ scopes: [FaultScope]) async -> HTTPAnswer
    {
        let system = dialect.system
        let chaos = PageChaosAnswer(request)
        var answer = await dialect.answer(chaos.request)
        if !strikes(request, system, scopes, { if case .landTwice = $0 { true } else { false } }).isEmpty {
            _ = await dialect.answer(request)
        }
        if !chaos.isSecond {
            for fault in strikes(request, system, scopes, { if case .pageChaos = $0 { true } else { false } }) {
                if case .pageChaos(let kind, _) = fault.kind { answer = chaos.spoilt(answer, kind) }
            }
        }
        for fault in strikes(request, system, scopes, { if case .corruptBody = $0 { true } else { false } }) {
            if case .corruptBody(let kind, _) = fault.kind { answer = kind.applied(to: answer) }
        }
        return answer
    }

    /// Lets people do what faults say that they do, before a request is worked on.
    private func letPeopleEdit(_ request: RequestContext) async {
        let scope = FaultScope(request.method, table: nil)
        let edits = strikes(request, nil, [scope]) { if case .human = $0 { true } else { false } }
        for fault in edits {
            guard case .human(let edit, _) = fault.kind, let system = fault.system, let table = fault.table else {
                continue
            }
            await PersonAtWork(environment).carryOut(edit, table, in: system)
        }
    }

    private func slowed(
        _ answer: HTTPAnswer, _ request: RequestContext, _ system: SandboxSystem, _ scopes: [FaultScope]
    ) -> HTTPAnswer {
        var answer = answer
        for fault in strikes(request, system, scopes, { if case .slow = $0 { true } else { false } }) {
            if case .slow(let speed) = fault.kind { answer.bytesPerSecond = speed }
        }
        return answer
    }

    private func actor(_ request: RequestContext, _ system: SandboxSystem) -> Actor? {
        guard let header = request.header("Authorization") else { return nil }
        // On premises, Business Central takes a user's name and web service access key.
        if system == .businessCentral, let basic = SignInPages.basic(header) {
            return office.actor(name: basic.name, key: basic.secret)
        }
        guard header.lowercased().hasPrefix("bearer ") else { return nil }
        return office.actor(token: String(header.dropFirst(7)).trimmed, system: system)
    }

    /// The status that a fault gives a request.
    private func status(_ request: RequestContext, _ system: SandboxSystem?, _ scopes: [FaultScope]) -> Int? {
        let faults = strikes(request, system, scopes) { if case .status = $0 { true } else { false } }
        guard case .status(let status, _)? = faults.first?.kind else { return nil }
        return status
    }

    private func throttle(
        _ request: RequestContext, _ system: SandboxSystem, _ scopes: [FaultScope]
    ) -> RateLimits.Limit? {
        let faults = strikes(request, system, scopes) { if case .throttle = $0 { true } else { false } }
        guard case .throttle(let limit, let retryAfter)? = faults.first?.kind else { return nil }
        var tighter = RateLimits()[system]
        tighter.requests = limit
        tighter.fixedRetryAfter = retryAfter
        return tighter
    }

    /// What a request is about; the operations of a batch are looked at only where a fault asks for it.
    private func scopes(of request: RequestContext, _ dialect: any Dialect) -> [FaultScope] {
        let scope = FaultScope(request.method, table: dialect.table(of: request.path))
        guard environment.faults.hasLimitedFaults else { return [scope] }
        return [scope] + dialect.scopes(of: request)
    }

    private func strikes(
        _ request: RequestContext, _ system: SandboxSystem?, _ scopes: [FaultScope], _ wanted: (Fault.Kind) -> Bool
    ) -> [Fault] {
        environment.faults.strike("\(request.method) \(request.path)", system: system, scopes) { wanted($0.kind) }
    }
}
