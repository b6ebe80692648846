import JSON
package import Model

/// Dataverse, on which Dynamics 365 Sales stands, over its Web API v9.2.
///
/// <https://learn.microsoft.com/power-apps/developer/data-platform/webapi/overview>
package struct Dataverse: RemoteSystem {
    /// The CRM.
    package var side: Side { .crm }
    /// The gateway lets a request run for ten minutes at most.
    package var longestExecution: Duration { .seconds(600) }

    let courier: Courier
    let catalog: Catalog
    let turn = OneAtATime()

    /// The most records on a page.
    static let largestPage = 5_000
    /// The most operations in a batch.
    static let largestBatch = 1_000
    /// How long an answer may take.
    static let timeout: Duration = .seconds(610)
    /// The most bytes of one answer: three times the largest page.
    static let limit = 64 << 20
    /// The most bytes of metadata.
    static let metadataLimit = 64 << 20

    private static let version = "/api/data/v9.2"

    /// Creates a client; throws a configuration problem when an address is not one that may be used.
    package init(configuration: Configuration, transport: any Transport, timing: Timing) throws {
        var root = configuration.root
        while root.utf8.last == UInt8(ascii: "/") { root.removeLast() }
        if !root.contains("/api/data/v") { root += Self.version }
        courier = try Courier(
            side: .crm, root: root, signIn: configuration.signIn,
            limits: .init(
                requests: configuration.requests, window: .seconds(300), concurrent: configuration.concurrent),
            patience: configuration.patience, transport: transport, timing: timing)
        catalog = Catalog(courier: courier)
    }

    /// What was used so far.
    package var usage: RemoteUsage {
        get async { courier.meter.usage }
    }

    /// The environment's address and the organisation's id.
    package func identity() async throws -> String {
        let response = try await courier.read(get("\(courier.root.text)/WhoAmI"), in: "metadata")
        let answer = try courier.decode(WhoAmI.self, response, about: "WhoAmI")
        return "\(courier.root.text.lowercased()) \(answer.organization)"
    }

    // MARK: requests

    /// The header fields of every request.
    ///
    /// <https://learn.microsoft.com/power-apps/developer/data-platform/webapi/compose-http-requests-handle-errors#http-headers>
    static let headers = [
        HTTPField("Accept", "application/json"), HTTPField("OData-Version", "4.0"),
        HTTPField("OData-MaxVersion", "4.0"),
    ]

    func get(_ url: String, prefer: String? = nil) -> HTTPRequest {
        var headers = Self.headers
        if let prefer { headers.append(HTTPField("Prefer", prefer)) }
        return HTTPRequest(.get, url, headers: headers, timeout: Self.timeout, limit: Self.limit)
    }

    /// The path of a table's set, as batches name it.
    func path(of table: RemoteTable) -> String { "\(courier.root.path)/\(PercentEncoding.segment(table.route.set))" }

    /// The address of a table's set.
    func address(of table: RemoteTable) -> String { courier.root.origin + path(of: table) }
}

private struct WhoAmI: JSONReadable {
    var organization: String

    init(from reader: inout JSONReader) throws(JSONError) {
        var organization: String?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            if key == "OrganizationId" { organization = try reader.string().lowercased() }
        }
        self.organization = try reader.require(organization, "OrganizationId")
    }
}
