/// The Web API of Dataverse, v9.2.
///
/// <https://learn.microsoft.com/power-apps/developer/data-platform/webapi/overview>
package struct DataverseDialect: Dialect {
    /// The system that it speaks for.
    package var system: SandboxSystem { .dataverse }
    private let service: DataverseService
    private let protection: ServiceProtection

    /// Creates the dialect over the tables of the engine's library.
    package init(_ environment: DialectEnvironment) throws {
        service = try DataverseService(environment)
        protection = ServiceProtection(environment.clock)
    }

    /// Answers a request that is signed in and allowed.
    package func answer(_ request: RequestContext) async -> HTTPAnswer {
        protection.note(request.actor.client)
        guard let version = Self.versionSegment(request.path) else {
            return complete(DataverseAnswer.failure(.segmentNotFound(request.path)), request.actor)
        }
        let root = "\(request.origin)/api/data/\(version)/"
        let below = String(RowAddress.belowRoot(request.path))
        let headers = HeaderFields(request.headers)
        if below == "$batch" || below == "%24batch" {
            let answer =
                request.method == "POST"
                ? await service.batch(
                    request.body[...], headers, root: root, as: request.actor, limit: request.batchLimit,
                    at: request.moment)
                : DataverseAnswer.failure(.methodNotAllowed(request.method))
            return complete(answer, request.actor)
        }
        let operation = Operation(
            method: request.method, path: ResourcePath(PathText.decode(below.utf8)), parameters: request.parameters,
            headers: headers, preferences: Preferences(headers["prefer"]), body: request.body[...], root: root,
            moment: request.moment)
        return complete(await service.answer(operation, as: request.actor), request.actor)
    }

    /// Says no for a reason that lies outside of the data.
    package func refusal(_ refusal: Refusal, origin: String, path: String) -> HTTPAnswer {
        ServiceRefusal(refusal).answer(origin: origin)
    }

    /// The table that a request is about.
    package func table(of path: String) -> String? {
        guard let first = ResourcePath(PathText.decode(RowAddress.belowRoot(path).utf8)).segments.first else {
            return nil
        }
        return service.model.table(set: first.name)?.name
    }

    /// What the operations of a batch are about.
    package func scopes(of request: RequestContext) -> [FaultScope] {
        guard request.path.hasSuffix("$batch"),
            let boundary = MultipartReader.boundary(in: request.header("Content-Type") ?? "")
        else { return [] }
        // A batch that can't be read is refused when it is carried out.
        let items = (try? BatchItem.items(of: request.body[...], boundary: boundary)) ?? []
        return items.flatMap(\.operations).map(service.scope)
    }

    /// `v9.2` of `/api/data/v9.2/…`.
    private static func versionSegment(_ path: String) -> Substring? {
        let parts = path.split(separator: "/", maxSplits: 3)
        guard parts.count > 2, parts[0] == "api", parts[1] == "data", parts[2].hasPrefix("v9.") else { return nil }
        return parts[2]
    }

    private func complete(_ answer: HTTPAnswer, _ actor: Actor) -> HTTPAnswer {
        var answer = answer
        let id = service.environment.engine.newID()
        answer.headers += [("x-ms-service-request-id", id), ("REQ_ID", id)] + protection.headers(actor.client)
        return answer
    }
}
