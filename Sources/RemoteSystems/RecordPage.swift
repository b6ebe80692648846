package import Model

/// One page of a listing or of changes.
package struct RecordPage: Sendable, Hashable {
    /// The records, in the server's order.
    package var records: [RemoteRecord]
    /// Identities of which the feed says that they were deleted.
    package var deleted: [RecordID]
    /// The link to the next page; `nil` on the last.
    package var next: String?
    /// The position from which the next reading of changes goes on; on the last page.
    package var position: String?
    /// Whether the position that was asked from is not known any more and this is a complete listing instead.
    package var isRestart: Bool

    /// Creates a page.
    package init(
        records: [RemoteRecord], deleted: [RecordID] = [], next: String? = nil, position: String? = nil,
        isRestart: Bool = false
    ) {
        self.records = records
        self.deleted = deleted
        self.next = next
        self.position = position
        self.isRestart = isRestart
    }
}
