public import JSON
public import Model

/// A record that was read, with its identity.
public struct FoundRecord: Sendable, Hashable, JSONReadable, JSONWritable {
    /// The identity on its side.
    public var id: RecordID
    /// The fields that were asked for.
    public var fields: Fields

    /// Creates a record that was read.
    public init(id: RecordID, fields: Fields) {
        self.id = id
        self.fields = fields
    }

    /// Reads it from JSON.
    public init(from reader: inout JSONReader) throws(JSONError) {
        var id: RecordID?
        var fields = Fields()
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "id": id = try RecordID(from: &reader)
            case "fields": fields = try Fields(from: &reader)
            default: break
            }
        }
        self.init(id: try reader.require(id, "id"), fields: fields)
    }

    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", id)
            writer.member("fields", fields)
        }
    }
}
