/// Business Central as its clients see it: API v2.0, custom APIs, OData web services.
package struct BusinessCentralDialect: Dialect {
    /// The system.
    package let system = SandboxSystem.businessCentral

    let environment: DialectEnvironment
    let routes: [String: BCRoute]
    let routeNames: BCRouteNames
    private let links: BCLinks
    private let handshake: WebhookHandshake

    /// Creates the dialect over an engine.
    package init(_ environment: DialectEnvironment) {
        self.environment = environment
        let catalog = environment.engine.catalog[.businessCentral] ?? [:]
        links = BCLinks(catalog)
        let all = BCRoute.all(catalog)
        routes = Dictionary(uniqueKeysWithValues: all.map { ($0.path, $0) })
        routeNames = BCRouteNames(routes.keys)
        handshake = WebhookHandshake(environment: environment, routes: routes, post: environment.post)
    }

    /// Answers a request.
    package func answer(_ request: RequestContext) async -> HTTPAnswer {
        if let answer = BCAdmin(organization: environment.organization).answer(request) { return answer }
        do {
            guard let address = BCAddress(request.path, routes: routeNames) else {
                throw BCFailure.noResource(request.segments.last ?? "")
            }
            if address.segments.first?.name == "$batch" {
                return try await BCBatchRunner(self, request, address).answer()
            }
            try await handshake.shake(request, address)
            let call = call(request, address)
            let route = try route(of: address)
            let answer: @Sendable (Tables) throws -> HTTPAnswer = { tables in
                try BCHandler(tables: tables, route: route, call: call, environment: self.surroundings()).answer()
            }
            guard !call.isRead else {
                return try await environment.engine.read(system, replica: call.allowsReplica, answer)
            }
            return try await environment.engine.write(system, as: request.actor, at: request.moment, answer)
        } catch {
            return failure(error).answer(correlation: environment.engine.newID())
        }
    }

    /// Says no.
    package func refusal(_ refusal: Refusal, origin: String, path: String) -> HTTPAnswer {
        var headers: [(name: String, value: String)] = []
        let failure: BCFailure
        switch refusal {
        case .unauthorized(let authority):
            headers.append(("WWW-Authenticate", "Bearer authorization_uri=\"\(authority)\", resource_id=\"\(origin)\""))
            failure = BCFailure(
                401, "Authentication_InvalidCredentials", "The server has rejected the client credentials.")
        case .tooManyRequests(_, _, let retryAfter), .tooManyAtOnce(_, let retryAfter):
            if let retryAfter { headers.append(("Retry-After", "\(retryAfter)")) }
            failure = BCFailure(
                429, "Application_TooManyRequests",
                "Too many requests reached. Actual (\(environment.organization.environment)). Maximum reached.")
        case .status(let status, let retryAfter):
            if let retryAfter { headers.append(("Retry-After", "\(retryAfter)")) }
            failure = BCFailure(status, "Internal_ServerError", "The server answered with status \(status).")
        case .bodyTooLarge: failure = BCFailure(413, "RequestEntityTooLarge", "The request body is too large.")
        }
        var answer = failure.answer(correlation: environment.engine.newID())
        answer.headers += headers
        return answer
    }

    /// The table of the first set that a path names.
    package func table(of path: String) -> String? {
        guard let address = BCAddress(path, routes: routeNames), let route = routes[address.route] else {
            return nil
        }
        return address.segments.lazy.compactMap { route.sets[$0.name]?.schema.table }.first { $0 != "company" }
    }

    /// What the operations of a batch are about.
    package func scopes(of request: RequestContext) -> [FaultScope] {
        guard request.path.hasSuffix("$batch"), let address = BCAddress(request.path, routes: routeNames) else {
            return []
        }
        // A batch that can't be read is refused when it is carried out.
        let operations = (try? BCBatch(request))?.operations ?? []
        return operations.map { scope($0, below: address) }
    }

    /// What an operation of a batch is about.
    func scope(_ operation: BCBatch.Operation, below address: BCAddress) -> FaultScope {
        FaultScope(operation.method, table: table(of: operation.target(below: address).path))
    }

    /// What handlers work with besides their operation.
    func surroundings() -> BCEnvironment {
        BCEnvironment(organization: environment.organization, links: links, faults: environment.faults)
    }

    /// The route of an address.
    func route(of address: BCAddress) throws -> BCRoute {
        guard let route = routes[address.route] else { throw BCFailure.noResource(address.route) }
        return route
    }

    private func call(_ request: RequestContext, _ address: BCAddress) -> BCCall {
        BCCall(
            method: request.method, origin: request.origin, address: address, parameters: request.parameters,
            path: request.path, query: request.query, headers: request.headers, body: request.body)
    }

    /// The refusal that stands for an error.
    func failure(_ error: any Error) -> BCFailure {
        switch error {
        case let failure as BCFailure: failure
        case let error as ODataSyntaxError: .badRequest(error.message)
        case EngineError.noRecord: .noRecord
        case EngineError.versionDiffers: .changed
        case EngineError.refused(let reason): .dialog(reason)
        case EngineError.badMark: .badRequest("Invalid value for $skiptoken query option found.")
        default: BCFailure(500, "Internal_ServerError", "An error occurred on the server.")
        }
    }
}
