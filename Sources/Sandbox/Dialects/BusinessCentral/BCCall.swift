import JSON

/// One operation as the handler carries it out: alone, or as a part of a batch.
struct BCCall: Sendable {
    var method: String
    var origin: String
    var address: BCAddress
    var parameters: [(name: String, value: String)]
    var path: String
    var query: String
    var headers: [(name: String, value: String)]
    var body: [UInt8]
    /// The body, where it was read as a part of a batch.
    var json: JSONValue?

    func header(_ name: String) -> String? { headers.first { Folding.isSame($0.name, name) }?.value }

    func parameter(_ name: String) -> String? { parameters.first { $0.name == name }?.value }

    /// Whether the operation only reads.
    var isRead: Bool { method == "GET" || method == "HEAD" }

    /// Whether an older state of the data will do.
    var allowsReplica: Bool { header("Data-Access-Intent")?.lowercased() == "readonly" }
}
