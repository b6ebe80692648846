/// What a plugin wants done about one pair.
///
/// It becomes an effect only through the host.
public struct Decision: Sendable, Hashable {
    /// The kinds of action.
    public enum Action: Sendable, Hashable {
        /// Nothing to write; the base takes what was read.
        case none
        /// Create the missing record on a side, and couple it. `key` is the natural key among the fields, by which a
        /// create that was not answered can be recognised; empty when the entity has none on that side.
        case create(Side, Fields, key: [FieldName])
        /// Write these fields on a side, conditional on the version that the pair showed. Couples an uncoupled pair.
        case update(Side, Fields)
        /// Write on both sides: each got changes that the other lacks. Couples an uncoupled pair.
        case updateBoth(Sided<Fields>)
        /// Delete the record on a side, and end the coupling.
        case delete(Side)
        /// Couple the two records; nothing to write.
        case couple
        /// End the coupling; both records stay. What must not stay with a record is written first, conditional on the version
        /// that the pair showed: whom it belongs to, or that it is in use.
        case uncouple(writing: Sided<Fields> = Sided(erp: Fields(), crm: Fields()))
        /// Put the pair aside until its cause changes.
        case setAside(Problem)
        /// Put the pair aside until the named record is coupled.
        case wait(RecordReference)
    }

    /// The pair that this is about.
    public var pair: RecordPair.ID
    /// What to do.
    public var action: Action
    /// Why, as a code with arguments, for the history and `couplet why`: `["merged", "address"]`.
    ///
    /// No values.
    public var reason: Reason
    /// The conflicts that a policy settled, one per field group.
    public var settled: [SettledConflict]
    /// The records that weak references point to and that are not coupled yet: their fields were left out, and the pair
    /// needs another look when one of them is.
    public var leftOut: [RecordReference]
    /// What is written of the document's lines on each side: carried out together with the action, or not at all.
    ///
    /// Only `create`, `update` and `updateBoth` have any, and only where the entity is one of documents; an update whose lines alone
    /// changed writes no field of the document. Lines that are merely coupled may come with `none` and `couple` as well.
    public var lines: Sided<[LineWrite]>

    /// Creates a decision.
    public init(
        pair: RecordPair.ID, action: Action, reason: Reason, settled: [SettledConflict] = [],
        leftOut: [RecordReference] = [], lines: Sided<[LineWrite]> = Sided(erp: [], crm: [])
    ) {
        self.pair = pair
        self.action = action
        self.reason = reason
        self.settled = settled
        self.leftOut = leftOut
        self.lines = lines
    }
}

/// Why something was decided: a code that a sentence is kept for, and what goes into the sentence.
///
/// Never a field's value.
public struct Reason: Sendable, Hashable {
    /// The code, camel case: `changedInERP`, `matchedByKey`, `merged`.
    public var code: String
    /// Names of fields, groups, rules or entities.
    public var arguments: [String]
    /// Creates a reason.
    public init(_ code: String, _ arguments: [String] = []) {
        self.code = code
        self.arguments = arguments
    }
}

/// A conflict in one field group that the group's policy settled: who won, never what.
public struct SettledConflict: Sendable, Hashable {
    /// The field group.
    public var group: String
    /// The side whose values stay.
    public var winner: Side
    /// Creates the note of a settled conflict.
    public init(group: String, winner: Side) {
        self.group = group
        self.winner = winner
    }
}

/// A record of some entity on one side.
public struct RecordReference: Sendable, Hashable {
    /// The entity whose coupling is meant.
    public var entity: EntityName
    /// The side on which the identity holds.
    public var side: Side
    /// The identity on that side.
    public var id: RecordID
    /// Creates a reference.
    public init(entity: EntityName, side: Side, id: RecordID) {
        self.entity = entity
        self.side = side
        self.id = id
    }
}
