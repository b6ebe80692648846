/// What a plugin wants done about one line of a document, on the side that is written to.
public enum LineWrite: Sendable, Hashable {
    /// A line that the other side's line becomes.
    case create(from: RecordID, Fields)
    /// Write these fields of a line.
    case update(RecordID, Fields)
    /// Delete a line.
    case delete(RecordID)
}
