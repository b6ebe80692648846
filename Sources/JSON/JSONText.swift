/// One JSON value as the bytes that it was written in: carried on, kept or decoded later, without a copy.
public struct JSONText: Sendable, Hashable {
    /// The bytes, which were checked to be one value.
    public let bytes: ArraySlice<UInt8>

    /// Takes over bytes that a reader checked to be one value.
    public init(checked bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    /// The text of a value.
    public init(_ value: some JSONWritable) { bytes = JSON.encode(value)[...] }

    /// An object without members.
    public static let emptyObject = JSONText(checked: [UInt8(ascii: "{"), UInt8(ascii: "}")])

    /// Reads the value.
    @inlinable
    public func decode<Value: JSONReadable>(_ type: Value.Type) throws(JSONError) -> Value {
        try JSON.decode(type, from: bytes)
    }
}

extension JSONText: JSONReadable, JSONWritable {
    /// Reads it from JSON.
    public init(from reader: inout JSONReader) throws(JSONError) {
        let range = try reader.skipRange()
        bytes = reader.bytes(in: range)
    }

    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) { writer.raw(bytes) }
}
