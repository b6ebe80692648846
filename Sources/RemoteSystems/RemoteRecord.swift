package import Model

/// A record as it was read: canonical values of the fields that were asked for.
package struct RemoteRecord: Sendable, Hashable {
    /// Its identity.
    package var id: RecordID
    /// Its version.
    package var version: RecordVersion?
    /// The values, in the order asked.
    ///
    /// A field that the answer lacked is absent.
    package var fields: Fields
    /// When it was last modified, in seconds since 1970 (UTC), where the system says so.
    ///
    /// Never decides; informs and orders.
    package var modified: Double?
    /// The lines of a document that was read or made with them, and those of one that is there that were written, in the order of their
    /// numbers; empty for every other record.
    package var lines: [RemoteRecord] = []

    /// Creates a record.
    package init(id: RecordID, version: RecordVersion?, fields: Fields, modified: Double? = nil) {
        self.id = id
        self.version = version
        self.fields = fields
        self.modified = modified
    }
}
