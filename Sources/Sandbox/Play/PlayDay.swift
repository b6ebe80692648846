import JSON

/// A day of people who work in both systems: the same seed, day and start give the same day.
struct PlayDay {
    let client: PlayClient
    /// Where chance comes from; what it chooses from is always in an order that the data decide.
    var chance: CompanyRandom
    private(set) var report: PlayReport

    /// Begins a day.
    init(_ day: Int, seed: Int, _ client: PlayClient) {
        self.client = client
        chance = CompanyRandom(seed: UInt64(bitPattern: Int64(seed))).branch("day \(day)")
        report = PlayReport(day: day, seed: seed)
    }

    /// Plays it: salespeople in the morning, the back office in the afternoon, salespeople again.
    mutating func play() async throws -> PlayReport {
        let catalog = try await PlayCatalog(client)
        try await workOnOpportunities(catalog)
        try await workOnQuotes(catalog)
        try await enterOrders(catalog)
        try await keepShop()
        try await shipOrders()
        try await settleInvoices()
        try await moveOrdersOn(catalog)
        return report
    }

    /// Does something and notes it; what a system refuses is left as it was, as a person leaves it.
    ///
    /// The closure gives the number or the name by which people know the record.
    mutating func attempt(
        _ deed: PlayDeed, _ record: String = "", _ work: (PlayClient) async throws -> String?
    ) async throws {
        do {
            report.note(deed, try await work(client) ?? record)
        } catch let refusal as PlayClient.Refusal {
            report.note(deed, record, refusal)
        }
    }

    /// A day that is so many days away, as both systems write days.
    func day(in days: Int) -> String {
        Moment(milliseconds: (client.today + Int64(report.day + days)) * 86_400_000).dayText
    }

    /// One of the rows, so often in a hundred.
    mutating func one(of rows: [JSONValue], _ percent: Int) -> JSONValue? {
        chance.happens(percent) && !rows.isEmpty ? chance.pick(rows) : Optional.none
    }

    /// The rows that chance picks, each so often in a hundred, so many at most.
    mutating func some(of rows: [JSONValue], _ percent: Int, atMost count: Int) -> [JSONValue] {
        Array(rows.filter { _ in chance.happens(percent) }.prefix(count))
    }
}
