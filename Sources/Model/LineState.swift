/// A line of a document on one side of a pair, as far as the decision needs it.
public struct LineState: Sendable, Hashable {
    /// Its identity.
    public var id: RecordID
    /// The identity of its partner on the other side, when the two are coupled.
    ///
    /// One that is not among the lines of the other side was deleted there.
    public var partner: RecordID?
    /// The values that were read.
    public var fields: Fields
    /// What differs from the base; unknown when no coupling ties the line.
    public var change: SideState.Change

    /// Creates the state of a line.
    public init(
        id: RecordID, partner: RecordID? = nil, fields: Fields = Fields(), change: SideState.Change = .unknown
    ) {
        self.id = id
        self.partner = partner
        self.fields = fields
        self.change = change
    }
}
