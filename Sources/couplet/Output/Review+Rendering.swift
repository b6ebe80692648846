import JSON
import Model
import SyncStore

extension Review {
    /// The review as a table for people.
    func table(in language: Language) -> Table {
        let words = Words(language)
        var table = Table(
            [Table.Column(title: words.entity)]
                + [words.queueStatus, words.toStatus, words.fromStatus].map { Table.Column(title: $0) }
                + words.counters.enumerated().map { place, title in
                    Table.Column(title: title, alignment: .right, beginsGroup: place == 0)
                })
        for line in lines {
            table.append(
                [line.entity.text, words.text(line.queue), words.text(line.to), words.text(line.from)]
                    + line.job.counters.columns.map(String.init))
        }
        return table
    }

    /// The review for programs.
    var json: JSONValue {
        .array(
            lines.map { line in
                [
                    "entity": .string(line.entity.text), "jobQueueEntryStatus": .string(line.queue.rawValue),
                    "toIntTableJobStatus": .string(line.to.rawValue),
                    "fromIntTableJobStatus": .string(line.from.rawValue), "state": .string(line.job.state.word),
                    "counters": line.job.counters.json, "run": .string(line.job.run.text),
                    "unequalTotals": .whole(unequal[line.entity] ?? 0),
                ]
            })
    }
}

extension Counters {
    /// Inserted, modified, deleted, unchanged, skipped, failed: the counters of the review, both sides together.
    ///
    /// What waits for another record has not failed; it is counted as skipped, as it is left out this time.
    var columns: [Int] {
        [
            inserted.erp + inserted.crm, modified.erp + modified.crm, deleted.erp + deleted.crm, unchanged,
            skipped + waiting, failed,
        ]
    }

    /// The counters for programs, per side where they have one.
    var json: JSONValue {
        func sided(_ value: Sided<Int>) -> JSONValue { ["erp": .whole(value.erp), "crm": .whole(value.crm)] }
        return [
            "inserted": sided(inserted), "modified": sided(modified), "deleted": sided(deleted),
            "unchanged": .whole(unchanged), "coupled": .whole(coupled), "uncoupled": .whole(uncoupled),
            "waiting": .whole(waiting), "failed": .whole(failed), "skipped": .whole(skipped),
            "conflicts": .whole(conflicts),
        ]
    }
}

extension JobRecord.State {
    /// The state in one word, for programs.
    var word: String {
        switch self {
        case .planned: "planned"
        case .running: "running"
        case .crashed: "crashed"
        case .ended(let end): end.word
        }
    }
}

extension EndState {
    /// The end state in one word, for programs.
    var word: String {
        switch self {
        case .complete: "complete"
        case .partial: "partial"
        case .unchanged: "unchanged"
        case .stopped: "stopped"
        case .failed: "failed"
        case .blocked: "blocked"
        case .notStarted: "notStarted"
        case .cancelled: "cancelled"
        }
    }
}
