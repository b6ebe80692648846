import Coordinator
import JSON
import Model

/// Prints what a dry run found: the counts of each entity, and of each record what would be written.
struct PlanPrinter: Sendable {
    /// How many records of an entity are shown.
    let limit: Int
    let session: Session

    func show(_ report: RunReport) {
        if session.options.json { return session.console.print(report.json.line) }
        let words = session.words
        for entity in report.entities {
            guard let plan = entity.result.plan else {
                if let sentence = session.sentences.sentence(of: entity) {
                    session.console.note(sentence.line.harmless)
                }
                continue
            }
            session.console.print("\(entity.name): " + counts(plan))
            for entry in plan.entries.prefix(limit) { show(entry) }
            let more = max(0, plan.entries.count - limit) + plan.omitted
            if more > 0, limit > 0 { session.console.print("  " + words.more(more)) }
            if let verdict = plan.verdict {
                session.console.note(
                    "  " + session.sentences.guardQuestion(verdict, entity.name, plan: plan.hash).line.harmless)
            }
        }
    }

    private func counts(_ plan: PlanReport) -> String {
        let words = session.words
        let counters = plan.counters
        var parts: [String] = []
        for side in Side.allCases {
            if counters.inserted[side] > 0 { parts.append(words.planned(.create, counters.inserted[side], on: side)) }
            if counters.modified[side] > 0 { parts.append(words.planned(.update, counters.modified[side], on: side)) }
            if counters.deleted[side] > 0 { parts.append(words.planned(.delete, counters.deleted[side], on: side)) }
        }
        if counters.coupled > 0 { parts.append(words.planned(.couple, counters.coupled, on: nil)) }
        if counters.uncoupled > 0 { parts.append(words.planned(.uncouple, counters.uncoupled, on: nil)) }
        if counters.waiting > 0 { parts.append(words.planned(.wait, counters.waiting, on: nil)) }
        if counters.failed > 0 { parts.append(words.planned(.setAside, counters.failed, on: nil)) }
        return parts.isEmpty ? words.nothingToDo : parts.joined(separator: ", ")
    }

    private func show(_ entry: PlanReport.Entry) {
        let words = session.words
        let ids = Side.allCases.compactMap { side in entry.ids[side].map { "\(words.text(side)) \($0)" } }
        session.console.print("  \(words.text(entry.operation)): \(ids.joined(separator: ", "))")
        for change in entry.changes {
            let before = change.before.map { $0.shown } ?? ""
            session.console.print(
                "    \(words.text(change.side)) \(change.field): \(before.isEmpty ? "" : before + " -> ")\(change.after.shown)"
                    .harmless)
        }
        if case .setAside(let problem) = entry.outcome {
            session.console.print("    " + session.sentences.sentence(of: problem).line.harmless)
        }
    }
}

extension FieldValue {
    /// The value as a person reads it.
    var shown: String {
        switch self {
        case .null: "(empty)"
        case .boolean(let truth): "\(truth)"
        case .integer(let number): "\(number)"
        case .text(let text): text.isEmpty ? "(empty)" : "\"\(text)\""
        }
    }
}

extension PlanReport {
    /// The plan for programs: the counts, and every change of a field.
    var json: JSONValue {
        [
            "hash": .string(hash), "counters": counters.json, "omitted": .whole(omitted),
            "verdict": verdict.map { .whole($0.code.rawValue) } ?? .null,
            "entries": .array(entries.map(\.json)),
        ]
    }
}

extension PlanReport.Entry {
    fileprivate var json: JSONValue {
        [
            "do": .string(operation.rawValue), "erp": .optional(ids.erp?.text), "crm": .optional(ids.crm?.text),
            "reason": .string(reason.code),
            "changes": .array(
                changes.map { change in
                    [
                        "side": .string(change.side.rawValue), "field": .string(change.field),
                        "before": change.before?.json ?? .null, "after": change.after.json,
                    ]
                }),
        ]
    }
}
