/// A value that can be read from JSON.
public protocol JSONReadable {
    /// Reads one value, the next one of the reader.
    init(from reader: inout JSONReader) throws(JSONError)
}

/// A value that can be written as JSON.
public protocol JSONWritable {
    /// Appends the value, exactly one.
    func write(to writer: inout JSONWriter)
}

/// A value that crosses the wire both ways.
public typealias JSONCodable = JSONReadable & JSONWritable

/// Whole texts: bytes to a value and back.
public enum JSON: Sendable {
    /// Reads a text that is one value, with nothing but white space around it.
    @inlinable
    public static func decode<Value: JSONReadable>(
        _ type: Value.Type, from bytes: ArraySlice<UInt8>, limits: JSONLimits = .standard
    ) throws(JSONError) -> Value {
        var reader = JSONReader(bytes, limits: limits)
        let value = try Value(from: &reader)
        try reader.finish()
        return value
    }

    /// Reads a text that is one value, with nothing but white space around it.
    @inlinable
    public static func decode<Value: JSONReadable>(
        _ type: Value.Type, from bytes: [UInt8], limits: JSONLimits = .standard
    ) throws(JSONError) -> Value {
        try decode(type, from: bytes[...], limits: limits)
    }

    /// Reads a text that is one value, with nothing but white space around it.
    @inlinable
    public static func decode<Value: JSONReadable>(
        _ type: Value.Type, from text: String, limits: JSONLimits = .standard
    ) throws(JSONError) -> Value {
        try decode(type, from: Array(text.utf8)[...], limits: limits)
    }

    /// The text of a value, without any white space.
    @inlinable
    public static func encode(_ value: some JSONWritable) -> [UInt8] {
        var writer = JSONWriter()
        value.write(to: &writer)
        return writer.bytes
    }

    /// The text of a value as a string.
    public static func text(_ value: some JSONWritable) -> String {
        String(decoding: encode(value), as: UTF8.self)
    }
}
