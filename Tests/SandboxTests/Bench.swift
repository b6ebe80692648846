import JSON

@testable import Sandbox

/// Both services without sockets, in virtual time, with a small company.
struct Bench {
    /// An answer, with its body read.
    struct Reply {
        let status: Int
        let json: JSONValue
        let answer: HTTPAnswer

        init(_ answer: HTTPAnswer) {
            self.answer = answer
            status = answer.status
            json = (try? JSON.decode(JSONValue.self, from: answer.body)) ?? .null
        }

        /// The code of the error.
        var code: String? { json["error"]?["code"]?.string }
        /// The message of the error.
        var message: String { json["error"]?["message"]?.string ?? "" }
        /// The rows of a list.
        var rows: [JSONValue] { json["value"]?.array ?? [] }
        /// One field of all rows.
        func all(_ field: String) -> [String] { rows.compactMap { $0[field]?.string } }
    }

    static let origin = "http://127.0.0.1:1"
    static let start = Moment(milliseconds: 1_714_557_600_123)

    /// Read once: sixty files.
    static let library = Result { try DefinitionLibrary.bundled() }

    let core: SandboxCore
    private let token: String

    /// Sets a company up: three customers, two currencies, payment terms.
    init(_ change: (inout SandboxOptions) -> Void = { _ in }) async throws {
        var options = SandboxOptions()
        options.isFilled = false
        options.library = try Self.library.get()
        options.clock = .standing(at: Self.start)
        change(&options)
        core = try await SandboxCore(options)
        token = try Self.token(core, client: "couplet", scope: "https://api.businesscentral.dynamics.com/.default")
        let organization = core.organization
        try await core.engine.write(.businessCentral, as: .sandbox) { tables in
            tables.isRecorded = false
            guard try tables.record("company", id: organization.company) == nil else { return }
            let company = organization.company
            try tables.insert("company", id: company, values: ["name": .text(organization.companyName)])
            for (code, name) in [("USD", "US dollar"), ("GBP", "Pound sterling")] {
                try tables.insert(
                    "currency", company: company, values: ["code": .text(code), "displayName": .text(name)])
            }
            try tables.insert("countryRegion", company: company, values: ["code": "DE", "displayName": "Germany"])
            try tables.insert("paymentTerm", company: company, values: ["code": "14D", "displayName": "14 days"])
            for (number, name, limit) in [
                ("10000", "Adatum", "500"), ("20000", "Trey Research", "12.5"), ("30000", "Éclair Café", "0"),
            ] {
                try tables.insert(
                    "customer", company: company,
                    values: ["number": .text(number), "displayName": .text(name), "creditLimit": .text(limit)])
            }
        }
    }

    /// A token of an application.
    static func token(_ core: SandboxCore, client: String, scope: String) throws -> String {
        guard let application = core.organization.applications.first(where: { $0.name == client }) else { return "" }
        return core.reception.office.issue(client: application.client, system: .businessCentral, audience: scope)
    }

    /// The address of the company's sets on the standard API.
    var company: String { "/v2.0/production/api/v2.0/companies(\(core.organization.company))" }

    /// Asks Business Central; a path that does not begin with a slash is one of the company's sets.
    func erp(
        _ method: String, _ path: String, _ body: JSONValue? = nil, headers: [(String, String)] = [],
        token: String? = nil
    ) async -> Reply {
        await send(
            method, path.hasPrefix("/") ? path : "\(company)/\(path)", body.map { JSON.encode($0) } ?? [], to: .erp,
            headers: [("Authorization", "Bearer \(token ?? self.token)")] + headers)
    }

    /// Sends a request to a listener.
    func send(
        _ method: String, _ target: String, _ body: [UInt8] = [], to listener: SandboxListener,
        headers: [(String, String)] = []
    ) async -> Reply {
        let halves = target.replacing(" ", with: "%20").split(separator: "?", maxSplits: 1)
        let request = RequestContext(
            method, origin: Self.origin, path: String(halves[0]), query: halves.count > 1 ? String(halves[1]) : "",
            headers: headers.map { (name: $0.0, value: $0.1) }, body: body, actor: .sandbox)
        return Reply(await core.reception.answer(request, at: listener))
    }

    /// The row of a customer by its number.
    func customer(_ number: String) async throws -> JSONValue {
        await erp("GET", "customers?$filter=number eq '\(number)'").rows.first ?? .null
    }
}
