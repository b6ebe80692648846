import JSON

extension Fault.Kind {
    /// Reads what goes wrong.
    init(_ reader: FaultReader) throws(ControlProblem) {
        let share = try reader.share()
        switch reader.json["fault"]?.string {
        case "status": self = .status(try reader.whole("status", 200...599), share: share)
        case "throttle":
            self = .throttle(
                limit: try reader.whole("limit", 0...1_000_000_000),
                retryAfter: try reader.wholeIfAny("retryAfter", 0...1_000_000))
        case "dropReply": self = .dropReply(share: share)
        case "landLate": self = .landLate(milliseconds: try reader.milliseconds(), share: share)
        case "staleReads": self = .staleReads(milliseconds: try reader.milliseconds())
        case "rewrite": self = .rewrite(field: try reader.text("field"), rule: try Fault.RewriteRule(reader))
        case "batchPartial": self = .batchPartial(operations: try reader.whole("operations", 0...1_000_000))
        case "expireTokens": self = .expireTokens
        case "slow": self = .slow(bytesPerSecond: try reader.whole("bytesPerSecond", 1...1_000_000_000))
        case "landTwice": self = .landTwice(share: share)
        case "lateCommit": self = .lateCommit(milliseconds: try reader.milliseconds(), share: share)
        case "refuse":
            self = .refuse(
                field: try reader.text("field"), text: reader.json["text"]?.string ?? "",
                message: reader.json["message"]?.string ?? "The sandbox was told to refuse this value.")
        case "pageChaos": self = .pageChaos(try reader.word("kind"), share: share)
        case "revoke": self = .revoke(try reader.word("as", usual: .forbidden))
        case "corruptBody": self = .corruptBody(try reader.word("kind"), share: share)
        case "clockOffset": self = .clockOffset(milliseconds: try reader.milliseconds())
        case "human": self = .human(try Fault.HumanEdit(reader), share: share)
        default: throw ControlProblem(.unknownFault)
        }
    }

    /// The members that say what goes wrong, as the control shows them.
    var members: [JSONValue.Member] { [.init("fault", .string(name))] + details }

    private var name: String {
        switch self {
        case .status: "status"
        case .throttle: "throttle"
        case .dropReply: "dropReply"
        case .landLate: "landLate"
        case .staleReads: "staleReads"
        case .rewrite: "rewrite"
        case .batchPartial: "batchPartial"
        case .expireTokens: "expireTokens"
        case .slow: "slow"
        case .landTwice: "landTwice"
        case .lateCommit: "lateCommit"
        case .refuse: "refuse"
        case .pageChaos: "pageChaos"
        case .revoke: "revoke"
        case .corruptBody: "corruptBody"
        case .clockOffset: "clockOffset"
        case .human: "human"
        }
    }

    private var details: [JSONValue.Member] {
        switch self {
        case .status(let status, let share): [Self.whole("status", status), Self.often(share)]
        case .throttle(let limit, let retryAfter):
            [Self.whole("limit", limit)] + (retryAfter.map { [Self.whole("retryAfter", $0)] } ?? [])
        case .dropReply(let share), .landTwice(let share): [Self.often(share)]
        case .landLate(let delay, let share), .lateCommit(let delay, let share):
            [Self.seconds(delay), Self.often(share)]
        case .staleReads(let lag): [Self.seconds(lag)]
        case .rewrite(let field, let rule): [.init("field", .string(field))] + rule.members
        case .batchPartial(let operations): [Self.whole("operations", operations)]
        case .expireTokens: []
        case .slow(let speed): [Self.whole("bytesPerSecond", speed)]
        case .refuse(let field, let text, let message):
            [.init("field", .string(field)), .init("text", .string(text)), .init("message", .string(message))]
        case .pageChaos(let kind, let share): [.init("kind", .string(kind.rawValue)), Self.often(share)]
        case .revoke(let what): [.init("as", .string(what.rawValue))]
        case .corruptBody(let kind, let share): [.init("kind", .string(kind.rawValue)), Self.often(share)]
        case .clockOffset(let offset): [Self.seconds(offset)]
        case .human(let edit, let share): edit.members + [Self.often(share)]
        }
    }

    private static func whole(_ name: String, _ number: Int) -> JSONValue.Member { .init(name, .number("\(number)")) }

    private static func often(_ share: Double) -> JSONValue.Member { .init("share", .number("\(share)")) }

    private static func seconds(_ milliseconds: Int64) -> JSONValue.Member {
        .init("seconds", .number("\(Double(milliseconds) / 1000)"))
    }
}

extension Fault.HumanEdit {
    fileprivate init(_ reader: FaultReader) throws(ControlProblem) {
        guard reader.has("system") || reader.has("side"), reader.has("table") else {
            throw ControlProblem(.personWithoutPlace)
        }
        guard reader.json["operation"]?.string != "delete" else {
            self = .delete
            return
        }
        self = .edit(field: try reader.text("field"), text: try reader.text("text"))
    }

    fileprivate var members: [JSONValue.Member] {
        switch self {
        case .edit(let field, let text): [.init("field", .string(field)), .init("text", .string(text))]
        case .delete: [.init("operation", "delete")]
        }
    }
}

extension Fault.RewriteRule {
    fileprivate init(_ reader: FaultReader) throws(ControlProblem) {
        switch reader.json["rule"]?.string {
        case "trim": self = .trim
        case "upper": self = .upper
        case "lower": self = .lower
        case "cut": self = .cut(try reader.whole("length", 0...1_000_000))
        case "fixed": self = .fixed(try reader.text("text"))
        default: throw ControlProblem(.word("rule", ["trim", "upper", "lower", "cut", "fixed"]))
        }
    }

    fileprivate var members: [JSONValue.Member] {
        switch self {
        case .trim: [.init("rule", "trim")]
        case .upper: [.init("rule", "upper")]
        case .lower: [.init("rule", "lower")]
        case .cut(let length): [.init("rule", "cut"), .init("length", .number("\(length)"))]
        case .fixed(let text): [.init("rule", "fixed"), .init("text", .string(text))]
        }
    }
}
