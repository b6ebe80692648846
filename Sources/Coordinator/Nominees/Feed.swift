import Model
import RemoteSystems
import SyncStore

/// What changed on one side since a position: one request when nothing did.
struct Feed: Sendable {
    /// What changed.
    struct Delta: Sendable {
        /// Records as they are now, in the order of the feed; one may stand there twice.
        var records: [RemoteRecord] = []
        /// Records of which the feed says that they were deleted.
        var deleted: [RecordID] = []
        /// Where the feed stands now.
        var position: String?
    }

    let reader: SideReader
    let side: Side
    let since: FeedPosition
    let limits: NomineeLimits

    /// Reads the whole delta; throws `NeedsListing` when the position is not known any more, or too much changed.
    func delta() async throws -> Delta {
        var delta = Delta()
        var weight = 0
        var cursor = PageCursor.changes(since: since.token)
        while true {
            let page = try await reader.page(side, from: cursor, size: limits.page)
            if page.isRestart { throw IncrementalSource.NeedsListing() }
            delta.records += page.records
            delta.deleted += page.deleted
            weight += page.records.reduce(0) { $0 + $1.fields.weight + 120 }
            if weight > limits.deltaBytes { throw IncrementalSource.NeedsListing() }
            delta.position = page.position ?? delta.position
            guard let next = page.next else { return delta }
            cursor = .next(next)
        }
    }
}
