public import JSON
public import Model

extension LineState: JSONReadable, JSONWritable {
    /// Reads it from JSON: `{"id", "partner", "fields", "changed": [names] | "unknown"}`; without `changed`, nothing has.
    public init(from reader: inout JSONReader) throws(JSONError) {
        var id: RecordID?
        var partner: RecordID?
        var fields = Fields()
        var change = SideState.Change.fields([])
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "id": id = try RecordID(from: &reader)
            case "partner": partner = try RecordID?(from: &reader)
            case "fields": fields = try Fields(from: &reader)
            case "changed": change = try SideState.Change(from: &reader)
            default: break
            }
        }
        self.init(id: try reader.require(id, "id"), partner: partner, fields: fields, change: change)
    }

    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", id)
            writer.member("partner", ifPresent: partner)
            if !fields.isEmpty { writer.member("fields", fields) }
            if change != .fields([]) { writer.member("changed", change) }
        }
    }
}

extension LineWrite: JSONReadable, JSONWritable {
    /// The words for the kinds of write.
    private enum Verb: String, WireWord {
        case create, update, delete, leave, couple
    }

    /// Reads it from JSON: `{"do": "create", "from", "set"}`, `{"do": "update", "id", "set"}`, `{"do": "delete", "id"}`,
    /// `{"do": "leave", "from"}` or `{"do": "couple", "id", "with"}`.
    public init(from reader: inout JSONReader) throws(JSONError) {
        var verb: Verb?
        var source: RecordID?
        var id: RecordID?
        var partner: RecordID?
        var fields: Fields?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "do": verb = try Verb(from: &reader)
            case "from": source = try RecordID(from: &reader)
            case "id": id = try RecordID(from: &reader)
            case "with": partner = try RecordID(from: &reader)
            case "set": fields = try Fields(from: &reader)
            default: break
            }
        }
        self =
            switch try reader.require(verb, "do") {
            case .create: .create(from: try reader.require(source, "from"), try reader.require(fields, "set"))
            case .update: .update(try reader.require(id, "id"), try reader.require(fields, "set"))
            case .delete: .delete(try reader.require(id, "id"))
            case .leave: .leave(from: try reader.require(source, "from"))
            case .couple: .couple(try reader.require(id, "id"), with: try reader.require(partner, "with"))
            }
    }

    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            switch self {
            case .create(let source, let fields):
                writer.member("do", Verb.create)
                writer.member("from", source)
                writer.member("set", fields)
            case .update(let id, let fields):
                writer.member("do", Verb.update)
                writer.member("id", id)
                writer.member("set", fields)
            case .delete(let id):
                writer.member("do", Verb.delete)
                writer.member("id", id)
            case .leave(let source):
                writer.member("do", Verb.leave)
                writer.member("from", source)
            case .couple(let id, let partner):
                writer.member("do", Verb.couple)
                writer.member("id", id)
                writer.member("with", partner)
            }
        }
    }
}
