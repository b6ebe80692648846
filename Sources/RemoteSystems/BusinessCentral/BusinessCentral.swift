import JSON
package import Model

/// Business Central over its API v2.0, custom API pages and OData web services.
///
/// <https://learn.microsoft.com/dynamics365/business-central/dev-itpro/api-reference/v2.0/>
package struct BusinessCentral: RemoteSystem {
    /// The ERP.
    package var side: Side { .erp }
    /// An operation ends after 8 minutes, the gateway waits 10.
    package var longestExecution: Duration { .seconds(600) }

    let courier: Courier
    let directory: Directory

    /// The most records on a page.
    static let largestPage = 20_000
    /// The most operations in a batch.
    static let largestBatch = 100
    /// How long an answer may take: as long as the gateway waits.
    static let timeout: Duration = .seconds(610)
    /// The most bytes of one answer: three times the largest page.
    static let limit = 64 << 20
    /// The most bytes of metadata.
    static let metadataLimit = 64 << 20

    /// Creates a client; throws a configuration problem when an address is not one that may be used.
    package init(configuration: Configuration, transport: any Transport, timing: Timing) throws {
        courier = try Courier(
            side: .erp, root: configuration.root, signIn: configuration.signIn,
            limits: .init(
                requests: configuration.requests, window: .seconds(300), concurrent: configuration.concurrent),
            patience: configuration.patience, transport: transport, timing: timing)
        directory = Directory(company: configuration.company, courier: courier)
    }

    /// What was used so far.
    package var usage: RemoteUsage {
        get async { courier.meter.usage }
    }

    /// The environment's address and the company's id.
    package func identity() async throws -> String {
        "\(courier.root.text.lowercased()) \(try await directory.company().id)"
    }

    /// Probes the routes in order of preference.
    package func table(for declaration: TableDeclaration) async throws -> RemoteTable {
        for route in declaration.routes {
            guard let schema = try await directory.schema(of: route), let type = schema.type(of: route.set) else {
                continue
            }
            let fields = type.properties.map { $0.field(in: schema) }
            guard fields.contains(where: { $0.name == declaration.key }) else { continue }
            return RemoteTable(declaration: declaration, route: route, fields: fields)
        }
        throw RemoteFailure(Problem(.schema, [declaration.table] + declaration.routes.map(\.set), side: side))
    }

    // MARK: requests

    /// The header fields of a request that reads from the primary replica.
    ///
    /// A page marked as read-only may be served by a replica that lags:
    /// <https://learn.microsoft.com/dynamics365/business-central/dev-itpro/developer/devenv-api-data-access-intent>
    static let reading = [
        HTTPField("Accept", "application/json"), HTTPField("Data-Access-Intent", "ReadWrite"),
    ]

    func get(_ url: String, prefer: String? = nil) -> HTTPRequest {
        var headers = Self.reading
        if let prefer { headers.append(HTTPField("Prefer", prefer)) }
        return HTTPRequest(.get, url, headers: headers, timeout: Self.timeout, limit: Self.limit)
    }

    /// The address of a table's set within the company.
    func address(of table: RemoteTable) async throws -> String {
        try await "\(courier.root.text)\(path(of: table))"
    }

    /// The path of a table's set below the environment.
    func path(of table: RemoteTable) async throws -> String {
        let company = try await directory.companyID()
        let set = PercentEncoding.segment(table.route.set)
        switch table.route.kind {
        case .standard: return "/api/v2.0/companies(\(company))/\(set)"
        case .custom: return "/api/\(table.route.path)/companies(\(company))/\(set)"
        case .webService: return "/ODataV4/Company(Id=\(company))/\(set)"
        }
    }

    /// The address to which batches for a table go.
    func batchAddress(of table: RemoteTable) -> String {
        switch table.route.kind {
        case .standard: "\(courier.root.text)/api/v2.0/$batch"
        case .custom: "\(courier.root.text)/api/\(table.route.path)/$batch"
        case .webService: "\(courier.root.text)/ODataV4/$batch"
        }
    }
}
