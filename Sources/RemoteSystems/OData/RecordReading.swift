import JSON
import Model

/// What is read of each record of an answer, prepared once: the names as the wire writes them, and what becomes of the values.
///
/// It reads records straight from the bytes of an answer, into values in the order in which the fields were asked for.
/// The records of an answer have their members in the same order, so that the next name is guessed and compared, not looked up.
struct RecordReading: Sendable {
    /// What becomes of a value.
    enum Form: Sendable, Hashable {
        case text, decimal, integer, boolean, date, instant, guid
        /// A choice by number, or by a name with escapes.
        case choice
        /// Whatever it is.
        case any
        /// A column of the one row that a collection holds; empty when it holds none, or more.
        case only(FieldName)
    }
    fileprivate enum Role: Sendable, Hashable {
        case field(Int)
        case id, idField(Int), version, modified, modifiedField(Int), skipped
        /// What tells that an entry is the note of a deletion: its context, its reason, and the identity that it is about.
        case context, removal, reason, removed
    }

    /// The name of the table's key on the wire.
    let key: String
    private let names: [FieldName]
    private let forms: [Form]
    private let roles: [JSONKey: Role]

    /// Prepares the reading of fields; `wire` are their names on the wire, in the same order.
    init(key: String, modified: String?, fields: [(name: FieldName, wire: String, form: Form)]) {
        self.key = key
        names = fields.map(\.name)
        forms = fields.map(\.form)
        var roles: [JSONKey: Role] = [
            JSONKey("@odata.etag"): .version, JSONKey("@removed"): .removal, JSONKey("@odata.context"): .context,
            JSONKey("reason"): .reason, JSONKey("id"): .removed,
        ]
        for (index, field) in fields.enumerated() { roles[JSONKey(field.wire)] = .field(index) }
        if let modified {
            let role = roles[JSONKey(modified)]
            roles[JSONKey(modified)] = if case .field(let index)? = role { .modifiedField(index) } else { .modified }
        }
        if case .field(let index)? = roles[JSONKey(key)] {
            roles[JSONKey(key)] = .idField(index)
        } else {
            roles[JSONKey(key)] = .id
        }
        self.roles = roles
    }

    /// What one element of a page is.
    enum Element: Sendable, Hashable {
        case record(RemoteRecord, modified: String?)
        case deleted(RecordID)
        /// It is no part of the collection any more: deleted, or changed so that it doesn't belong to it.
        case left(RecordID)
    }

    /// What the reading of one answer remembers from record to record.
    struct Memory: Sendable {
        fileprivate var sequence: [(key: JSONKey, role: Role)] = []
        fileprivate var values: [FieldValue?] = []

        /// Starts with nothing.
        init() {}
    }

    /// Reads one record, or the note that one was deleted.
    func element(from reader: inout JSONReader, _ memory: inout Memory) throws(JSONError) -> Element {
        let start = reader.offset
        memory.values.removeAll(keepingCapacity: true)
        memory.values.append(contentsOf: repeatElement(nil, count: names.count))
        var id: String?
        var version: String?
        var modified: String?
        var removed: String?
        var isRemoved = false
        var reason: String?
        var place = 0
        try reader.beginObject()
        while let key = try reader.nextKey() {
            let role: Role
            if place < memory.sequence.count, memory.sequence[place].key == key {
                role = memory.sequence[place].role
            } else {
                role = roles[key] ?? .skipped
                if place < memory.sequence.count {
                    memory.sequence[place] = (key, role)
                } else {
                    memory.sequence.append((key, role))
                }
            }
            place += 1
            switch role {
            case .field(let index): memory.values[index] = try value(forms[index], from: &reader)
            case .id: id = try reader.string()
            case .idField(let index):
                id = try reader.string()
                memory.values[index] = id.map { .text(GUIDText.canonical($0)) }
            case .version: version = try reader.string()
            case .modified: modified = try reader.isNull() ? nil : reader.string()
            case .modifiedField(let index):
                modified = try reader.isNull() ? nil : reader.string()
                memory.values[index] = modified.map { .text($0) } ?? .null
            // `{"@odata.context":"…/$deletedEntity","id":"…","reason":"deleted"}`; 4.01 says `@removed`.
            case .context:
                if try reader.peek() == .string, try reader.string().hasSuffix("/$deletedEntity") { isRemoved = true }
            case .removal:
                isRemoved = true
                if try reader.peek() == .object { reason = try Self.reason(from: &reader) }
            case .reason: reason = try reader.peek() == .string ? reader.string() : ""
            case .removed: if try reader.peek() == .string { removed = try reader.string() }
            case .skipped: break
            }
        }
        // A record has a key of its own: what has none, and says why, is gone.
        let isDeletion = isRemoved || id == nil && reason != nil
        if isDeletion { id = removed ?? id }
        guard let id else { throw JSONError(.missing(member: self.key), at: start) }
        let identity = RecordID(GUIDText.canonical(id))
        // «changed» proves nothing: the record may be there, and not be seen from here.
        if isDeletion { return reason == "changed" ? .left(identity) : .deleted(identity) }
        var fields: [Fields.Element] = []
        fields.reserveCapacity(names.count)
        for index in names.indices {
            if let value = memory.values[index] { fields.append(Fields.Element(names[index], value)) }
        }
        return .record(
            RemoteRecord(
                id: identity, version: version.map { RecordVersion($0) }, fields: Fields(fields),
                modified: modified.flatMap(Instant.seconds)), modified: modified)
    }

    /// Reads `{"reason":"deleted"}`.
    private static func reason(from reader: inout JSONReader) throws(JSONError) -> String? {
        var reason: String?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            if key == "reason", try reader.peek() == .string { reason = try reader.string() }
        }
        return reason
    }

    /// Reads one value in canonical form.
    private func value(_ form: Form, from reader: inout JSONReader) throws(JSONError) -> FieldValue {
        switch (form, try reader.peek()) {
        case (_, .null):
            try reader.null()
            return .null
        case (.integer, .number), (.choice, .number):
            let text = try reader.numberText()
            return Int64(text).map { .integer($0) } ?? CanonicalDecimal.text(text).map { .text($0) } ?? .text(text)
        case (_, .number):
            let text = try reader.numberText()
            return .text(CanonicalDecimal.text(text) ?? text)
        case (_, .boolean): return .boolean(try reader.boolean())
        case (.date, .string), (.instant, .string):
            let text = try reader.string()
            // Business Central's empty date; the CRM has none before 1753.
            return text.hasPrefix("0001-01-01") ? .null : .text(text)
        case (.guid, .string): return .text(GUIDText.canonical(try reader.string()))
        case (.choice, .string): return .text(EnumName.decoded(try reader.string()))
        case (.decimal, .string):
            let text = try reader.string()
            return .text(CanonicalDecimal.text(text) ?? text)
        case (_, .string): return .text(try reader.string())
        case (.only(let column), .array): return try only(column, from: &reader)
        case (_, .array), (_, .object):
            try reader.skip()
            return .null
        }
    }

    /// Reads a column of the one row of a collection.
    private func only(_ column: FieldName, from reader: inout JSONReader) throws(JSONError) -> FieldValue {
        var rows: [FieldValue] = []
        try reader.beginArray()
        while try reader.nextElement() {
            var found = FieldValue.null
            try reader.beginObject()
            while let name = try reader.nextName() {
                if name == column { found = try value(.any, from: &reader) }
            }
            rows.append(found)
        }
        return rows.count == 1 ? rows[0] : .null
    }
}
