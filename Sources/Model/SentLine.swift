/// A line that is made, changed or deleted together with its document, as the document's intent keeps it: without a value.
public struct SentLine: Sendable, Hashable {
    /// What becomes of it.
    public enum Operation: Sendable, Hashable {
        /// It is made.
        case create
        /// It is changed; the base of what it was, as the decision saw it.
        case update(before: Base)
        /// It is deleted.
        case delete
    }

    /// What becomes of it.
    public var operation: Operation
    /// The line on the other side from which the written values come; of one that is deleted, its partner, which is gone.
    public var source: RecordID
    /// What that line was, as the decision saw it; of one that is gone, nothing.
    public var sourceBase: Base
    /// Its own identity: the key that we chose for it, where the system allows that; that of one that is there.
    public var key: RecordID?
    /// Its number within the document, by which a new one is recognised where it has no key of ours.
    public var number: Int64?
    /// The names of the written fields with the keyed hash of each value as sent.
    public var sent: [Intent.SentField]

    /// Creates the note of a line.
    public init(
        _ operation: Operation = .create, source: RecordID, sourceBase: Base, key: RecordID?, number: Int64?,
        sent: [Intent.SentField]
    ) {
        self.operation = operation
        self.source = source
        self.sourceBase = sourceBase
        self.key = key
        self.number = number
        self.sent = sent
    }
}
