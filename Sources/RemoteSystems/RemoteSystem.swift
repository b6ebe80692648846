#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif
package import Model

/// One of the two systems, as the coordinator sees it: pages of records in, conditional writes out.
///
/// No business rule is here.
///
/// An implementation speaks one dialect, signs in, keeps within the rate budget that all entities share, retries what
/// passes by itself (class 3xxx) within its patience, and never repeats a write whose fate is unknown.
///
/// Errors: `RemoteFailure`, for what concerns the whole call. What concerns one write is a value in its result.
package protocol RemoteSystem: Sendable {
    /// The side that this system is.
    var side: Side { get }

    /// The longest time that the server goes on with a request whose caller is gone: how long a create stays in doubt.
    var longestExecution: Duration { get }

    /// Which installation and company this is, for the store's binding. One request at most a host process.
    func identity() async throws -> String

    /// Finds the first of the declared routes that the tenant has, and what its table is like. Reads metadata: costs requests.
    func table(for declaration: TableDeclaration) async throws -> RemoteTable

    /// Reads one page.
    func page(of table: RemoteTable, reading fields: [FieldName], from cursor: PageCursor, size: Int) async throws
        -> RecordPage

    /// The position from which `changes` read what a table's rows became since a time, for a table that nobody listed; `nil` where a
    /// table does not say when its rows changed.
    ///
    /// Somewhat more may be read than changed since.
    func position(of table: RemoteTable, since time: Date) -> String?

    /// How many records the table has, at least roughly: Dataverse counts up to 5,000, and knows larger numbers of yesterday.
    func count(of table: RemoteTable) async throws -> Int

    /// Reads records by identity, from the primary replica. What is missing in the result answered 404.
    func records(_ ids: [RecordID], of table: RemoteTable, reading fields: [FieldName]) async throws
        -> [RecordID: RemoteRecord]

    /// Finds records by the equality of fields, from the primary replica; at most `limit`.
    ///
    /// Throws `CriteriaFailure` when the question would be too long, or when the system refuses it (400): an empty answer always
    /// says that there is no such record.
    func find(in table: RemoteTable, where criteria: Fields, reading fields: [FieldName], limit: Int) async throws
        -> [RemoteRecord]

    /// Reads the lines of documents, from the primary replica, with one request for each hundred documents.
    ///
    /// In the order of their numbers; each with its number, whatever was asked for. A document that is not there is missing in the
    /// result; one that has none is not.
    func lines(
        of documents: [RecordID], in table: RemoteTable, from lines: LineTable, reading fields: [FieldName]
    ) async throws -> [RecordID: [RemoteRecord]]

    /// Carries out writes, grouped as the system allows, each for itself. Results are in the order of the writes.
    ///
    /// A document is created with its lines in one transaction, and comes back with them. So are lines changed together with the
    /// document that is there; it comes back with the lines that were made or changed.
    ///
    /// No request is sent after `notAfter`, nor is one repeated then: what was not sent by that time says so (`notSent`, with
    /// the code `deadline`), however long it waited for the rate budget or for its turn. Whoever finds the intents of a host
    /// that died reckons from that time.
    ///
    /// Throws only when nothing was sent. Cancellation is not observed between sending and answer.
    func write(_ writes: [RemoteWrite], to table: RemoteTable, notAfter: Date) async throws -> [WriteResult]

    /// What was used so far.
    var usage: RemoteUsage { get async }
}

extension RemoteSystem {
    /// A system that knows its changes by no time.
    package func position(of table: RemoteTable, since time: Date) -> String? { nil }

    /// A system that has no documents.
    package func lines(
        of documents: [RecordID], in table: RemoteTable, from lines: LineTable, reading fields: [FieldName]
    ) async throws -> [RecordID: [RemoteRecord]] {
        throw RemoteFailure(Problem(.schema, [lines.table.declaration.table], side: side))
    }
}
