import Model
import RemoteSystems

/// One decision of a batch on its way: the pair as it was handed out, the writes it asks for, and what became of each.
struct BatchWork: Sendable {
    /// What was decided.
    var decision: Decision
    /// About what.
    var nominee: Nominee
    /// What became of each write.
    var results: [(planned: PlannedWrite, result: WriteResult)] = []
    /// What stood in the way before anything was sent: another pair took one of the records.
    var isOvertaken = false
    /// The coupling under which an earlier attempt's record is taken over; the pair is then decided again.
    var adopts: Coupling?
}

extension BatchWork {
    /// Whether the two records are coupled when the decision is carried out.
    var staysTogether: Bool {
        switch decision.action {
        case .create, .update, .updateBoth, .couple: true
        case .none: nominee.coupling != nil
        case .delete, .uncouple, .setAside, .wait: false
        }
    }
}

/// What a batch came to: what is stored, what is answered, and what is decided anew.
struct BatchEnd: Sendable {
    /// The outcome of each decision, in order.
    var outcomes: [(pair: RecordPair.ID, outcome: Outcome)] = []
    /// Pairs that another wrote to first, to be read anew and decided again.
    var again: [Nominee] = []
    /// Whether something was not sent for a reason that passes: the feeds stay where they are.
    var holds = false
    /// What ends the run.
    var stop: Problem?
}
