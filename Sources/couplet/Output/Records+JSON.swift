import Foundation
import JSON
import Model
import SyncStore

extension Aside {
    /// The set-aside for programs.
    var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init("entity", .string(entity.text)), .init("erp", .optional(ids.erp?.text)),
            .init("crm", .optional(ids.crm?.text)),
        ]
        switch cause {
        case .problem(let problem):
            members.append(.init("code", .whole(problem.code.rawValue)))
            members.append(.init("arguments", .array(problem.arguments.map(JSONValue.string))))
            members.append(.init("field", .optional(problem.field)))
            members.append(.init("side", .optional(problem.side?.rawValue)))
        case .waiting(let reference):
            members.append(.init("waitsFor", reference.json))
            if !alsoWaitsFor.isEmpty { members.append(.init("alsoWaitsFor", .array(alsoWaitsFor.map(\.json)))) }
        }
        members.append(.init("candidates", .array(candidates.map { .string($0.text) })))
        members.append(.init("tries", .whole(tries)))
        members.append(.init("since", .string(since.formatted(.iso8601))))
        return .object(members)
    }
}

extension RecordReference {
    /// The record for programs.
    fileprivate var json: JSONValue {
        ["entity": .string(entity.text), "side": .string(side.rawValue), "id": .string(id.text)]
    }
}

extension HistoryEntry {
    /// The line for programs.
    var json: JSONValue {
        [
            "at": .string(at.formatted(.iso8601)), "run": .string(run.text), "entity": .string(entity.text),
            "erp": .optional(ids.erp?.text), "crm": .optional(ids.crm?.text), "operation": .string(operation.rawValue),
            "side": .optional(side?.rawValue), "fields": .array(fields.map(JSONValue.string)),
            "reason": .string(reason.code),
            "settled": .array(
                settled.map { ["group": .string($0.group), "winner": .string($0.winner.rawValue)] }),
            "problem": problem.map { .whole($0.code.rawValue) } ?? .null,
        ]
    }
}
