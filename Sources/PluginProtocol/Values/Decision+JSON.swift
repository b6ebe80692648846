public import JSON
public import Model

extension Decision: JSONReadable, JSONWritable {
    /// The words for the kinds of action.
    private enum Verb: String, WireWord {
        case none, create, update, updateBoth, delete, couple, uncouple, setAside, wait
    }

    /// What a decision may say besides its verb.
    private struct Parts {
        var side: Side?
        var set: Fields?
        var erp: Fields?
        var crm: Fields?
        var key: [FieldName] = []
        var problem: Problem?
        var reference: RecordReference?
    }

    /// Reads it from JSON: `{"pair", "do", …, "lines", "reason", "settled", "leftOut"}`; what else there is depends on `do`.
    public init(from reader: inout JSONReader) throws(JSONError) {
        var pair: RecordPair.ID?
        var verb: Verb?
        var parts = Parts()
        var reason: Reason?
        var settled: [SettledConflict] = []
        var leftOut: [RecordReference] = []
        var lines = Sided<[LineWrite]>(erp: [], crm: [])
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "pair": pair = try RecordPair.ID(from: &reader)
            case "do": verb = try Verb(from: &reader)
            case "side": parts.side = try Side(from: &reader)
            case "set": parts.set = try Fields(from: &reader)
            case "erp": parts.erp = try Fields(from: &reader)
            case "crm": parts.crm = try Fields(from: &reader)
            case "key": parts.key = try [FieldName](from: &reader)
            case "problem": parts.problem = try Problem(from: &reader)
            case "for": parts.reference = try RecordReference(from: &reader)
            case "reason": reason = try Reason(from: &reader)
            case "settled": settled = try [SettledConflict](from: &reader)
            case "leftOut": leftOut = try [RecordReference](from: &reader)
            case "lines": lines = try Self.lines(&reader)
            default: break
            }
        }
        self.init(
            pair: try reader.require(pair, "pair"),
            action: try Self.action(reader.require(verb, "do"), parts, reader),
            reason: try reader.require(reason, "reason"), settled: settled, leftOut: leftOut,
            lines: lines)
    }

    /// A side on which no line is written may be left out.
    private static func lines(_ reader: inout JSONReader) throws(JSONError) -> Sided<[LineWrite]> {
        var lines = Sided<[LineWrite]>(erp: [], crm: [])
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "erp": lines.erp = try [LineWrite](from: &reader)
            case "crm": lines.crm = try [LineWrite](from: &reader)
            default: break
            }
        }
        return lines
    }

    private func writeLines(to writer: inout JSONWriter) {
        guard !lines.erp.isEmpty || !lines.crm.isEmpty else { return }
        writer.name("lines")
        writer.object { writer in
            if !lines.erp.isEmpty { writer.member("erp", lines.erp) }
            if !lines.crm.isEmpty { writer.member("crm", lines.crm) }
        }
    }

    private static func action(_ verb: Verb, _ parts: Parts, _ reader: JSONReader) throws(JSONError) -> Action {
        switch verb {
        case .none: .none
        case .couple: .couple
        case .uncouple: .uncouple(writing: Sided(erp: parts.erp ?? Fields(), crm: parts.crm ?? Fields()))
        case .create:
            .create(try reader.require(parts.side, "side"), try reader.require(parts.set, "set"), key: parts.key)
        case .update: .update(try reader.require(parts.side, "side"), try reader.require(parts.set, "set"))
        case .updateBoth:
            .updateBoth(Sided(erp: try reader.require(parts.erp, "erp"), crm: try reader.require(parts.crm, "crm")))
        case .delete: .delete(try reader.require(parts.side, "side"))
        case .setAside: .setAside(try reader.require(parts.problem, "problem"))
        case .wait: .wait(try reader.require(parts.reference, "for"))
        }
    }

    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("pair", pair)
            writeAction(to: &writer)
            writeLines(to: &writer)
            writer.member("reason", reason)
            if !settled.isEmpty { writer.member("settled", settled) }
            if !leftOut.isEmpty { writer.member("leftOut", leftOut) }
        }
    }

    private func writeAction(to writer: inout JSONWriter) {
        func `do`(_ verb: Verb) { writer.member("do", verb) }
        switch action {
        case .none: `do`(.none)
        case .couple: `do`(.couple)
        case .uncouple(let fields):
            `do`(.uncouple)
            if !fields.erp.isEmpty { writer.member("erp", fields.erp) }
            if !fields.crm.isEmpty { writer.member("crm", fields.crm) }
        case .create(let side, let fields, let key):
            `do`(.create)
            writer.member("side", side)
            writer.member("set", fields)
            if !key.isEmpty { writer.member("key", key) }
        case .update(let side, let fields):
            `do`(.update)
            writer.member("side", side)
            writer.member("set", fields)
        case .updateBoth(let fields):
            `do`(.updateBoth)
            writer.member("erp", fields.erp)
            writer.member("crm", fields.crm)
        case .delete(let side):
            `do`(.delete)
            writer.member("side", side)
        case .setAside(let problem):
            `do`(.setAside)
            writer.member("problem", problem)
        case .wait(let reference):
            `do`(.wait)
            writer.member("for", reference)
        }
    }
}

extension Reason: JSONReadable, JSONWritable {
    /// Reads it from JSON: `{"code", "args"}`.
    public init(from reader: inout JSONReader) throws(JSONError) {
        var code: String?
        var arguments: [String] = []
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "code": code = try reader.string()
            case "args": arguments = try [String](from: &reader)
            default: break
            }
        }
        self.init(try reader.require(code, "code"), arguments)
    }

    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("code", code)
            if !arguments.isEmpty { writer.member("args", arguments) }
        }
    }
}

extension SettledConflict: JSONReadable, JSONWritable {
    /// Reads it from JSON: `{"group", "winner"}`.
    public init(from reader: inout JSONReader) throws(JSONError) {
        var group: String?
        var winner: Side?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "group": group = try reader.string()
            case "winner": winner = try Side(from: &reader)
            default: break
            }
        }
        self.init(group: try reader.require(group, "group"), winner: try reader.require(winner, "winner"))
    }

    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("group", group)
            writer.member("winner", winner)
        }
    }
}

extension RecordReference: JSONReadable, JSONWritable {
    /// Reads it from JSON: `{"entity", "side", "id"}`.
    public init(from reader: inout JSONReader) throws(JSONError) {
        var entity: EntityName?
        var side: Side?
        var id: RecordID?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "entity": entity = try EntityName(from: &reader)
            case "side": side = try Side(from: &reader)
            case "id": id = try RecordID(from: &reader)
            default: break
            }
        }
        self.init(
            entity: try reader.require(entity, "entity"), side: try reader.require(side, "side"),
            id: try reader.require(id, "id"))
    }

    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("entity", entity)
            writer.member("side", side)
            writer.member("id", id)
        }
    }
}
