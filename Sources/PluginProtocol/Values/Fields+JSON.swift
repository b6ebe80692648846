public import JSON
public import Model

extension FieldValue: JSONReadable, JSONWritable {
    /// Reads it from JSON: null, a boolean, a whole number or a string; a decimal number travels as a string.
    public init(from reader: inout JSONReader) throws(JSONError) {
        switch try reader.peek() {
        case .string: self = .text(try reader.string())
        case .null:
            try reader.null()
            self = .null
        case .boolean: self = .boolean(try reader.boolean())
        case .number: self = .integer(try reader.integer())
        case .array, .object: throw reader.invalid(at: reader.offset, allowed: "null, boolean, whole number, string")
        }
    }

    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) {
        switch self {
        case .null: writer.null()
        case .boolean(let value): writer.boolean(value)
        case .integer(let value): writer.integer(value)
        case .text(let text): writer.string(text)
        }
    }
}

extension Fields: JSONReadable, JSONWritable {
    /// Reads it from JSON.
    ///
    /// A name that occurs twice is refused: which value holds must not depend on who reads.
    public init(from reader: inout JSONReader) throws(JSONError) {
        self.init()
        try reader.beginObject()
        var names: [FieldName] = []
        while let name = try reader.nextName() {
            let value = try FieldValue(from: &reader)
            names.append(name)
            append(name, value)
        }
        guard !Self.hasDuplicate(names) else { throw reader.invalid(at: reader.offset, allowed: "each field once") }
    }

    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            for field in self {
                writer.name(field.name)
                field.value.write(to: &writer)
            }
        }
    }

    /// Whether a name occurs twice.
    ///
    /// Records have a few dozen fields; hashing pays only beyond that.
    private static func hasDuplicate(_ names: [FieldName]) -> Bool {
        guard names.count <= 64 else { return Set(names).count < names.count }
        for (index, name) in names.enumerated() {
            for other in names[..<index] where other == name { return true }
        }
        return false
    }
}
