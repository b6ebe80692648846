public import JSON
public import Model

/// The `data` of an error: what a program needs to go on, and what a person reads.
public struct ProblemData: Sendable, Hashable {
    /// What a problem concerns.
    public enum Scope: String, WireWord, Hashable {
        /// The whole run.
        case run
        /// One entity.
        case entity
        /// One record.
        case record
    }

    /// A record as a person knows it.
    public struct Record: Sendable, Hashable, JSONReadable, JSONWritable {
        /// The side on which it is.
        public var side: Side
        /// Its identity there.
        public var id: RecordID
        /// What a person calls it: a number, a code.
        public var label: String?
        /// Where a person can open it.
        public var link: String?

        /// Creates it.
        public init(side: Side, id: RecordID, label: String? = nil, link: String? = nil) {
            self.side = side
            self.id = id
            self.label = label
            self.link = link
        }

        /// Reads it from JSON.
        public init(from reader: inout JSONReader) throws(JSONError) {
            var side: Side?
            var id: RecordID?
            var label: String?
            var link: String?
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "side": side = try Side(from: &reader)
                case "id": id = try RecordID(from: &reader)
                case "label": label = try String?(from: &reader)
                case "link": link = try String?(from: &reader)
                default: break
                }
            }
            self.init(
                side: try reader.require(side, "side"), id: try reader.require(id, "id"), label: label, link: link)
        }

        /// Writes it as JSON.
        public func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.member("side", side)
                writer.member("id", id)
                writer.member("label", ifPresent: label)
                writer.member("link", ifPresent: link)
            }
        }
    }

    /// When it is tried again.
    public var retry: RetryPolicy
    /// How long the remote system asked to wait.
    public var retryAfter: Duration?
    /// What it concerns.
    public var scope: Scope
    /// The entity concerned.
    public var entity: EntityName?
    /// The record concerned.
    public var record: Record?
    /// What stands in the way, without its code, which is the error's.
    public var arguments: [String]
    /// The field concerned.
    public var field: FieldName?
    /// The side concerned.
    public var side: Side?
    /// What happened, for a person: no jargon, no value that a person typed.
    public var say: String
    /// What to do, for a person.
    public var hint: String
    /// What the remote system answered.
    public var remote: Problem.RemoteAnswer?

    /// Creates the data of a problem; `say` and `hint` come from whoever keeps the sentences.
    public init(
        _ problem: Problem, scope: Scope? = nil, entity: EntityName? = nil, record: Record? = nil,
        retryAfter: Duration? = nil, say: String, hint: String
    ) {
        retry = RetryPolicy(for: problem.code)
        self.retryAfter = retryAfter
        self.scope = scope ?? Scope(of: problem.code)
        self.entity = entity
        self.record = record
        arguments = problem.arguments
        field = problem.field
        side = problem.side
        self.say = say
        self.hint = hint
        remote = problem.remote
    }

    /// The problem that the data belongs to, given the error's code.
    public func problem(_ code: ProblemCode) -> Problem {
        Problem(code, arguments, field: field, side: side, remote: remote)
    }
}

extension ProblemData.Scope {
    /// What a problem concerns, when nothing else is said.
    public init(of code: ProblemCode) {
        self =
            switch code.problemClass {
            case .record: .record
            case .configuration, .passing, .guarded: .entity
            case .session, .plugin: .run
            }
    }
}

extension ProblemData: JSONReadable, JSONWritable {
    /// Reads it from JSON.
    public init(from reader: inout JSONReader) throws(JSONError) {
        self.init(Problem(.cancelled), scope: .run, say: "", hint: "")
        retry = .never
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "retry": retry = try RetryPolicy(from: &reader)
            case "retryAfterMs": retryAfter = try reader.milliseconds()
            case "scope": scope = try Scope(from: &reader)
            case "entity": entity = try EntityName?(from: &reader)
            case "record": record = try Record?(from: &reader)
            case "args": arguments = try [String](from: &reader)
            case "field": field = try FieldName?(from: &reader)
            case "side": side = try Side?(from: &reader)
            case "say": say = try reader.string()
            case "hint": hint = try reader.string()
            case "remote": remote = try Problem.RemoteAnswer?(from: &reader)
            default: break
            }
        }
    }

    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("retry", retry)
            writer.member("retryAfterMs", ifPresent: retryAfter?.wholeMilliseconds)
            writer.member("scope", scope)
            writer.member("entity", ifPresent: entity)
            writer.member("record", ifPresent: record)
            if !arguments.isEmpty { writer.member("args", arguments) }
            writer.member("field", ifPresent: field)
            writer.member("side", ifPresent: side)
            writer.member("say", say)
            writer.member("hint", hint)
            writer.member("remote", ifPresent: remote)
        }
    }
}
