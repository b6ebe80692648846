/// The Web API as a service: the model of the tables, and what carries requests out.
struct DataverseService: Sendable {
    let environment: DialectEnvironment
    let model: DataverseModel

    init(_ environment: DialectEnvironment) throws {
        self.environment = environment
        model = try DataverseModel(environment.engine)
    }

    /// Answers a request; an error is an answer too.
    func answer(_ operation: Operation, as actor: Actor) async -> HTTPAnswer {
        do {
            return try await perform(operation, as: actor)
        } catch {
            return DataverseAnswer.failure(DataverseError(translating: error, model: model), operation.preferences)
        }
    }

    private func perform(_ operation: Operation, as actor: Actor) async throws -> HTTPAnswer {
        guard operation.isRead else {
            return try await environment.engine.write(.dataverse, as: actor, at: operation.moment) { tables in
                try Session(tables, self, root: operation.root).perform(operation)
            }
        }
        // A delta token names the newest version, so the rows beside it must be the newest too.
        let isTracking = operation.preferences.tracksChanges || operation.parameter("$deltatoken") != nil
        return try await environment.engine.read(.dataverse, replica: !isTracking) { tables in
            try Session(tables, self, root: operation.root, user: actor.user).perform(operation)
        }
    }

    /// What an operation of a batch is about.
    func scope(_ operation: BatchOperation) -> FaultScope {
        let path = operation.target.prefix { $0 != "?" }
        let first = ResourcePath(PathText.decode(RowAddress.belowRoot(String(path)).utf8)).segments.first
        return FaultScope(operation.method, table: first.flatMap { model.table(set: $0.name)?.name })
    }

    /// Answers a `$batch`.
    func batch(
        _ body: ArraySlice<UInt8>, _ headers: HeaderFields, root: String, as actor: Actor, limit: Int?,
        at moment: Moment? = nil
    ) async -> HTTPAnswer {
        let preferences = Preferences(headers["prefer"])
        do {
            guard let boundary = MultipartReader.boundary(in: headers["content-type"] ?? "") else {
                throw DataverseError.malformedBatch("The Content-Type is not multipart/mixed with a boundary.")
            }
            let items = try BatchItem.items(of: body, boundary: boundary)
            return try await BatchRunner(service: self, root: root, actor: actor, limit: limit, moment: moment).run(
                items, preferences)
        } catch {
            return DataverseAnswer.failure(DataverseError(translating: error, model: model), preferences)
        }
    }
}
