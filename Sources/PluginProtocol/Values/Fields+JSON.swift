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
        // Most names differ in length or in their last letters: only those that don't are compared in full.
        var seen: UInt64 = 0
        while let name = try reader.nextName() {
            // A record has a few dozen fields: room for them at once is cheaper than growing towards it.
            if isEmpty { reserveCapacity(24) }
            let bit = Self.bit(of: name)
            if seen & bit != 0, self[name] != nil {
                throw reader.invalid(at: reader.offset, allowed: "each field once")
            }
            seen |= bit
            append(name, try FieldValue(from: &reader))
        }
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

    /// One of 64 bits, from a name's length and its last two letters.
    private static func bit(of name: FieldName) -> UInt64 {
        var sum = UInt64(truncatingIfNeeded: name.utf8.count)
        for byte in name.utf8.suffix(2) { sum = sum &* 31 &+ UInt64(byte) }
        return 1 << (sum & 63)
    }
}
