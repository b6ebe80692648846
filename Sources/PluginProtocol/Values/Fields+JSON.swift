public import JSON
public import Model

extension FieldValue {
    /// Takes over a value that was read.
    @inline(__always)
    init(_ value: JSONScalar) {
        switch value {
        case .null: self = .null
        case .boolean(let value): self = .boolean(value)
        case .integer(let value): self = .integer(value)
        case .text(let text): self = .text(text)
        }
    }
}

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
        var elements: [Element] = []
        // A record has a few dozen fields: room for them at once is cheaper than growing towards it.
        elements.reserveCapacity(24)
        try reader.scalars { name, value in elements.append(Element(name, FieldValue(value))) }
        self.init(elements)
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
}
