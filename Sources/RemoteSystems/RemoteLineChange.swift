package import Model

/// A change of one line of a document that is there.
package enum RemoteLineChange: Sendable, Hashable {
    /// Makes a line.
    case create(RemoteLine)
    /// Changes the given fields of a line, if it still has the version.
    case update(RecordID, version: RecordVersion, Fields)
    /// Deletes a line, if it still has the version.
    case delete(RecordID, version: RecordVersion)
}
