import Model
import PluginProtocol
import RemoteSystems
import SyncStore

/// One decision of a batch on its way: the pair as it was handed out, the writes it asks for, and what became of each.
struct BatchWork: Sendable {
    /// What was decided.
    var decision: Decision
    /// About what.
    var nominee: Nominee
    /// What became of each write.
    var results: [(planned: PlannedWrite, result: WriteResult)] = []
    /// The records that the decision has to itself until its batch is settled.
    var claims: Sided<RecordID?> = Sided(erp: nil, crm: nil)
    /// What stood in the way before anything was sent: another pair took one of the records.
    var isOvertaken = false
    /// The record that a refused write referred to, and that is not there; in a plan, one that would be refused for it.
    var lost: LostReference?
    /// The coupling under which an earlier attempt's record is taken over; the pair is then decided again.
    var adopts: Coupling?

    /// Whether it makes a record, and nobody knows if it was made.
    var isCreateInDoubt: Bool {
        guard case .create = decision.action else { return false }
        return results.contains { if case .inDoubt = $0.result { true } else { false } }
    }

    /// Whether one of its writes was sent before its time was over.
    var wasSent: Bool {
        results.contains { _, result in
            if case .notSent(let problem) = result { problem.code != .deadline } else { true }
        }
    }
}

extension BatchWork {
    /// The write to a side that was sent.
    func planned(_ side: Side) -> PlannedWrite? { results.first { $0.planned.side == side }?.planned }

    /// What was written to a side, by name, for the history: its lines have one name together.
    func written(to side: Side) -> [FieldName] {
        let lines = decision.lines[side].contains { !$0.isMerelyCoupled }
        return decision.fieldsWritten[side].names + (lines ? [LineText.group] : [])
    }

    /// The record that a reference of the pair waits for, though the pair itself is in step; `shape` is that of the entity.
    ///
    /// The decision names it when it leaves the field out; a note of an earlier one holds while the field says the same.
    func leftOut(_ shape: EntityShape) -> RecordReference? {
        guard staysTogether else { return nil }
        if let first = decision.leftOut.first { return first }
        guard nominee.cause != .referenceReady, let aside = nominee.aside, aside.tries == 0,
            case .waiting(let reference) = aside.cause
        else { return nil }
        let isThere = !shape.fields(referringTo: reference, in: nominee.sides[reference.side].fields).isEmpty
        return isThere ? reference : nil
    }

    /// Whether a record is made in the place of a deleted one: the coupling of that ends.
    var isMadeAnew: Bool {
        guard case .create = decision.action else { return false }
        return nominee.coupling != nil
    }

    /// What the pair is called when a reference of it is left out.
    ///
    /// A coupling that is made has no row yet: it is found by the record that was there first.
    var subjectOfWhatIsLeftOut: Aside.Subject? {
        guard case .create(let side, _, _) = decision.action, let id = nominee.sides[side.opposite].id else {
            return nominee.subject
        }
        return .record(side.opposite, id)
    }

    /// Whether the two records are coupled when the decision is carried out.
    private var staysTogether: Bool {
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
