/// Carries out a `$batch` in one go: each operation by itself, or all or none.
struct BCBatchRunner {
    private let dialect: BusinessCentralDialect
    private let request: RequestContext
    private let address: BCAddress

    /// A batch that is one transaction failed in one of its operations.
    private struct Undone: Error {}

    init(_ dialect: BusinessCentralDialect, _ request: RequestContext, _ address: BCAddress) {
        self.dialect = dialect
        self.request = request
        self.address = address
    }

    /// Carries the batch out.
    func answer() async throws -> HTTPAnswer {
        guard request.method == "POST" else { throw BCFailure.methodNotAllowed }
        let batch = try BCBatch(request)
        let goesOn = request.preferences["odata.continue-on-error"].map { $0 != "false" } ?? false
        let isSnapshot = request.header("Isolation")?.lowercased() == "snapshot"
        let limit = max(0, request.batchLimit ?? .max)
        let engine = dialect.environment.engine
        let answers = try await engine.write(dialect.system, as: request.actor, at: request.moment) { tables in
            var answers: [[HTTPAnswer]] = []
            var rest = limit
            let surroundings = dialect.surroundings()
            func carryOut() throws {
                for group in batch.groups where rest > 0 {
                    let some = try self.answers(group.prefix(rest), tables, surroundings)
                    rest -= group.count
                    answers.append(some)
                    guard some.contains(where: { $0.status >= 400 }) else { continue }
                    if isSnapshot { throw Undone() }
                    if !goesOn { return }
                }
            }
            do { try tables.savepoint(carryOut) } catch is Undone {}
            return answers
        }
        return batch.answer(answers)
    }

    /// The answers to operations of which all take effect or none: the one answer of that which failed, if one did.
    private func answers(
        _ group: ArraySlice<BCBatch.Operation>, _ tables: Tables, _ surroundings: BCEnvironment
    ) throws -> [HTTPAnswer] {
        var answers: [HTTPAnswer] = []
        do {
            try tables.savepoint {
                for operation in group {
                    let answer = answer(operation, tables, surroundings)
                    answers.append(answer)
                    if answer.status >= 400 { throw Undone() }
                }
            }
        } catch is Undone {
            answers = answers.suffix(1)
        }
        return answers
    }

    private func answer(_ operation: BCBatch.Operation, _ tables: Tables, _ surroundings: BCEnvironment) -> HTTPAnswer {
        let environment = dialect.environment
        let (path, query) = operation.target(below: address)
        let struck = environment.faults.status(
            inBatch: "\(operation.method) \(path)", system: dialect.system, dialect.scope(operation, below: address))
        if let struck {
            return dialect.refusal(.status(struck, retryAfter: nil), origin: request.origin, path: path)
        }
        do {
            guard let inner = surroundings.memory.address(path, routes: dialect.routeNames),
                inner.segments.first?.name != "$batch"
            else { throw BCFailure.noResource(path) }
            let call = BCCall(
                method: operation.method, origin: request.origin, address: inner,
                parameters: PathText.parameters(query), path: path, query: query, headers: operation.headers,
                body: operation.body, json: operation.json)
            let route = try dialect.route(of: inner)
            return try BCHandler(tables: tables, route: route, call: call, environment: surroundings).answer()
        } catch {
            return dialect.failure(error).answer(correlation: environment.engine.newID())
        }
    }
}
