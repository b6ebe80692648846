import JSON

/// A person's client of both systems.
///
/// It sends the requests that come over HTTP, and the dialects answer them as they answer anybody's. Faults of the way and rate
/// limits are for whoever synchronizes: a day would be another one with them.
struct PlayClient: Sendable {
    private let reception: Reception

    /// A system refused something.
    struct Refusal: Error, Sendable {
        /// The HTTP status.
        var status: Int
        /// What the system says.
        var message: String
    }

    init(_ reception: Reception) { self.reception = reception }

    /// The day on which it is used.
    var today: Int64 { MomentText.dayNumber(of: reception.environment.clock.now) }

    /// The rows of a set that a query asks for, over all pages.
    func rows(_ system: SandboxSystem, _ set: String, _ query: String) async throws -> [JSONValue] {
        var found: [JSONValue] = []
        var target: String? = "\(root(system))\(set)?\(query.replacing(" ", with: "%20"))"
        while let page = target {
            let answer = try await send("GET", system, page, nil)
            found += answer["value"]?.array ?? []
            target = answer["@odata.nextLink"]?.string.map { String($0.dropFirst(Self.origin.count)) }
        }
        return found
    }

    /// Makes a row; the answer is the row.
    func create(_ system: SandboxSystem, _ set: String, _ body: JSONValue) async throws -> JSONValue {
        try await send("POST", system, root(system) + set, body)
    }

    /// Changes a row, whatever its version; the answer is the row.
    @discardableResult
    func change(_ system: SandboxSystem, _ row: String, _ body: JSONValue) async throws -> JSONValue {
        try await send("PATCH", system, root(system) + row, body)
    }

    /// Deletes a row.
    func delete(_ system: SandboxSystem, _ row: String) async throws {
        _ = try await send("DELETE", system, root(system) + row, nil)
    }

    /// Calls an action; the answer is what it answers.
    @discardableResult
    func act(_ system: SandboxSystem, _ action: String, _ body: JSONValue? = nil) async throws -> JSONValue {
        try await send("POST", system, root(system) + action, body)
    }

    /// Does in the ERP what people do there and no request does: releasing, paying.
    func office(_ act: BackOffice.Act) async throws {
        do {
            guard try await BackOffice(reception.environment).perform(act, as: person) != nil else {
                throw Refusal(status: 404, message: act.document.name)
            }
        } catch let failure as BCFailure {
            throw Refusal(status: failure.status, message: failure.message)
        }
    }

    // MARK: requests

    private var person: Actor { reception.environment.organization.person }

    private static let origin = "http://127.0.0.1"

    private func root(_ system: SandboxSystem) -> String {
        switch system {
        case .businessCentral: "/api/v2.0/companies(\(reception.environment.organization.company))/"
        case .dataverse: "/api/data/v9.2/"
        }
    }

    private func send(
        _ method: String, _ system: SandboxSystem, _ target: String, _ body: JSONValue?
    ) async throws -> JSONValue {
        let halves = target.split(separator: "?", maxSplits: 1)
        var headers: [(name: String, value: String)] = [("Accept", "application/json")]
        if body != nil { headers.append(("Content-Type", "application/json")) }
        if method == "PATCH" || method == "DELETE" { headers.append(("If-Match", "*")) }
        if method != "GET" { headers.append(("Prefer", "return=representation")) }
        let request = RequestContext(
            method, origin: Self.origin, path: halves.first.map(String.init) ?? "",
            query: halves.count > 1 ? String(halves[1]) : "", headers: headers,
            body: body.map { JSON.encode($0) } ?? [],
            actor: person)
        let answer = await reception.attend(request, at: system)
        // An answer without a body says all with its status.
        let value = answer.body.isEmpty ? .null : try JSON.decode(JSONValue.self, from: answer.body)
        guard answer.status < 400 else {
            throw Refusal(status: answer.status, message: value["error"]?["message"]?.string ?? "")
        }
        return value
    }
}
