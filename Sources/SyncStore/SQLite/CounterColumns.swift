import GRDB
import Model

/// The counters of a job as columns.
enum CounterColumns {
    /// The names of the columns, in the order of the values.
    static let names = [
        "inserted_erp", "inserted_crm", "modified_erp", "modified_crm", "deleted_erp", "deleted_crm", "unchanged",
        "coupled", "uncoupled", "waiting", "failed", "skipped", "conflicts",
    ]

    static func values(_ counters: Counters) -> [Int] {
        [
            counters.inserted.erp, counters.inserted.crm, counters.modified.erp, counters.modified.crm,
            counters.deleted.erp, counters.deleted.crm, counters.unchanged, counters.coupled, counters.uncoupled,
            counters.waiting, counters.failed, counters.skipped, counters.conflicts,
        ]
    }

    /// The counters in columns that begin at an index.
    static func counters(_ row: Row, at index: Int) -> Counters {
        var counters = Counters()
        counters.inserted = Sided(erp: row[index], crm: row[index + 1])
        counters.modified = Sided(erp: row[index + 2], crm: row[index + 3])
        counters.deleted = Sided(erp: row[index + 4], crm: row[index + 5])
        counters.unchanged = row[index + 6]
        counters.coupled = row[index + 7]
        counters.uncoupled = row[index + 8]
        counters.waiting = row[index + 9]
        counters.failed = row[index + 10]
        counters.skipped = row[index + 11]
        counters.conflicts = row[index + 12]
        return counters
    }
}
