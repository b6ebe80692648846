import Coordinator
import JSON
import Model
import RemoteSystems
import SyncStore

/// Prints what a run came to: the review, what guards ask, what stands in the way, and what to do next.
struct ReportPrinter: Sendable {
    let session: Session
    /// The words of the selection, for the command that approves.
    let selection: [String]?

    func show(_ report: RunReport) {
        if session.options.json { return session.console.print(report.json(session.sentences).line) }
        if let table = verification(report) {
            table.lines(width: session.console.outputWidth).forEach(session.console.print)
        } else {
            Review(report: report).table(in: session.language).lines(width: session.console.outputWidth)
                .forEach(session.console.print)
        }
        let sentences = session.sentences
        for entity in report.entities {
            if let sentence = sentences.sentence(of: entity) { note(sentence.line) }
            for word in entity.result.unknownWords { note(sentences.unknownRecord(word, entity.name).line) }
        }
        for hash in report.unusedApprovals.sorted() { note(sentences.unusedApproval(hash).line) }
        let asked = report.entities.compactMap { entity -> (name: String, hash: String)? in
            guard case .stopped = entity.result.end, let hash = entity.result.planHash else { return nil }
            return (entity.name.text, hash)
        }
        if asked.count > 1 { note(sentences.approveAll(asked.map(\.hash), selection ?? asked.map(\.name))) }
        for line in sentences.next(after: report) { note(line) }
    }

    /// A paragraph on standard error.
    private func note(_ text: String) {
        session.console.note("")
        session.console.say(text.harmless)
    }

    private func verification(_ report: RunReport) -> Table? {
        guard report.mode == .verify else { return nil }
        let words = session.words
        var table = Table(
            [Table.Column(title: words.entity)]
                + words.verification.enumerated().map { place, title in
                    // Each finding is about both systems: the two stay together.
                    Table.Column(title: title, alignment: .right, beginsGroup: place % 2 == 1)
                })
        for entity in report.entities {
            guard let found = entity.result.verification else { continue }
            table.append(
                [entity.name.text]
                    + [
                        found.couplings, found.missing.erp, found.missing.crm, found.moved.erp, found.moved.crm,
                        found.uncoupled.erp, found.uncoupled.crm,
                    ].map(String.init))
        }
        return table
    }
}

extension Review {
    /// The review of a run that has just ended.
    init(report: RunReport) {
        self.init(
            jobs: report.entities.map { entity in
                var job = JobRecord(run: report.run, entity: entity.name, state: .ended(entity.result.end))
                job.counters = entity.result.counters
                job.directions = entity.result.directions
                job.planHash = entity.result.planHash
                return job
            })
    }
}

extension RunReport {
    /// The report for programs.
    func json(_ sentences: CommandSentences) -> JSONValue {
        [
            "run": .string(run.text), "mode": .string(mode.rawValue), "outcome": .string("\(outcome)"),
            "entities": .array(entities.map { $0.json(sentences) }), "left": .array(left.map { .string($0.text) }),
            "requests": ["erp": .whole(usage.erp.requests), "crm": .whole(usage.crm.requests)],
        ]
    }
}

extension RunReport.Entity {
    fileprivate func json(_ sentences: CommandSentences) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("entity", .string(name.text)), .init("state", .string(result.end.word)),
            .init("passes", .whole(passes)), .init("counters", result.counters.json),
        ]
        if let problem = result.end.problem { members.append(.init("problem", .whole(problem.code.rawValue))) }
        if let sentence = sentences.sentence(of: self) {
            members.append(.init("says", .string(sentence.line)))
        }
        if case .blocked(let by) = result.end { members.append(.init("blockedBy", .string("\(by)"))) }
        if let hash = result.planHash { members.append(.init("plan", .string(hash))) }
        if let plan = result.plan { members.append(.init("planned", plan.json)) }
        if !degraded.isEmpty { members.append(.init("degraded", .array(degraded.map { .string($0.text) }))) }
        return .object(members)
    }
}

extension EndState {
    /// The problem that it ended with, when it was one.
    var problem: Problem? {
        switch self {
        case .stopped(let problem), .failed(let problem): problem
        case .complete, .partial, .unchanged, .blocked, .notStarted, .cancelled: nil
        }
    }
}
