public import JSON
public import Model

extension SideState: JSONReadable, JSONWritable {
    /// Reads it from JSON: `{"state", "id", "fields", "changed": [names] | "unknown", "lines"}`; without `changed`, nothing has.
    public init(from reader: inout JSONReader) throws(JSONError) {
        var presence: Presence?
        var id: RecordID?
        var fields = Fields()
        var change = Change.fields([])
        var lines: [LineState] = []
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "state": presence = try Presence(from: &reader)
            case "id": id = try RecordID?(from: &reader)
            case "fields": fields = try Fields(from: &reader)
            case "changed": change = try Change(from: &reader)
            case "lines": lines = try [LineState](from: &reader)
            default: break
            }
        }
        self.init(
            presence: try reader.require(presence, "state"), id: id, fields: fields, change: change, lines: lines)
    }

    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("state", presence)
            writer.member("id", ifPresent: id)
            if !fields.isEmpty { writer.member("fields", fields) }
            if change != .fields([]) { writer.member("changed", change) }
            if !lines.isEmpty { writer.member("lines", lines) }
        }
    }
}

extension SideState.Change: JSONReadable, JSONWritable {
    /// Reads it from JSON: the names, or the word `unknown`.
    public init(from reader: inout JSONReader) throws(JSONError) {
        guard try reader.peek() == .string else {
            var names: [FieldName] = []
            try reader.beginArray()
            while try reader.nextElement() { names.append(try reader.string()) }
            self = .fields(names)
            return
        }
        let start = reader.offset
        guard try reader.string() == "unknown" else { throw reader.invalid(at: start, allowed: "[names], unknown") }
        self = .unknown
    }

    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) {
        switch self {
        case .fields(let names): names.write(to: &writer)
        case .unknown: writer.string("unknown")
        }
    }
}

extension RecordPair: JSONReadable, JSONWritable {
    /// Reads it from JSON: `{"pair", "coupled", "erp", "crm", "match", "cause"}`.
    public init(from reader: inout JSONReader) throws(JSONError) {
        var id: ID?
        var isCoupled = false
        var erp: SideState?
        var crm: SideState?
        var match: Match?
        var cause: Cause?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "pair": id = try ID(from: &reader)
            case "coupled": isCoupled = try reader.boolean()
            case "erp": erp = try SideState(from: &reader)
            case "crm": crm = try SideState(from: &reader)
            case "match": match = try Match?(from: &reader)
            case "cause": cause = try Cause(from: &reader)
            default: break
            }
        }
        self.init(
            id: try reader.require(id, "pair"), isCoupled: isCoupled,
            sides: Sided(erp: try reader.require(erp, "erp"), crm: try reader.require(crm, "crm")), match: match,
            cause: try reader.require(cause, "cause"))
    }

    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("pair", id)
            writer.member("coupled", isCoupled)
            writer.member("erp", sides.erp)
            writer.member("crm", sides.crm)
            writer.member("match", ifPresent: match)
            writer.member("cause", cause)
        }
    }
}

extension RecordPair.Match: JSONReadable, JSONWritable {
    /// Reads it from JSON: `{"rule", "ambiguous"}`.
    public init(from reader: inout JSONReader) throws(JSONError) {
        var rule: String?
        var ambiguous: [RecordID] = []
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "rule": rule = try reader.string()
            case "ambiguous": ambiguous = try [RecordID](from: &reader)
            default: break
            }
        }
        self.init(rule: try reader.require(rule, "rule"), ambiguous: ambiguous)
    }

    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("rule", rule)
            if !ambiguous.isEmpty { writer.member("ambiguous", ambiguous) }
        }
    }
}
