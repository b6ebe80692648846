#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import Model
import RemoteSystems

/// Finds the records whose figures moved: by the rows that were posted since, without listing the records.
struct MovementFeed: Sendable {
    /// What moved.
    struct Moved: Sendable {
        /// The records that were named, as they are now.
        var records: [RemoteRecord]
        /// Where the feed stands now.
        var position: String
        /// Whether any row came.
        var isNews: Bool
    }

    /// More records than this are found sooner in a listing.
    private static let most = 500
    /// How many are looked for at the same time.
    private static let width = 5

    let reader: SideReader
    let table: RemoteTable
    let declaration: MovementDeclaration
    let limits: NomineeLimits

    private var erp: any RemoteSystem { reader.remotes.erp }

    /// Reads what was posted since a position or, where there is none, since everything was listed; `nil` when the system can't tell.
    ///
    /// Throws `NeedsListing` when too much moved.
    func moved(since position: String?, listedAt: Date) async throws -> Moved? {
        let first = erp.position(of: table, since: listedAt)
        guard let start = position ?? first else { return nil }
        do {
            if let moved = try await read(from: start) { return moved }
            // It is not known any more. The whole ledger is no way to find out what moved.
            guard let first, first != start else { return nil }
            return try await read(from: first)
        } catch let failure as RemoteFailure where failure.problem.code == .permission {
            // Without the right to see what is posted, figures are as old as the last listing.
            return nil
        }
    }

    private func read(from position: String) async throws -> Moved? {
        var names: Set<FieldValue> = []
        var isNews = false
        var end = position
        var cursor = PageCursor.changes(since: position)
        while true {
            let page = try await erp.page(of: table, reading: [declaration.names], from: cursor, size: limits.page)
            if page.isRestart { return nil }
            isNews = isNews || !page.records.isEmpty
            names.formUnion(page.records.compactMap { $0.fields[declaration.names] })
            guard names.count <= Self.most else { throw IncrementalSource.NeedsListing() }
            end = page.position ?? end
            guard let next = page.next else { break }
            cursor = .next(next)
        }
        return Moved(records: try await records(named: Array(names)), position: end, isNews: isNews)
    }

    private func records(named names: [FieldValue]) async throws -> [RemoteRecord] {
        let named = names.filter { $0 != .null && $0 != "" }
        guard declaration.of != reader.shape.tables.erp.declaration.key else {
            let ids = named.compactMap { $0.text.map { RecordID($0) } }
            return Array(try await reader.records(.erp, ids).values)
        }
        var found: [RemoteRecord] = []
        for chunk in named.chunks(of: Self.width) {
            found += try await withThrowingTaskGroup(of: [RemoteRecord].self) { group in
                for name in chunk { group.addTask { try await records(named: name) } }
                return try await group.reduce(into: []) { $0 += $1 }
            }
        }
        return found
    }

    private func records(named name: FieldValue) async throws -> [RemoteRecord] {
        do {
            return try await erp.find(
                in: reader.shape.tables.erp, where: Fields([Fields.Element(declaration.of, name)]),
                reading: reader.shape.layouts.erp.fields, limit: 1)
        } catch is CriteriaFailure {
            // No record goes by a name that can't be asked for.
            return []
        }
    }
}
