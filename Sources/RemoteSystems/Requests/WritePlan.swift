#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import Model

/// What the writes of one call share, prepared once: the fields by name, and how answers are asked for and read.
struct WritePlan: Sendable {
    /// How one list of fields is asked for and read.
    struct Form: Sendable {
        /// How an answer is read.
        var reading: RecordReading
        /// The value of `$select`.
        var selection: String
        /// What is asked for besides, as a preference.
        var preference: String?
    }

    /// The writes.
    let writes: [RemoteWrite]
    /// The table that they go to.
    let table: RemoteTable
    /// When the last of their requests may be sent.
    let notAfter: Date
    private let fields: [FieldName: RemoteTable.Field]
    private let forms: [[FieldName]: Form]

    /// Prepares writes.
    init(_ writes: [RemoteWrite], to table: RemoteTable, notAfter: Date, form: ([FieldName]) -> Form) {
        self.writes = writes
        self.table = table
        self.notAfter = notAfter
        fields = Dictionary(table.fields.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        var forms: [[FieldName]: Form] = [:]
        for write in writes where forms[write.returning] == nil { forms[write.returning] = form(write.returning) }
        self.forms = forms
    }

    /// A field of the table.
    func field(_ name: FieldName) -> RemoteTable.Field? { fields[name] }

    /// How the answer to a write is asked for and read.
    func form(of write: RemoteWrite) -> Form {
        guard let form = forms[write.returning] else { preconditionFailure("a plan has a form for each of its writes") }
        return form
    }
}
