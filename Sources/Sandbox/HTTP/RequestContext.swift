/// A request as a dialect gets it: parsed, signed in, allowed by the rate limit and by the faults.
package struct RequestContext: Sendable {
    /// The method, upper-case.
    package var method: String
    /// `http://127.0.0.1:8080`: how the client addressed the server; absolute links begin with it.
    package var origin: String
    /// The path as it came, percent-encoded, without the query.
    package var path: String
    /// The query as it came, percent-encoded; empty if there is none.
    package var query: String
    /// The headers, in order; a name may occur more than once.
    package var headers: [(name: String, value: String)]
    /// The body.
    package var body: [UInt8]
    /// Who asks.
    package var actor: Actor
    /// How many operations of a batch are carried out before the connection breaks; `nil`: all.
    package var batchLimit: Int?
    /// The time that it is carried out at, where that is not now.
    var moment: Moment?

    /// Creates a request.
    package init(
        _ method: String, origin: String, path: String, query: String = "",
        headers: [(name: String, value: String)] = [], body: [UInt8] = [], actor: Actor, batchLimit: Int? = nil
    ) {
        self.method = method
        self.origin = origin
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.actor = actor
        self.batchLimit = batchLimit
    }

    /// The first value of a header; case is ignored.
    package func header(_ name: String) -> String? { headers.first { Folding.isSame($0.name, name) }?.value }

    /// The segments of the path, decoded; empty ones are left out.
    ///
    /// A slash inside parentheses or quotes does not part.
    package var segments: [String] { PathText.segments(path) }

    /// The parameters of the query in their order, decoded: names and values.
    package var parameters: [(name: String, value: String)] { PathText.parameters(query) }

    /// The value of a parameter.
    package func parameter(_ name: String) -> String? { parameters.first { $0.name == name }?.value }

    /// The preferences of all `Prefer` headers: lower-case names, values without their quotes, empty if they have none.
    package var preferences: [String: String] { PreferenceText.parse(headers) }
}
