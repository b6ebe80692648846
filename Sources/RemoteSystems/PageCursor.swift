/// Where reading goes on.
package enum PageCursor: Sendable, Hashable {
    /// A complete listing, from its first page; its last page carries the position from which changes are read.
    case listing
    /// Ids and versions only, for a sweep.
    case sweep
    /// What changed since a position.
    case changes(since: String)
    /// The page after one that was read, by the link that it carried.
    case next(String)
}
