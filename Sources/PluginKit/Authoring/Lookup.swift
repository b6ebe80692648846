/// A question about records that must be answered before a pair can be decided.
///
/// The host looks, the plugin is told: `EntityPlugin.lookups(about:in:)` asks, and `RunFacts.found(_:)` has the answer when
/// the pair is decided. Questions that several pairs of a batch ask are put once.
///
/// ```swift
/// static func lookups(about pair: RecordPair, in run: RunFacts) -> [Lookup] {
///     guard let code = pair.sides.erp.fields["parentCode"] else { return [] }
///     return [.matching(["code": code], on: .crm)]
/// }
/// ```
public struct Lookup: Sendable, Hashable {
    /// A record that was found.
    public struct Record: Sendable, Hashable {
        /// The identity on its side.
        public var id: RecordID
        /// What was read of it.
        public var fields: Fields
        /// Creates a record that was found, for tests of a plugin.
        public init(id: RecordID, fields: Fields) {
            self.id = id
            self.fields = fields
        }
    }

    /// What is looked for.
    enum Subject: Sendable, Hashable {
        /// Records that have these values, all of them.
        case matching(Fields, limit: Int)
        /// One record.
        case record(RecordID, [FieldName])
    }

    let side: Side
    let entity: EntityName?
    let subject: Subject

    /// Records of an entity, the own one by default, that have all these values; at most `limit` of them, which is at most five.
    ///
    /// Each costs the remote system a request of its own: ask for the few pairs that need it.
    public static func matching(
        _ values: Fields, on side: Side, of entity: EntityName? = nil, limit: Int = 2
    ) -> Lookup {
        Lookup(side: side, entity: entity, subject: .matching(values, limit: limit))
    }

    /// Some fields of one record of an entity, the own one by default; records of one kind are read together.
    public static func record(
        _ id: RecordID, on side: Side, of entity: EntityName? = nil, reading fields: [FieldName]
    ) -> Lookup {
        Lookup(side: side, entity: entity, subject: .record(id, fields))
    }
}
