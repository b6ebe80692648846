public import JSON
public import Model

/// An enumeration whose cases travel as their raw words.
public protocol WireWord: JSONReadable, JSONWritable, RawRepresentable, CaseIterable, Sendable
where RawValue == String {}

extension WireWord {
    /// Reads it from JSON.
    public init(from reader: inout JSONReader) throws(JSONError) { self = try reader.word(Self.self) }
    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) { writer.string(rawValue) }
}

extension Side: WireWord {}
extension Direction: WireWord {}
extension ConflictPolicy: WireWord {}
extension RunMode: WireWord {}
extension MatchRule.Likeness: WireWord {}
extension RecordFilter.Condition.Test: WireWord {}
extension SideState.Presence: WireWord {}
extension RecordPair.Cause: WireWord {}

extension EntityName: JSONReadable, JSONWritable {
    /// Reads it from JSON.
    public init(from reader: inout JSONReader) throws(JSONError) {
        _ = try reader.peek()
        let start = reader.offset
        guard let name = EntityName(try reader.string()) else {
            throw reader.invalid(at: start, allowed: "[a-z][a-z0-9-]{0,40}")
        }
        self = name
    }
    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) { writer.string(text) }
}

extension RecordID: JSONReadable, JSONWritable {
    /// Reads it from JSON.
    public init(from reader: inout JSONReader) throws(JSONError) { self.init(try reader.string()) }
    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) { writer.string(text) }
}

extension RunID: JSONReadable, JSONWritable {
    /// Reads it from JSON.
    public init(from reader: inout JSONReader) throws(JSONError) { self.init(try reader.string()) }
    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) { writer.string(text) }
}

extension RecordPair.ID: JSONReadable, JSONWritable {
    /// Reads it from JSON.
    public init(from reader: inout JSONReader) throws(JSONError) { self.init(try Int(from: &reader)) }
    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) { writer.integer(number) }
}

extension Sided: JSONReadable where Value: JSONReadable {
    /// Reads it from JSON.
    public init(from reader: inout JSONReader) throws(JSONError) {
        var erp: Value?
        var crm: Value?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "erp": erp = try Value(from: &reader)
            case "crm": crm = try Value(from: &reader)
            default: break
            }
        }
        self.init(erp: try reader.require(erp, "erp"), crm: try reader.require(crm, "crm"))
    }
}

extension Sided: JSONWritable where Value: JSONWritable {
    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("erp", erp)
            writer.member("crm", crm)
        }
    }
}
