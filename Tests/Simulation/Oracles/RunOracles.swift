import Coordinator
import Model

/// What must hold of one run, when nothing disturbed it.
enum RunOracles {
    /// It ends well, or for a reason that a person can do something about.
    static func ends(of report: RunReport) -> [String] {
        report.entities.compactMap { entity in
            switch entity.result.end {
            case .complete, .partial, .unchanged, .stopped: nil
            // A plugin that died too often before stays out until a person looks at it.
            case .failed(let problem) where problem.code == .pluginQuarantined: nil
            case .failed, .blocked, .notStarted, .cancelled:
                "\(entity.name) ends \(entity.result.end.word), though nothing went wrong"
            }
        }
    }

    /// What it counted is what the ledgers of the systems say.
    static func counters(of report: RunReport, _ writes: [LedgerEntry]) -> [String] {
        report.entities.flatMap { entity in
            Side.allCases.flatMap { side -> [String] in
                let own = writes.filter { $0.table == entity.name.text && $0.side == side }
                // What a deletion empties elsewhere is the server's doing.
                let emptied = own.filter { $0.kind == .update && $0.isCascade }.count
                let counted = entity.result.counters
                let pairs = [
                    ("creates", counted.inserted[side], own.filter { $0.kind == .create }.count),
                    ("updates", counted.modified[side], own.filter { $0.kind == .update }.count - emptied),
                    ("deletes", counted.deleted[side], own.filter { $0.kind == .delete }.count),
                ]
                return pairs.filter { $0.1 != $0.2 }.map {
                    "\(entity.name) counted \($0.1) \($0.0) on \(side), the ledger \($0.2)"
                }
            }
        }
    }

    /// A dry run said what the run did.
    static func prediction(_ plan: RunReport, _ report: RunReport) -> [String] {
        zip(plan.entities, report.entities).flatMap { planned, done in
            Side.allCases.flatMap { side -> [String] in
                let (left, right) = (planned.result.counters, done.result.counters)
                let pairs = [
                    ("creates", left.inserted[side], right.inserted[side]),
                    ("updates", left.modified[side], right.modified[side]),
                    ("deletes", left.deleted[side], right.deleted[side]),
                ]
                return pairs.filter { $0.1 != $0.2 }.map {
                    "\(planned.name): a dry run said \($0.1) \($0.0) on \(side), the run made \($0.2)"
                }
            }
        }
    }

    /// No more was written than the guards let pass.
    static func guards(_ report: RunReport, _ writes: [LedgerEntry], _ policy: GuardPolicy) -> [String] {
        report.entities.flatMap { entity -> [String] in
            let own = writes.filter { $0.table == entity.name.text && !$0.isCascade }
            var found: [String] = []
            // What an earlier pass wrote was within the guards; they count over all passes.
            if case .stopped = entity.result.end, entity.passes < 2, !own.isEmpty {
                found.append("\(entity.name) was stopped by a guard, and wrote \(own.count) times")
            }
            for side in Side.allCases {
                let creates = own.filter { $0.side == side && $0.kind == .create }.count
                let deletes = own.filter { $0.side == side && $0.kind == .delete }.count
                if creates > policy.creates.count { found.append("\(entity.name) made \(creates) unasked on \(side)") }
                if deletes > policy.deletes.count {
                    found.append("\(entity.name) deleted \(deletes) unasked on \(side)")
                }
            }
            return found
        }
    }
}
