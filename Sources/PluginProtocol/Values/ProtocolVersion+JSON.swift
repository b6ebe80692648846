public import JSON

extension ProtocolVersion: JSONReadable, JSONWritable {
    /// Reads it from JSON.
    public init(from reader: inout JSONReader) throws(JSONError) { self.init(try Int(from: &reader)) }
    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) { writer.integer(number) }
}
