/// What a plugin wants done about one line of a document, on the side that is written to.
public enum LineWrite: Sendable, Hashable {
    /// A line that the other side's line becomes.
    case create(from: RecordID, Fields)
    /// Write these fields of a line.
    case update(RecordID, Fields)
    /// Delete a line.
    case delete(RecordID)
    /// Nothing becomes of the other side's line here.
    ///
    /// A document that is made names every line of its source: one that was forgotten is told from one that was left out.
    case leave(from: RecordID)
    /// The line and the other side's line are the same thing; nothing to write.
    ///
    /// Neither is coupled so far.
    case couple(RecordID, with: RecordID)
}
