/// The state of one side of a pair, as far as the decision needs it.
public struct SideState: Sendable, Hashable {
    /// Whether the record is there.
    public enum Presence: String, Sendable, Hashable, CaseIterable {
        /// The record exists and is inside the entity's filter.
        case present
        /// It was coupled and its deletion is proven (tombstone, or absent from a full sweep and answered 404).
        case deleted
        /// It exists, but the entity's filter leaves it out.
        case outOfScope
        /// There is none: nothing was ever coupled on this side.
        case absent
    }

    /// What differs from the base.
    public enum Change: Sendable, Hashable {
        /// The fields whose keyed hash differs from the base, in the order of the record; empty means unchanged.
        case fields([FieldName])
        /// There is no base to compare with: never coupled, or re-basing. The contents decide.
        case unknown
    }

    /// Whether the record is there.
    public var presence: Presence
    /// Its identity; `nil` when absent.
    public var id: RecordID?
    /// The values that were read.
    ///
    /// Empty when the side is unchanged and reading it was not necessary.
    public var fields: Fields
    /// What differs from the base.
    public var change: Change
    /// The lines, where the entity is one of documents: in the order of their numbers.
    ///
    /// Empty for every other entity.
    public var lines: [LineState]

    /// Creates the state of a side.
    public init(
        presence: Presence, id: RecordID? = nil, fields: Fields = Fields(), change: Change = .unknown,
        lines: [LineState] = []
    ) {
        self.presence = presence
        self.id = id
        self.fields = fields
        self.change = change
        self.lines = lines
    }

    /// The state of a side on which there is nothing.
    public static let absent = SideState(presence: .absent, change: .fields([]))
}

/// Two records that are coupled, or may become so, and that need a decision.
public struct RecordPair: Sendable, Hashable {
    /// The number of a pair within a run, given by the host.
    public struct ID: Sendable, Hashable, Comparable, CustomStringConvertible {
        /// The number, from 1.
        public let number: Int
        /// Creates the number of a pair.
        public init(_ number: Int) { self.number = number }
        /// The text itself.
        public var description: String { "\(number)" }
        /// Orders by the text.
        public static func < (left: ID, right: ID) -> Bool { left.number < right.number }
    }

    /// Why the pair needs a decision.
    public enum Cause: String, Sendable, Hashable, CaseIterable {
        /// Its ERP record changed, appeared or went.
        case erpChanged
        /// Its CRM record changed, appeared or went.
        case crmChanged
        /// Both did.
        case both
        /// It was set aside, and the cause of that may be gone.
        case retry
        /// A record it waited for is coupled now.
        case referenceReady
        /// A person selected it.
        case selected
        /// A verification asks for it.
        case verify
    }

    /// How an uncoupled pair was found to belong together.
    public struct Match: Sendable, Hashable {
        /// The rule that found it: `key`, or the name of a match rule.
        public var rule: String
        /// Every record of the other side that the rule found, when more than one did.
        ///
        /// Empty when the match is unique.
        public var ambiguous: [RecordID]
        /// Creates a match.
        public init(rule: String, ambiguous: [RecordID] = []) {
            self.rule = rule
            self.ambiguous = ambiguous
        }
    }

    /// Its number within the run.
    public var id: ID
    /// Whether a coupling ties the two records.
    public var isCoupled: Bool
    /// The state of both sides.
    public var sides: Sided<SideState>
    /// How the two were found to belong together, when no coupling says so.
    public var match: Match?
    /// Why it needs a decision.
    public var cause: Cause

    /// Creates a pair.
    public init(id: ID, isCoupled: Bool, sides: Sided<SideState>, match: Match? = nil, cause: Cause) {
        self.id = id
        self.isCoupled = isCoupled
        self.sides = sides
        self.match = match
        self.cause = cause
    }
}
