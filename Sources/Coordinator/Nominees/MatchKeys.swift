import Model
import Reconciliation

/// The keyed hash of what a record is recognised by, under one match rule.
struct MatchKey: Hashable, Sendable {
    private let high: UInt64
    private let low: UInt32

    /// Takes over the bytes of a hash, `FieldHash.byteCount` of them.
    init(_ hash: [UInt8]) {
        high = hash.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        low = hash.dropFirst(8).prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }
}

/// How records that no coupling ties are recognised: the entity's match rules, in order, on both sides alike.
package struct MatchKeys: Sendable {
    /// The rules, the natural key first where the entity has one.
    let rules: [MatchRule]
    private let hasher: FieldHasher

    /// Creates the keys of rules.
    init(rules: [MatchRule], hasher: FieldHasher) {
        self.rules = rules
        self.hasher = hasher
    }

    /// What a record is recognised by under a rule; `nil` when a value is empty, or refers to what is not coupled: that is no criterion.
    ///
    /// `partners` are what the records that it refers to are coupled with.
    func key(_ rule: Int, side: Side, of fields: Fields, partners: MatchPartners) -> MatchKey? {
        var bytes: [UInt8] = [UInt8(truncatingIfNeeded: rule)]
        for criterion in rules[rule].criteria {
            guard let own = fields[criterion.fields[side]],
                // In the form of the CRM, on both sides.
                let value = side == .erp ? partners.value(own, of: criterion, from: .erp) : own,
                let likeness = criterion.likeness.form(of: value)
            else { return nil }
            Canonical.append(likeness, to: &bytes)
        }
        return rules[rule].criteria.isEmpty ? nil : MatchKey(hasher.hash(bytes))
    }

    /// What a record is recognised by, per rule.
    func keys(side: Side, of fields: Fields, partners: MatchPartners) -> [MatchKey?] {
        rules.indices.map { key($0, side: side, of: fields, partners: partners) }
    }

    /// The records that a record refers to in a criterion.
    func references(of fields: Fields, on side: Side) -> [RecordReference] {
        rules.flatMap(\.criteria).compactMap { criterion in
            guard let entity = criterion.entity, let id = fields[criterion.fields[side]]?.text, !id.isEmpty else {
                return nil
            }
            return RecordReference(entity: entity, side: side, id: RecordID(id))
        }
    }
}
