import Model
import Reconciliation

/// Pairs that were handed out together and are not decided yet.
struct RunBatch: Sendable {
    /// The place in the order in which batches came.
    struct Serial: Sendable, Hashable {
        var number: Int
    }

    var serial: Serial
    var pairs: [RecordPair]
    var checkpoint: String
    /// The questions whose answers the decisions need.
    var openQuestions = 0
    /// Whether the fields of partners were asked for; before, the partners themselves must be known.
    var hasAskedPartners = false
    /// What was looked up for its pairs.
    var found: [Lookup: [Lookup.Record]] = [:]
}
