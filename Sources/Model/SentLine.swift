/// A line that is made together with its document, as the document's intent keeps it: without a value.
public struct SentLine: Sendable, Hashable {
    /// The line on the other side from which the written values come.
    public var source: RecordID
    /// What that line was, as the decision saw it.
    public var sourceBase: Base
    /// The key that we chose for it, where the system allows that.
    public var key: RecordID?
    /// Its number within the document, by which it is recognised where it has no key of ours.
    public var number: Int64?
    /// The names of the written fields with the keyed hash of each value as sent.
    public var sent: [Intent.SentField]

    /// Creates the note of a line.
    public init(source: RecordID, sourceBase: Base, key: RecordID?, number: Int64?, sent: [Intent.SentField]) {
        self.source = source
        self.sourceBase = sourceBase
        self.key = key
        self.number = number
        self.sent = sent
    }
}
