/// A stored pair: this ERP record and this CRM record are the same thing, and this is what both were when they last agreed.
public struct Coupling: Sendable, Hashable {
    /// The row's number in the store; stable while the coupling lives.
    public struct ID: Sendable, Hashable, CustomStringConvertible {
        /// The number.
        public let number: Int64
        /// Creates the number of a coupling.
        public init(_ number: Int64) { self.number = number }
        /// The text itself.
        public var description: String { "\(number)" }
    }

    /// The row in the store; `nil` while it has not been stored.
    public var id: ID?
    /// The two records.
    ///
    /// Each belongs to at most one coupling of the entity.
    public var ids: Sided<RecordID>
    /// How often the ERP record was coupled anew after its CRM partner went; part of the key of a created CRM record.
    public var generation: Int
    /// What both sides were when they last agreed.
    public var bases: Sided<Base>
    /// The couplings of the lines, where the two are documents; `nil` when they were not read, and stay as they are stored.
    public var lines: [LineCoupling]?
    /// The totals in which the two documents differ, by the ERP's names; `nil` when they were not compared, and stay as they are stored.
    public var unequalTotals: [FieldName]?

    /// Creates a coupling.
    public init(
        id: ID? = nil, ids: Sided<RecordID>, generation: Int = 0, bases: Sided<Base>, lines: [LineCoupling]? = nil,
        unequalTotals: [FieldName]? = nil
    ) {
        self.unequalTotals = unequalTotals
        self.id = id
        self.ids = ids
        self.generation = generation
        self.bases = bases
        self.lines = lines
    }
}

/// What one side's record was when both sides last agreed: its version and a keyed hash per field, never a value.
public struct Base: Sendable, Hashable {
    /// The version that the server gave; `nil` when the system gives none.
    public var version: RecordVersion?
    /// The version that our last write took the place of; `nil` when there was none, or the store knows it.
    ///
    /// It is over for good: a feed that delivers it is behind.
    public var replaced: RecordVersion?
    /// Which fields the hashes are of, and in which order.
    public var layout: LayoutID
    /// One hash of `FieldHash.byteCount` bytes per field of the layout, end to end; a run of zeros for a field that was not read.
    public var hashes: [UInt8]
    /// The filter that the record was inside of; `nil` when it was outside, or that is not known.
    public var filter: RecordFilter.Mark?

    /// Creates a base.
    public init(
        version: RecordVersion?, replaced: RecordVersion? = nil, layout: LayoutID, hashes: [UInt8],
        filter: RecordFilter.Mark? = nil
    ) {
        self.version = version
        self.replaced = replaced
        self.layout = layout
        self.hashes = hashes
        self.filter = filter
    }
}

/// The keyed hash of one field's raw value on one side: HMAC-SHA-256 under the store's key, cut to 96 bits.
public enum FieldHash: Sendable {
    /// The bytes that one hash takes.
    public static let byteCount = 12
}

/// The number of a stored list of field names: what the hashes of a base are of.
public struct LayoutID: Sendable, Hashable {
    /// The number in the store.
    public let number: Int64
    /// Creates the number of a layout.
    public init(_ number: Int64) { self.number = number }
}
