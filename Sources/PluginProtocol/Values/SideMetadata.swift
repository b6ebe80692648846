public import JSON
public import Model

/// What the host found out about a side of an entity in this tenant.
public struct SideMetadata: Sendable, Hashable, JSONReadable, JSONWritable {
    /// The table, as the manifest names it.
    public var table: String
    /// The route that was found, as `kind path set`: `custom couplet/sync/v1.0 customers`.
    public var route: String
    /// The fields that can be read there.
    public var fields: [FieldMetadata]

    /// Creates the metadata of a side.
    public init(table: String, route: String, fields: [FieldMetadata]) {
        self.table = table
        self.route = route
        self.fields = fields
    }

    /// What is known about a field; `nil` when the tenant has none of this name.
    public subscript(name: FieldName) -> FieldMetadata? { fields.first { $0.name == name } }

    /// Reads it from JSON.
    public init(from reader: inout JSONReader) throws(JSONError) {
        var table: String?
        var route = ""
        var fields: [FieldMetadata]?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "table": table = try reader.string()
            case "route": route = try reader.string()
            case "fields": fields = try [FieldMetadata](from: &reader)
            default: break
            }
        }
        self.init(
            table: try reader.require(table, "table"), route: route, fields: try reader.require(fields, "fields"))
    }

    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("table", table)
            writer.member("route", route)
            writer.member("fields", fields)
        }
    }
}
