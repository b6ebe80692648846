import Crypto
import Foundation

/// Who created, changed and deleted what: written in the transaction of the change, append-only, read by tests and people.
package struct Ledger: Sendable {
    /// Which entries are wanted; `nil` stands for any.
    package struct Question: Sendable, Hashable {
        /// The system.
        package var system: SandboxSystem?
        /// The table.
        package var table: String?
        /// The client application.
        package var client: String?
        /// What was done.
        package var operation: LedgerEntry.Operation?
        /// The row.
        package var id: String?
        /// Only entries after this number.
        package var after: Int64 = 0
        /// How many entries at most.
        package var limit = 1_000_000

        /// Asks for everything.
        package init() {}
    }

    private let engine: Engine

    /// The ledger of an engine.
    package init(_ engine: Engine) { self.engine = engine }

    /// The entries, oldest first.
    package func entries(_ question: Question = Question()) async throws -> [LedgerEntry] {
        try await engine.read(.businessCentral) { tables in
            let (condition, arguments) = question.sql
            var entries: [LedgerEntry] = []
            try tables.step(
                """
                SELECT number, moment, client, user, system, tbl, id, label, operation, fields FROM sandbox_ledger
                WHERE \(condition) ORDER BY number LIMIT \(question.limit)
                """, arguments
            ) { row in if let entry = LedgerEntry(row) { entries.append(entry) } }
            return entries
        }
    }

    /// How often rows were created, changed and deleted, by system, table and client.
    package func counts(
        _ question: Question = Question()
    ) async throws -> [(
        system: SandboxSystem, table: String, client: String, operation: LedgerEntry.Operation, count: Int
    )] {
        try await engine.read(.businessCentral) { tables in
            let (condition, arguments) = question.sql
            var counts: [(SandboxSystem, String, String, LedgerEntry.Operation, Int)] = []
            try tables.step(
                """
                SELECT system, tbl, client, operation, count(*) FROM sandbox_ledger WHERE \(condition)
                GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
                """, arguments
            ) { row in
                guard let system = SandboxSystem(rawValue: row.text(0)),
                    let operation = LedgerEntry.Operation(rawValue: row.text(3))
                else { return }
                counts.append((system, row.text(1), row.text(2), operation, Int(row.integer(4))))
            }
            return counts
        }
    }

    /// What was created more than once: rows that one client created with the same content, and that are still there.
    ///
    /// The content is what the client gave: the id and a number from a series are no part of it.
    package func createdTwice(
        _ question: Question = Question()
    ) async throws -> [(system: SandboxSystem, table: String, client: String, label: String, count: Int)] {
        try await engine.read(.businessCentral) { tables in
            var question = question
            question.operation = .create
            let (condition, arguments) = question.sql
            var found: [(SandboxSystem, String, String, String, Int)] = []
            try tables.step(
                """
                SELECT system, tbl, client, max(label), count(*) FROM sandbox_ledger made WHERE \(condition)
                AND NOT EXISTS (SELECT 1 FROM sandbox_deleted gone WHERE gone.system = made.system
                    AND gone.tbl = made.tbl AND gone.id = made.id)
                GROUP BY system, tbl, client, digest HAVING count(*) > 1 ORDER BY 1, 2, 3, 4
                """, arguments
            ) { row in
                guard let system = SandboxSystem(rawValue: row.text(0)) else { return }
                found.append((system, row.text(1), row.text(2), row.text(3), Int(row.integer(4))))
            }
            return found
        }
    }
}

extension Ledger.Question {
    fileprivate var sql: (String, [StoredValue]) {
        var parts = ["number > ?"]
        var arguments: [StoredValue] = [.integer(after)]
        let texts: [(String, String?)] = [
            ("system", system?.rawValue), ("tbl", table), ("client", client), ("operation", operation?.rawValue),
            ("id", id),
        ]
        for case (let column, let text?) in texts {
            parts.append("\(column) = ?")
            arguments.append(.text(text))
        }
        return (parts.joined(separator: " AND "), arguments)
    }
}

extension LedgerEntry {
    fileprivate init?(_ row: borrowing RowView) {
        guard let system = SandboxSystem(rawValue: row.text(4)), let operation = Operation(rawValue: row.text(8)) else {
            return nil
        }
        self.init(
            number: row.integer(0), moment: Moment(milliseconds: row.integer(1)), client: row.text(2),
            user: row.text(3), system: system, table: row.text(5), id: row.text(6), label: row.text(7),
            operation: operation, fields: row.text(9).split(separator: ",").map(String.init))
    }
}

extension Tables {
    /// Writes an entry; `fields` are sorted.
    func log(_ operation: LedgerEntry.Operation, _ record: StoredRecord, fields: [String]) throws {
        guard isRecorded else { return }
        try log(
            operation, table: record.schema.table, id: record.id, label: record.label, fields: fields,
            digest: operation == .create ? record.digest : "")
    }

    /// Writes an entry about something that need not be a row; `fields` are sorted.
    func log(
        _ operation: LedgerEntry.Operation, table: String, id: String, label: String, fields: [String], digest: String
    ) throws {
        guard isRecorded else { return }
        try run(
            """
            INSERT INTO sandbox_ledger (moment, client, user, system, tbl, id, label, operation, fields, digest)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .integer(now.milliseconds), .text(actor.client), .text(actor.name), .text(system.rawValue),
                .text(table), .text(id), .text(label), .text(operation.rawValue),
                .text(fields.joined(separator: ",")), .text(digest),
            ])
    }
}

extension StoredRecord {
    /// A hash of what a client gave when it created the row.
    fileprivate var digest: String {
        var content: [UInt8] = []
        content.reserveCapacity(1024)
        for place in values.indices where place != schema.seriesPlace {
            switch values[place] {
            case .null: content.append(0)
            case .text(let text):
                content.append(1)
                content += text.utf8
            case .integer(let number):
                content.append(2)
                content += String(number).utf8
            }
            content.append(0xFF)
        }
        return SHA256.hash(data: content).withUnsafeBytes { Base64URL.encode(Array($0[..<12])) }
    }
}
