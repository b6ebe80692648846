import JSON

extension Fault {
    /// Reads the faults that concern commits, rules, pages, rights, bodies, clocks and people.
    static func further(_ json: JSONValue, share: Double) throws -> Kind {
        switch json["fault"]?.string {
        case "landTwice": .landTwice(share: share)
        case "lateCommit": .lateCommit(milliseconds: try milliseconds(json), share: share)
        case "refuse":
            .refuse(
                field: try text("field", json), text: json["text"]?.string ?? "",
                message: json["message"]?.string ?? "The sandbox was told to refuse this value.")
        case "pageChaos": .pageChaos(try word("kind", json), share: share)
        case "revoke": .revoke(try word("as", json, usual: .forbidden))
        case "corruptBody": .corruptBody(try word("kind", json), share: share)
        case "clockOffset": .clockOffset(milliseconds: try milliseconds(json))
        case "human": .human(try humanEdit(json), share: share)
        default:
            throw ControlProblem(
                "A fault is one of status, throttle, dropReply, landLate, staleReads, rewrite, batchPartial, expireTokens, "
                    + "slow, landTwice, lateCommit, refuse, pageChaos, revoke, corruptBody, clockOffset, human.")
        }
    }

    private static func humanEdit(_ json: JSONValue) throws -> HumanEdit {
        guard json["system"] ?? json["side"] != nil, json["table"] != nil else {
            throw ControlProblem("human needs a 'system' and a 'table'.")
        }
        guard json["operation"]?.string != "delete" else { return .delete }
        return .edit(field: try text("field", json), text: try text("text", json))
    }

    private static func milliseconds(_ json: JSONValue) throws -> Int64 {
        guard let seconds = json["seconds"]?.numberText.flatMap(Double.init) else {
            throw ControlProblem("The fault needs 'seconds'.")
        }
        return Int64(seconds * 1000)
    }

    private static func text(_ name: String, _ json: JSONValue) throws -> String {
        guard let text = json[name]?.string else { throw ControlProblem("The fault needs a text '\(name)'.") }
        return text
    }

    private static func word<Word: RawRepresentable<String> & CaseIterable>(
        _ name: String, _ json: JSONValue, usual: Word? = nil
    ) throws -> Word {
        if json[name] == nil, let usual { return usual }
        guard let word = json[name]?.string.flatMap(Word.init(rawValue:)) else {
            let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw ControlProblem("'\(name)' is one of \(known).")
        }
        return word
    }
}

extension Fault.Kind {
    /// The members of those faults, as the control shows them.
    var furtherMembers: [JSONValue.Member] {
        func seconds(_ milliseconds: Int64) -> JSONValue.Member {
            .init("seconds", .number("\(Double(milliseconds) / 1000)"))
        }
        func often(_ share: Double) -> JSONValue.Member { .init("share", .number("\(share)")) }
        switch self {
        case .landTwice(let share): return [.init("fault", "landTwice"), often(share)]
        case .lateCommit(let delay, let share): return [.init("fault", "lateCommit"), seconds(delay), often(share)]
        case .refuse(let field, let text, let message):
            return [
                .init("fault", "refuse"), .init("field", .string(field)), .init("text", .string(text)),
                .init("message", .string(message)),
            ]
        case .pageChaos(let kind, let share):
            return [.init("fault", "pageChaos"), .init("kind", .string(kind.rawValue)), often(share)]
        case .revoke(let what): return [.init("fault", "revoke"), .init("as", .string(what.rawValue))]
        case .corruptBody(let kind, let share):
            return [.init("fault", "corruptBody"), .init("kind", .string(kind.rawValue)), often(share)]
        case .clockOffset(let offset): return [.init("fault", "clockOffset"), seconds(offset)]
        case .human(.edit(let field, let text), let share):
            return [
                .init("fault", "human"), .init("field", .string(field)), .init("text", .string(text)), often(share),
            ]
        case .human(.delete, let share): return [.init("fault", "human"), .init("operation", "delete"), often(share)]
        default: return []
        }
    }
}
