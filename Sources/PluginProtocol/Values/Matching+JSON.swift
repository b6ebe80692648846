public import JSON
public import Model

extension MatchRule: JSONReadable, JSONWritable {
    /// Reads it from JSON: `{"name", "criteria"}`.
    public init(from reader: inout JSONReader) throws(JSONError) {
        var name: String?
        var criteria: [Criterion]?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "name": name = try reader.string()
            case "criteria": criteria = try [Criterion](from: &reader)
            default: break
            }
        }
        self.init(try reader.require(name, "name"), try reader.require(criteria, "criteria"))
    }

    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("name", name)
            writer.member("criteria", criteria)
        }
    }
}

extension MatchRule.Criterion: JSONReadable, JSONWritable {
    /// Reads it from JSON: `{"erp", "crm", "like", "prefix", "entity"}`.
    public init(from reader: inout JSONReader) throws(JSONError) {
        var erp: FieldName?
        var crm: FieldName?
        var likeness = MatchRule.Likeness.caseless
        var prefix = ""
        var entity: EntityName?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "erp": erp = try reader.string()
            case "crm": crm = try reader.string()
            case "like": likeness = try MatchRule.Likeness(from: &reader)
            case "prefix": prefix = try reader.string()
            case "entity": entity = try EntityName(from: &reader)
            default: break
            }
        }
        self.init(erp: try reader.require(erp, "erp"), crm: try reader.require(crm, "crm"), likeness, prefix: prefix)
        self.entity = entity
    }

    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("erp", fields.erp)
            writer.member("crm", fields.crm)
            writer.member("like", likeness)
            if !prefix.isEmpty { writer.member("prefix", prefix) }
            if let entity { writer.member("entity", entity) }
        }
    }
}

extension RecordFilter: JSONReadable, JSONWritable {
    /// Reads it from JSON: an array of conditions.
    public init(from reader: inout JSONReader) throws(JSONError) { self.init(try [Condition](from: &reader)) }
    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) { conditions.write(to: &writer) }
}

extension RecordFilter.Condition: JSONReadable, JSONWritable {
    /// Reads it from JSON: `{"field", "test", "values"}`.
    public init(from reader: inout JSONReader) throws(JSONError) {
        var field: FieldName?
        var test: Test?
        var values: [FieldValue] = []
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "field": field = try reader.string()
            case "test": test = try Test(from: &reader)
            case "values": values = try [FieldValue](from: &reader)
            default: break
            }
        }
        self.init(try reader.require(field, "field"), try reader.require(test, "test"), values)
    }

    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("field", field)
            writer.member("test", test)
            if !values.isEmpty { writer.member("values", values) }
        }
    }
}
