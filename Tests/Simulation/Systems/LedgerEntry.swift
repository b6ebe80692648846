package import Model

/// What happened to a row of a simulated system, written down by the system itself: what the oracles read.
package struct LedgerEntry: Sendable, Hashable {
    /// Who did it.
    package enum Author: String, Sendable, Hashable {
        case person, couplet
    }
    /// What was done.
    package enum Kind: String, Sendable, Hashable {
        case create, update, delete
    }

    /// When, since the start of the history.
    package var time: Duration
    /// In which run of a host, counted from one; 0 before the first.
    ///
    /// What lands late belongs to the run that sent it.
    package var run: Int
    /// Who.
    package var author: Author
    /// What.
    package var kind: Kind
    /// On which side.
    package var side: Side
    /// The table.
    package var table: String
    /// The row.
    package var id: RecordID
    /// What was written, as it was sent.
    package var written: Fields
    /// The row before; `nil` when there was none.
    package var before: Fields?
    /// The row afterwards; `nil` when there is none.
    package var after: Fields?
    /// Whether the server did it by itself: it empties what refers to a record that is deleted.
    package var isCascade: Bool
    /// Whether whoever did it was told.
    package var isAnswered: Bool
    /// Whether Couplet wrote over a state of the row that it had never read.
    package var isBlind: Bool
}
