import JSON
import Model

extension BusinessCentral {
    /// A company of the environment.
    struct Company: Sendable, Hashable {
        /// Its SystemId.
        var id: String
        /// Its name.
        var name: String
    }

    /// What is asked once a process: the company, and the metadata of each route.
    actor Directory {
        private let wanted: String
        private let courier: Courier
        private var companies: [Company]?
        private var schemas: [String: ServiceSchema?] = [:]
        private let turn = OneAtATime()

        init(company: String, courier: Courier) {
            wanted = company
            self.courier = courier
        }

        /// The id of the configured company: known already, when it is what was configured.
        func companyID() async throws -> String {
            if GUIDText.isGUID(wanted) { return wanted.lowercased() }
            return try await company().id
        }

        /// The configured company, looked up by id or name.
        func company() async throws -> Company {
            if companies == nil {
                try await turn.perform { try await self.keepCompanies() }
            }
            let id = wanted.lowercased()
            let found = companies?.filter { $0.id == id || $0.name == wanted } ?? []
            guard let company = found.first, found.count == 1 else {
                throw RemoteFailure(Problem(.invalidConfiguration, ["company"], side: .erp))
            }
            return company
        }

        /// The metadata of a route; `nil` when the tenant has no such route.
        func schema(of route: TableDeclaration.Route) async throws -> ServiceSchema? {
            let path =
                switch route.kind {
                case .standard: "/api/v2.0"
                case .custom: "/api/\(route.path)"
                case .webService: "/ODataV4"
                }
            if let known = schemas[path] { return known }
            return try await turn.perform { try await self.fetchSchema(path) }
        }

        private func keepCompanies() async throws {
            if companies == nil { companies = try await fetchCompanies() }
        }

        private func fetchSchema(_ path: String) async throws -> ServiceSchema? {
            if let known = schemas[path] { return known }
            let request = HTTPRequest(
                .get, "\(courier.root.text)\(path)/$metadata", headers: [HTTPField("Accept", "application/xml")],
                timeout: BusinessCentral.timeout, limit: BusinessCentral.metadataLimit)
            let response = try await courier.read(request, in: "metadata")
            switch response.status {
            case 200: break
            case 404, 400:
                schemas[path] = .some(nil)
                return nil
            default: throw courier.failure(response, about: "$metadata")
            }
            do {
                let schema = try ServiceSchema(response.body)
                // Every service has a schema; a page of something else has none.
                guard !schema.types.isEmpty else { throw courier.unreadable("$metadata") }
                schemas[path] = schema
                return schema
            } catch {
                throw courier.unreadable("$metadata")
            }
        }

        private func fetchCompanies() async throws -> [Company] {
            let request = HTTPRequest(
                .get, "\(courier.root.text)/api/v2.0/companies?$select=id,name", headers: BusinessCentral.reading,
                timeout: BusinessCentral.timeout, limit: BusinessCentral.metadataLimit)
            let response = try await courier.read(request, in: "metadata")
            return try courier.decode(CompanyList.self, response, about: "companies").companies
        }
    }
}

private struct CompanyList: JSONReadable {
    var companies: [BusinessCentral.Company] = []

    init(from reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            guard key == "value" else { continue }
            try reader.beginArray()
            while try reader.nextElement() {
                var company = BusinessCentral.Company(id: "", name: "")
                try reader.beginObject()
                while let key = try reader.nextKey() {
                    switch key {
                    case "id": company.id = try reader.string().lowercased()
                    case "name": company.name = try reader.string()
                    default: break
                    }
                }
                if GUIDText.isGUID(company.id) { companies.append(company) }
            }
        }
    }
}
