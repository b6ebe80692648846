import JSON

/// One request as the dialect carries it out, by itself or inside of a batch.
struct Operation: Sendable {
    /// The method in upper case.
    var method: String
    /// The path below the service's root.
    var path: ResourcePath
    /// The parameters of the query, decoded.
    var parameters: [(name: String, value: String)]
    /// The headers.
    var headers: HeaderFields
    /// What the client asks for in `Prefer`.
    var preferences: Preferences
    /// The body.
    var body: ArraySlice<UInt8>
    /// The service's root, absolute, with a slash at the end.
    var root: String
    /// The time that it is carried out at, where that is not now.
    var moment: Moment?
    /// The addresses of rows that earlier operations of the change set made, by Content-ID.
    var references: [String: String] = [:]

    /// The parameters such as `@p1`.
    var aliases: [String: String] {
        var aliases: [String: String] = [:]
        for parameter in parameters where parameter.name.hasPrefix("@") { aliases[parameter.name] = parameter.value }
        return aliases
    }

    /// The value of a query option.
    func parameter(_ name: String) -> String? { parameters.last { $0.name == name }?.value }

    /// The query options, read.
    func query() throws -> ODataQuery { try ODataQuery(parameters) }

    /// The body as JSON; an empty one is an empty object.
    func json() throws(DataverseError) -> JSONValue {
        guard !body.isBlank else { return .object([]) }
        do {
            return try JSON.decode(JSONValue.self, from: body)
        } catch {
            throw .malformedBody("The payload is not valid JSON.")
        }
    }

    /// Whether nothing is changed by it.
    var isRead: Bool { method == "GET" || method == "HEAD" }
}

extension Operation {
    /// Reads a target below the service's root: `accounts(…)?$select=name`.
    init(
        method: String, target: String, headers: HeaderFields, preferences: Preferences, body: ArraySlice<UInt8>,
        root: String, references: [String: String] = [:]
    ) {
        let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) ?? target.endIndex
        let query = mark == target.endIndex ? "" : String(target[target.index(after: mark)...])
        self.init(
            method: method, path: ResourcePath(PathText.decode(target[..<mark].utf8)),
            parameters: query.isEmpty ? [] : PathText.parameters(query), headers: headers, preferences: preferences,
            body: body, root: root, references: references)
    }
}
