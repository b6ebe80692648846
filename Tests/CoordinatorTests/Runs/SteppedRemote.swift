import Foundation
import Model
import RemoteSystems
import Synchronization
import TestSupport

/// A remote system of one table, whose host may die before, during and after each request that writes.
final class SteppedRemote: RemoteSystem {
    private let ledger: LedgerRemote
    private let life: Life
    private let fate = Mutex<@Sendable (Int) -> LedgerRemote.Fate>({ _ in .answered })
    private let steps = Mutex<[Int]>([])

    init(_ ledger: LedgerRemote, _ life: Life) { (self.ledger, self.life) = (ledger, life) }

    /// What becomes of the writes that are under way when the host dies, by their place in the request.
    func interrupt(_ fate: @escaping @Sendable (Int) -> LedgerRemote.Fate) { self.fate.withLock { $0 = fate } }

    /// The steps of the host at which a request with writes was under way.
    var sentAt: [Int] { steps.withLock(\.self) }

    var side: Side { ledger.side }
    var longestExecution: Duration { ledger.longestExecution }
    var usage: RemoteUsage { get async { await ledger.usage } }

    func identity() async throws -> String {
        try life.breathe()
        return try await ledger.identity()
    }
    func table(for declaration: TableDeclaration) async throws -> RemoteTable {
        try life.breathe()
        return try await ledger.table(for: declaration)
    }
    func page(of table: RemoteTable, reading fields: [FieldName], from cursor: PageCursor, size: Int) async throws
        -> RecordPage
    {
        try life.breathe()
        return try await ledger.page(of: table, reading: fields, from: cursor, size: size)
    }
    func count(of table: RemoteTable) async throws -> Int {
        try life.breathe()
        return try await ledger.count(of: table)
    }
    func records(_ ids: [RecordID], of table: RemoteTable, reading fields: [FieldName]) async throws
        -> [RecordID: RemoteRecord]
    {
        try life.breathe()
        return try await ledger.records(ids, of: table, reading: fields)
    }
    func find(in table: RemoteTable, where criteria: Fields, reading fields: [FieldName], limit: Int) async throws
        -> [RemoteRecord]
    {
        try life.breathe()
        return try await ledger.find(in: table, where: criteria, reading: fields, limit: limit)
    }
    func lines(
        of documents: [RecordID], in table: RemoteTable, from lines: LineTable, reading fields: [FieldName]
    ) async throws -> [RecordID: [RemoteRecord]] {
        try life.breathe()
        return try await ledger.lines(of: documents, in: table, from: lines, reading: fields)
    }
    func write(_ writes: [RemoteWrite], to table: RemoteTable, notAfter: Date) async throws -> [WriteResult] {
        try life.step()
        if life.endsNext {
            await ledger.setFate(fate.withLock(\.self))
            _ = try await ledger.write(writes, to: table, notAfter: notAfter)
            await ledger.setFate { _ in .answered }
        }
        steps.withLock { $0.append(life.steps + 1) }
        try life.step()
        return try await ledger.write(writes, to: table, notAfter: notAfter)
    }
}
