import JSON

extension Fault {
    /// Reads `{"fault": "status", "status": 503, "share": 0.5, "system": "erp", "table": "customer", "method": "GET"}`.
    init(json: JSONValue) throws {
        func number(_ name: String) -> Double? { json[name]?.numberText.flatMap(Double.init) }
        func whole(_ name: String) throws -> Int {
            guard let value = json[name]?.integer else {
                throw ControlProblem("The fault needs a whole number '\(name)'.")
            }
            return Int(value)
        }
        let share = number("share") ?? 1
        let kind: Kind
        switch json["fault"]?.string {
        case "status": kind = .status(try whole("status"), share: share)
        case "throttle":
            kind = .throttle(limit: try whole("limit"), retryAfter: json["retryAfter"]?.integer.map { Int($0) })
        case "dropReply": kind = .dropReply(share: share)
        case "landLate":
            guard let seconds = number("seconds") else { throw ControlProblem("landLate needs 'seconds'.") }
            kind = .landLate(milliseconds: Int64(seconds * 1000), share: share)
        case "staleReads":
            guard let seconds = number("seconds") else { throw ControlProblem("staleReads needs 'seconds'.") }
            kind = .staleReads(milliseconds: Int64(seconds * 1000))
        case "rewrite":
            guard let field = json["field"]?.string else { throw ControlProblem("rewrite needs a 'field'.") }
            kind = .rewrite(field: field, rule: try Self.rule(json))
        case "batchPartial": kind = .batchPartial(operations: try whole("operations"))
        case "expireTokens": kind = .expireTokens
        case "slow": kind = .slow(bytesPerSecond: try whole("bytesPerSecond"))
        default: kind = try Self.further(json, share: share)
        }
        self.init(
            kind, system: try (json["system"]?.string ?? json["side"]?.string).map(Self.system),
            table: json["table"]?.string, method: json["method"]?.string?.uppercased(),
            times: json["times"]?.integer.map { Int($0) })
    }

    /// The fault as the control shows it, and reads it again.
    var json: JSONValue {
        var members: [JSONValue.Member] = []
        func add(_ name: String, _ value: JSONValue?) { if let value { members.append(.init(name, value)) } }
        switch kind {
        case .status(let status, let share):
            add("fault", "status")
            add("status", .number("\(status)"))
            add("share", .number("\(share)"))
        case .throttle(let limit, let retryAfter):
            add("fault", "throttle")
            add("limit", .number("\(limit)"))
            add("retryAfter", retryAfter.map { .number("\($0)") })
        case .dropReply(let share):
            add("fault", "dropReply")
            add("share", .number("\(share)"))
        case .landLate(let milliseconds, let share):
            add("fault", "landLate")
            add("seconds", .number("\(Double(milliseconds) / 1000)"))
            add("share", .number("\(share)"))
        case .staleReads(let milliseconds):
            add("fault", "staleReads")
            add("seconds", .number("\(Double(milliseconds) / 1000)"))
        case .rewrite(let field, let rule):
            add("fault", "rewrite")
            add("field", .string(field))
            rule.members.forEach { add($0.name, $0.value) }
        case .batchPartial(let operations):
            add("fault", "batchPartial")
            add("operations", .number("\(operations)"))
        case .expireTokens: add("fault", "expireTokens")
        case .slow(let speed):
            add("fault", "slow")
            add("bytesPerSecond", .number("\(speed)"))
        case .landTwice, .lateCommit, .refuse, .pageChaos, .revoke, .corruptBody, .clockOffset, .human:
            kind.furtherMembers.forEach { add($0.name, $0.value) }
        }
        add("system", system.map { .string($0.rawValue) })
        add("table", table.map { .string($0) })
        add("method", method.map { .string($0) })
        add("times", times.map { .number("\($0)") })
        return .object(members)
    }

    /// A system by its name, or by the side that it stands on.
    static func system(_ name: String) throws -> SandboxSystem {
        switch name {
        case "erp", "businessCentral": return .businessCentral
        case "crm", "dataverse": return .dataverse
        default: throw ControlProblem("A system is erp or crm, not '\(name)'.")
        }
    }

    private static func rule(_ json: JSONValue) throws -> RewriteRule {
        switch json["rule"]?.string {
        case "trim": return .trim
        case "upper": return .upper
        case "lower": return .lower
        case "cut":
            guard let length = json["length"]?.integer else { throw ControlProblem("cut needs a 'length'.") }
            return .cut(Int(length))
        case "fixed":
            guard let text = json["text"]?.string else { throw ControlProblem("fixed needs a 'text'.") }
            return .fixed(text)
        default: throw ControlProblem("A rule is one of trim, upper, lower, cut, fixed.")
        }
    }
}

extension Fault.RewriteRule {
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

extension Fault {
    /// Reads a fault as the control reads it, from its JSON text.
    ///
    /// Throws `ControlProblem` with a sentence that says what is wrong.
    package init(text: String) throws {
        guard let json = try? JSON.decode(JSONValue.self, from: Array(text.utf8)) else {
            throw ControlProblem("A fault is JSON, like {\"fault\": \"status\", \"status\": 503, \"share\": 0.1}.")
        }
        try self.init(json: json)
    }
}
