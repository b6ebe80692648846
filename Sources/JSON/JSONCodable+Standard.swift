extension String: JSONReadable, JSONWritable {
    /// Reads it from JSON.
    public init(from reader: inout JSONReader) throws(JSONError) { self = try reader.string() }
    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) { writer.string(self) }
}

extension Bool: JSONReadable, JSONWritable {
    /// Reads it from JSON.
    public init(from reader: inout JSONReader) throws(JSONError) { self = try reader.boolean() }
    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) { writer.boolean(self) }
}

extension Int64: JSONReadable, JSONWritable {
    /// Reads it from JSON.
    public init(from reader: inout JSONReader) throws(JSONError) { self = try reader.integer() }
    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) { writer.integer(self) }
}

extension Int: JSONReadable, JSONWritable {
    /// Reads it from JSON.
    public init(from reader: inout JSONReader) throws(JSONError) {
        let start = reader.offset
        guard let value = Int(exactly: try reader.integer()) else { throw JSONError(.outOfRange, at: start) }
        self = value
    }
    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) { writer.integer(self) }
}

extension Array: JSONReadable where Element: JSONReadable {
    /// Reads it from JSON.
    @inlinable
    public init(from reader: inout JSONReader) throws(JSONError) {
        self.init()
        try reader.beginArray()
        while try reader.nextElement() { append(try Element(from: &reader)) }
    }
}

extension Array: JSONWritable where Element: JSONWritable {
    /// Writes it as JSON.
    @inlinable
    public func write(to writer: inout JSONWriter) {
        writer.beginArray()
        for element in self { element.write(to: &writer) }
        writer.endArray()
    }
}

extension Optional: JSONReadable where Wrapped: JSONReadable {
    /// Reads it from JSON.
    @inlinable
    public init(from reader: inout JSONReader) throws(JSONError) {
        self = try reader.isNull() ? nil : Wrapped(from: &reader)
    }
}

extension Optional: JSONWritable where Wrapped: JSONWritable {
    /// Writes it as JSON.
    @inlinable
    public func write(to writer: inout JSONWriter) {
        guard let self else { return writer.null() }
        self.write(to: &writer)
    }
}
