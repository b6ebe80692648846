/// A write that is about to be sent: stored durably before it leaves, so that whatever dies next, it can be settled.
public struct Intent: Sendable, Hashable {
    /// What the write does, and how it can be repeated or recognised.
    public enum Operation: Sendable, Hashable {
        /// A create under a key that we chose (`If-None-Match: *`): repeating it changes nothing.
        case createKeyed(RecordID)
        /// A create by natural key, kept unique by the server: a keyed hash of the key's values recognises it, and the
        /// fields are named so that the probe can ask by the values, which are read from the other side again.
        case createNatural([FieldName])
        /// A create that nothing makes unique: probed for after the server's longest execution time.
        case createKeyless
        /// An update conditional on a version.
        case update(RecordID, version: RecordVersion)
        /// A delete conditional on a version.
        case delete(RecordID, version: RecordVersion)
    }

    /// The side that is written to.
    public var side: Side
    /// What the write does.
    public var operation: Operation
    /// The record on the other side from which the written values come.
    public var source: RecordID?
    /// The coupling that the write belongs to; `nil` when it will make one.
    public var coupling: Coupling.ID?
    /// The generation that a new coupling gets.
    public var generation: Int
    /// The names of the written fields with the keyed hash of each value as sent.
    public var sent: [SentField]
    /// The base of the source side, as the decision saw it; becomes part of the coupling when the write is settled.
    public var sourceBase: Base?
    /// The base of the written side, as the decision saw it, of an update that makes a coupling: what the two agreed on nobody has
    /// stored yet, and what is there tells by it whether the write arrived.
    public var targetBase: Base?
    /// The lines that are made, changed or deleted together with a document: one intent stands for all of it.
    public var lines: [SentLine]

    /// A written field, without its value.
    public struct SentField: Sendable, Hashable {
        /// The field.
        public var name: FieldName
        /// The keyed hash of the value that was sent.
        public var hash: [UInt8]
        /// Creates the note of a written field.
        public init(name: FieldName, hash: [UInt8]) {
            self.name = name
            self.hash = hash
        }
    }

    /// Creates an intent.
    public init(
        side: Side, operation: Operation, source: RecordID?, coupling: Coupling.ID?, generation: Int = 0,
        sent: [SentField], sourceBase: Base?, targetBase: Base? = nil, lines: [SentLine] = []
    ) {
        self.side = side
        self.operation = operation
        self.source = source
        self.coupling = coupling
        self.generation = generation
        self.sent = sent
        self.sourceBase = sourceBase
        self.targetBase = targetBase
        self.lines = lines
    }
}
