package import Model

/// One write.
package struct RemoteWrite: Sendable, Hashable {
    /// What it does.
    package enum Operation: Sendable, Hashable {
        /// Creates a record; with a key that we chose where the system allows it (`If-None-Match: *`).
        case create(key: RecordID?)
        /// Changes the given fields, if the record still has the version.
        case update(RecordID, version: RecordVersion)
        /// Deletes the record, if it still has the version.
        case delete(RecordID, version: RecordVersion)
    }
    /// What it does.
    package var operation: Operation
    /// The values to write, in canonical form.
    package var fields: Fields
    /// The fields to give back as the server then has them.
    package var returning: [FieldName]
    /// Whether a create that was not answered can be recognised later by a key among its fields, which the server keeps unique.
    ///
    /// One that can't be travels alone.
    package var isRecognisable: Bool
    /// The lines of a document that are written together with it; `nil` where there are none.
    package var lines: RemoteLines?
    /// The states that a record goes through for the write; `nil` for one that can be written as it is.
    package var detour: StateDetour?

    /// Creates a write.
    package init(
        _ operation: Operation, fields: Fields, returning: [FieldName], isRecognisable: Bool = false,
        lines: RemoteLines? = nil, detour: StateDetour? = nil
    ) {
        self.detour = detour
        self.operation = operation
        self.fields = fields
        self.returning = returning
        self.isRecognisable = isRecognisable
        self.lines = lines
    }
}
