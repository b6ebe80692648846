public import JSON
public import Model

/// What a tenant's metadata says about a field.
public struct FieldMetadata: Sendable, Hashable {
    /// The types that fields have.
    public enum FieldType: Sendable, Hashable {
        /// Text.
        case text
        /// A code: text that its system keeps in upper case, without blanks at the ends.
        case code
        /// A decimal number, which travels as a string.
        case decimal
        /// A whole number.
        case integer
        /// A truth value.
        case boolean
        /// A day: `YYYY-MM-DD`.
        case date
        /// A point in time, in UTC.
        case instant
        /// A GUID that refers to nothing known.
        case guid
        /// The identity of a record of one of these tables.
        case lookup(targets: [String])
        /// The number of a value of a choice column.
        case choice
    }

    /// The name in its system.
    public var name: FieldName
    /// The type.
    public var type: FieldType
    /// The greatest length of a text, in characters as its system counts them; `nil` when there is no limit.
    public var maxLength: Int?
    /// Whether the system refuses to have it written.
    public var isReadOnly: Bool

    /// Creates what is known about a field.
    public init(_ name: FieldName, _ type: FieldType, maxLength: Int? = nil, isReadOnly: Bool = false) {
        self.name = name
        self.type = type
        self.maxLength = maxLength
        self.isReadOnly = isReadOnly
    }
}

extension FieldMetadata: JSONReadable, JSONWritable {
    private enum Word: String, WireWord {
        case text, code, decimal, integer, boolean, date, instant, guid, lookup, choice
    }

    /// Reads it from JSON: `{"name", "type", "targets", "maxLength", "readOnly"}`.
    public init(from reader: inout JSONReader) throws(JSONError) {
        var name: FieldName?
        var word: Word?
        var targets: [String] = []
        var maxLength: Int?
        var isReadOnly = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "name": name = try reader.string()
            case "type": word = try Word(from: &reader)
            case "targets": targets = try [String](from: &reader)
            case "maxLength": maxLength = try Int?(from: &reader)
            case "readOnly": isReadOnly = try reader.boolean()
            default: break
            }
        }
        let type = Self.type(try reader.require(word, "type"), targets)
        self.init(try reader.require(name, "name"), type, maxLength: maxLength, isReadOnly: isReadOnly)
    }

    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("name", name)
            writer.member("type", word)
            if case .lookup(let targets) = type { writer.member("targets", targets) }
            writer.member("maxLength", ifPresent: maxLength)
            if isReadOnly { writer.member("readOnly", true) }
        }
    }

    private static func type(_ word: Word, _ targets: [String]) -> FieldType {
        switch word {
        case .text: .text
        case .code: .code
        case .decimal: .decimal
        case .integer: .integer
        case .boolean: .boolean
        case .date: .date
        case .instant: .instant
        case .guid: .guid
        case .lookup: .lookup(targets: targets)
        case .choice: .choice
        }
    }

    private var word: Word {
        switch type {
        case .text: .text
        case .code: .code
        case .decimal: .decimal
        case .integer: .integer
        case .boolean: .boolean
        case .date: .date
        case .instant: .instant
        case .guid: .guid
        case .lookup: .lookup
        case .choice: .choice
        }
    }
}
