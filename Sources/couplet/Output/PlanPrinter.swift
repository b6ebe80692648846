import Coordinator
import JSON
import Model

/// Prints what a dry run found: the counts of each entity, and of each record what would be written.
struct PlanPrinter: Sendable {
    /// How many records of an entity are shown.
    let limit: Int
    /// The words of the selection, for the command that approves.
    let selection: [String]?
    let session: Session

    /// Prints it, with records by the names that people know, read by `reader`.
    func show(_ report: RunReport, _ reader: LabelReader) async {
        if session.options.json { return session.console.print(report.json(session.sentences).line) }
        let names = await PlanNames(report, limit: limit, reader)
        for side in Side.allCases {
            guard let problem = names.labels.failures[side] else { continue }
            session.console.say(session.sentences.idsInstead(side, problem).harmless)
        }
        for entity in report.entities {
            if let plan = entity.result.plan {
                show(plan, names)
            } else if let sentence = session.sentences.sentence(of: entity) {
                note(sentence.line)
            } else {
                session.console.print("\(entity.name)\(session.words.colon)\(session.words.text(entity.result.end))")
            }
        }
        let asked = report.entities.compactMap(\.result.plan).filter { $0.verdict != nil }
        let hashes = asked.compactMap(\.hash)
        // A plan that is not whole has no hash, and is not approved along with others. A plugin that runs from its folder need not be
        // installed, so that no run could be approved.
        if !asked.isEmpty, hashes.count == asked.count, session.inHand == nil {
            let words = selection ?? asked.map(\.entity.text)
            note("\n" + session.sentences.approveAll(hashes, words))
        }
    }

    private func show(_ plan: PlanReport, _ names: PlanNames) {
        let words = session.words
        let head = "\(plan.entity)\(words.colon)\(counts(plan))"
        head.wrapped(to: session.console.outputWidth).forEach(session.console.print)
        for entry in plan.entries.prefix(limit) { show(entry, plan, names) }
        let more = max(0, plan.entries.count - limit) + plan.omitted
        if more > 0, limit > 0 { session.console.print("  " + words.more(more, by: "--limit")) }
        if plan.unforeseen > 0 {
            let sentence = session.sentences.unforeseen(plan.unforeseen, plan.entity, hasHash: plan.hash != nil)
            note(sentence.line, indent: 2)
        }
        guard let verdict = plan.verdict else { return }
        note(session.sentences.guardAsks(verdict, plan.entity), indent: 2)
    }

    private func note(_ text: String, indent: Int = 0) {
        let width = session.console.isTerminal ? session.console.width : nil
        for part in text.split(separator: "\n", omittingEmptySubsequences: false) {
            String(part).harmless.wrapped(to: width, indent: indent).forEach(session.console.note)
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

    private func show(_ entry: PlanReport.Entry, _ plan: PlanReport, _ names: PlanNames) {
        let words = session.words
        let sides = Side.allCases.filter { side in entry.changes.contains { $0.side == side } }
        let place = sides.isEmpty ? "" : words.place(sides)
        let name = names.label(of: plan.entity, entry) ?? session.sentences.names(entry.ids)
        session.console.print("  \(words.text(entry.operation))\(place)  \(name)".harmless)
        for change in entry.changes {
            let side = sides.count > 1 ? change.side.product + "  " : ""
            let shown = [change.before, change.after].map { value in
                value.map { names.shown($0, in: change, of: plan, words) }
            }
            let before = shown[0].map { $0 + " -> " } ?? ""
            session.console.print("    \(side)\(change.field): \(before)\(shown[1] ?? "")".harmless)
        }
        for settled in entry.settled { session.console.print("    " + session.sentences.settled(settled).harmless) }
        switch entry.outcome {
        case .setAside(var problem):
            problem.side = problem.side ?? Side.allCases.first { entry.ids[$0] == nil }
            let sentence = session.sentences.sentence(of: problem, plan.entity, ofRecord: true)
            session.console.print("    " + sentence.line.harmless)
        case .waiting(let reference):
            session.console.print("    " + session.sentences.waits(for: reference, names.labels).harmless)
        default: break
        }
    }
}

extension PlanReport {
    /// The plan for programs: the counts, and every change of a field.
    var json: JSONValue {
        [
            "hash": .optional(hash), "counters": counters.json, "omitted": .whole(omitted),
            "unforeseen": .whole(unforeseen),
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
