package import Model

/// What became of one write.
package enum WriteResult: Sendable, Hashable {
    /// It was carried out; the record as the server returned it. A delete returns the identity alone.
    case done(RemoteRecord)
    /// A create with our key met a record that has the key already (412).
    case exists(RecordID)
    /// The record has another version than the write was made for (409, 412).
    case versionChanged
    /// The record is not there (404).
    case gone
    /// The server refused it; nothing was changed.
    case refused(Problem)
    /// It was not carried out, for a reason that passes; it may be sent again.
    ///
    /// The code `deadline` says that its time was over before it could be sent.
    case notSent(Problem)
    /// No answer came: it may have been carried out, may still be, or may never be.
    case inDoubt(Problem)
}
