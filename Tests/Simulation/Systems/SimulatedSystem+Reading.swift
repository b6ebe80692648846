package import Model
package import RemoteSystems
import Synchronization
import TestSupport

extension SimulatedSystem {
    package func identity() async throws -> String {
        try await ask("identity") { _ in "\(self.side) of a history" }
    }

    package func table(for declaration: TableDeclaration) async throws -> RemoteTable {
        try await ask("metadata of \(declaration.table)") { state in
            guard let table = state.tables[declaration.table] else { throw RemoteFailure(Problem(.schema)) }
            let stamps = (self.side == .crm ? ["createdon", "modifiedon"] : ["lastModifiedDateTime"])
            return RemoteTable(
                declaration: declaration, route: declaration.routes[0],
                fields: table.columns + stamps.map { RemoteTable.Field(name: $0, kind: .instant, isReadOnly: true) })
        }
    }

    package func count(of table: RemoteTable) async throws -> Int {
        try await ask("count of \(table.name)") { $0.tables[table.name]?.rows.count ?? 0 }
    }

    package func records(_ ids: [RecordID], of table: RemoteTable, reading fields: [FieldName]) async throws
        -> [RecordID: RemoteRecord]
    {
        try await ask("\(ids.count) records of \(table.name)") { state in
            let rows = state.tables[table.name]?.rows ?? [:]
            let found = Set(ids).compactMap { id in rows[id].map { (id, $0.record(id, fields)) } }
            state.tell(found.map(\.1))
            return Dictionary(uniqueKeysWithValues: found)
        }
    }

    package func find(in table: RemoteTable, where criteria: Fields, reading fields: [FieldName], limit: Int)
        async throws -> [RemoteRecord]
    {
        try await ask("find in \(table.name)") { state in
            let rows = state.tables[table.name]?.sorted ?? []
            let found = rows.filter { row in criteria.allSatisfy { row.row.fields[$0.name] == $0.value } }.prefix(limit)
                .map { $0.row.record($0.id, fields) }
            state.tell(found)
            return found
        }
    }

    package func page(of table: RemoteTable, reading fields: [FieldName], from cursor: PageCursor, size: Int)
        async throws -> RecordPage
    {
        try await ask("page of \(table.name) \(cursor.word)") { state in
            // Listings come from the primary: Business Central is asked so by a header, Dataverse has nothing else.
            let mayLag = cursor.isOfChanges && state.random.once(in: state.faults.stale)
            let lag = mayLag ? Duration.seconds(state.random.number(1...60)) : .zero
            let repeats = state.random.once(in: state.faults.repeated)
            var reading = FeedPage(
                table: state.tables[table.name], fields: fields, size: min(size, state.pageSize),
                sequence: state.sequence, forgotten: state.forgotten, hasTombstones: self.side == .crm,
                seenUntil: self.clock.now.offset - lag)
            reading.repeats = repeats
            let page = reading.page(cursor)
            state.tell(page.records)
            return page
        }
    }

    package var usage: RemoteUsage { get async { RemoteUsage(requests: requests) } }

    /// A question: it takes time, and may fail.
    private func ask<Value: Sendable>(
        _ words: String, _ answer: @Sendable (inout State) throws -> Value
    ) async throws -> Value {
        try life.breathe()
        RequestMeter.current?.count(side)
        try await travel()
        let result: Result<Value, any Error> = state.withLock { state in
            state.requests += 1
            if state.random.once(in: state.faults.reads) { return .failure(RemoteFailure(state.passingProblem())) }
            return Result { try answer(&state) }
        }
        try await travel()
        try life.breathe()
        switch result {
        case .success(let value):
            trace.note("\(side) answers: \(words)")
            return value
        case .failure(let failure):
            trace.note("\(side) fails: \(words)")
            throw failure
        }
    }
}

extension SimulatedSystem.State {
    /// Why a system did not answer.
    mutating func passingProblem() -> Problem {
        Problem(random.pick([.throttled, .unavailable, .connection, .timeout]) ?? .unavailable)
    }
}

extension RemoteTable {
    /// Its name in the simulated system.
    var name: String { declaration.table }
}

extension SimulatedTable.Row {
    /// The record that a reader gets.
    func record(_ id: RecordID, _ names: [FieldName]) -> RemoteRecord {
        RemoteRecord(
            id: id, version: RecordVersion("\(version)"),
            fields: Fields(
                names.map { name in
                    switch name {
                    case "createdon": Fields.Element(name, .text(born.stamp))
                    case "modifiedon", "lastModifiedDateTime": Fields.Element(name, .text(changed.stamp))
                    default: Fields.Element(name, fields[name] ?? .null)
                    }
                }), modified: changed / .seconds(1))
    }
}

extension Duration {
    /// A time of the history as a system writes it.
    fileprivate var stamp: String { "\(self / .milliseconds(1))" }
}

extension PageCursor {
    /// Whether it leads to changes only.
    fileprivate var isOfChanges: Bool {
        switch self {
        case .changes: true
        case .next(let link): link.hasPrefix("C")
        case .listing, .sweep: false
        }
    }

    fileprivate var word: String {
        switch self {
        case .listing: "from the start"
        case .sweep: "ids from the start"
        case .changes(let position): "changes since \(position)"
        case .next(let link): "from \(link)"
        }
    }
}
