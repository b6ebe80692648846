/// Business Central as its clients see it: API v2.0, custom APIs, OData web services.
package struct BusinessCentralDialect: Dialect {
    /// The system.
    package let system = SandboxSystem.businessCentral

    private let environment: DialectEnvironment
    private let routes: [String: BCRoute]
    private let links: BCLinks

    /// Creates the dialect over an engine.
    package init(_ environment: DialectEnvironment) {
        self.environment = environment
        let catalog = environment.engine.catalog[.businessCentral] ?? [:]
        links = BCLinks(catalog)
        let all = BCRoute.all(catalog)
        routes = Dictionary(uniqueKeysWithValues: all.map { ($0.path, $0) })
    }

    /// Answers a request.
    package func answer(_ request: RequestContext) async -> HTTPAnswer {
        do {
            guard let address = BCAddress(request.path, routes: Array(routes.keys)) else {
                throw BCFailure.noResource(request.segments.last ?? "")
            }
            if address.segments.first?.name == "$batch" { return try await batch(request, address) }
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
        guard let address = BCAddress(path, routes: Array(routes.keys)), let route = routes[address.route] else {
            return nil
        }
        return address.segments.lazy.compactMap { route.sets[$0.name]?.schema.table }.first { $0 != "company" }
    }

    private func surroundings() -> BCEnvironment {
        BCEnvironment(organization: environment.organization, links: links, faults: environment.faults)
    }

    private func route(of address: BCAddress) throws -> BCRoute {
        guard let route = routes[address.route] else { throw BCFailure.noResource(address.route) }
        return route
    }

    private func call(_ request: RequestContext, _ address: BCAddress) -> BCCall {
        BCCall(
            method: request.method, origin: request.origin, address: address, parameters: request.parameters,
            path: request.path, query: request.query, headers: request.headers, body: request.body)
    }

    private func failure(_ error: any Error) -> BCFailure {
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

    /// Carries out a batch in one go: each operation by itself, or all or none.
    private func batch(_ request: RequestContext, _ address: BCAddress) async throws -> HTTPAnswer {
        guard request.method == "POST" else { throw BCFailure.methodNotAllowed }
        let batch = try BCBatch(request.body)
        let goesOn = request.preferences["odata.continue-on-error"].map { $0 != "false" } ?? false
        let isSnapshot = request.header("Isolation")?.lowercased() == "snapshot"
        let limit = request.batchLimit ?? .max
        let body = try await environment.engine.write(system, as: request.actor, at: request.moment) { tables in
            var buffer = WireBuffer(capacity: 1 << 16)
            buffer.raw("{\"responses\":[")
            var isFirst = true
            let surroundings = self.surroundings()
            func carryOut() throws {
                for operation in batch.operations.prefix(limit) {
                    let answer = self.answer(operation, in: request, address, tables, surroundings)
                    if !isFirst { buffer.raw(",") }
                    isFirst = false
                    BCBatch.append(answer, id: operation.id, to: &buffer)
                    guard answer.status >= 400 else { continue }
                    if isSnapshot { throw Undone() }
                    if !goesOn { return }
                }
            }
            do { try tables.savepoint(carryOut) } catch is Undone {}
            buffer.raw("]}")
            return buffer.bytes
        }
        return HTTPAnswer(
            200, headers: [("Content-Type", "application/json"), ("OData-Version", "4.0")], body: body)
    }

    /// A batch that is one transaction failed in one of its operations.
    private struct Undone: Error {}

    private func answer(
        _ operation: BCBatch.Operation, in request: RequestContext, _ address: BCAddress, _ tables: Tables,
        _ surroundings: BCEnvironment
    ) -> HTTPAnswer {
        do {
            var url = operation.url
            if url.hasPrefix("http"), let start = url.firstRange(of: "://"),
                let slash = url[start.upperBound...].firstIndex(of: "/")
            {
                url = String(url[slash...])
            }
            if !url.hasPrefix("/") { url = address.root + "/" + url }
            let halves = url.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
            let (path, query) = (String(halves[0]), halves.count > 1 ? String(halves[1]) : "")
            guard let inner = BCAddress(path, routes: Array(routes.keys)), inner.segments.first?.name != "$batch" else {
                throw BCFailure.noResource(path)
            }
            let call = BCCall(
                method: operation.method, origin: request.origin, address: inner,
                parameters: PathText.parameters(query), path: path, query: query, headers: operation.headers,
                body: operation.body)
            let route = try route(of: inner)
            return try tables.savepoint {
                try BCHandler(tables: tables, route: route, call: call, environment: surroundings).answer()
            }
        } catch {
            return failure(error).answer(correlation: environment.engine.newID())
        }
    }
}
