public import JSON
public import Model

/// What a plugin says of the lines of its documents, given a tenant's metadata.
public struct LinesDescription: Sendable, Hashable {
    /// The field map of the lines.
    public var fields: [MappedField]
    /// Every field of a line that the host reads, per side, in the order of a record.
    public var reads: Sided<[FieldName]>

    /// Creates a description.
    public init(fields: [MappedField], reads: Sided<[FieldName]>) {
        self.fields = fields
        self.reads = reads
    }
}

extension LinesDescription: JSONReadable, JSONWritable {
    /// Reads it from JSON.
    public init(from reader: inout JSONReader) throws(JSONError) {
        var fields: [MappedField] = []
        var reads: Sided<[FieldName]>?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "fields": fields = try [MappedField](from: &reader)
            case "reads": reads = try Sided(from: &reader)
            default: break
            }
        }
        self.init(fields: fields, reads: try reader.require(reads, "reads"))
    }

    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("fields", fields)
            writer.member("reads", reads)
        }
    }
}
