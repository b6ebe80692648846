/// Two lines of a coupled document that are the same thing, and what both were when they last agreed.
public struct LineCoupling: Sendable, Hashable {
    /// The two lines.
    public var ids: Sided<RecordID>
    /// What both were; without versions, which are those of their documents.
    public var bases: Sided<Base>

    /// Creates a coupling.
    public init(ids: Sided<RecordID>, bases: Sided<Base>) {
        self.ids = ids
        self.bases = bases
    }
}
