/// Where the feed of a side stands, and behind it where that of the movements stands, which has no row of its own in the store.
struct FeedToken: Sendable, Hashable {
    /// No position of a system has this character.
    private static let mark: Character = "\u{1F}"

    /// The position of the table's own feed.
    var own: String
    /// That of the rows that move its figures; `nil` when they were never read.
    var movements: String?

    init(own: String, movements: String?) {
        self.own = own
        self.movements = movements
    }

    /// Takes it from its text, which for a table without movements is the position itself.
    init(_ text: String) {
        let parts = text.split(separator: Self.mark, maxSplits: 1, omittingEmptySubsequences: false)
        own = parts.first.map { String($0) } ?? ""
        movements = parts.count > 1 ? String(parts[1]) : nil
    }

    /// It as one text.
    var text: String { movements.map { "\(own)\(Self.mark)\($0)" } ?? own }
}
