/// Fills both systems when they are empty.
struct CompanyFiller {
    private let environment: DialectEnvironment

    init(_ environment: DialectEnvironment) { self.environment = environment }

    /// Fills them with the sample company, or with a large one of so many customers.
    func fill(records: Int?, seed: UInt64) async throws {
        let organization = environment.organization
        let isThere = try await environment.engine.read(.businessCentral) { tables in
            try tables.exists("company", id: organization.company)
        }
        guard !isThere else { return }
        let loader = CompanyLoader(environment.engine, company: organization.company)
        if let records {
            try await loader.load(LargeCompany(customers: records, of: organization, seed: seed))
        } else {
            try await loader.load(SampleCompany(of: organization, seed: seed).rows)
            try await SampleHistory(engine: environment.engine, company: organization.company).enter()
        }
    }
}
