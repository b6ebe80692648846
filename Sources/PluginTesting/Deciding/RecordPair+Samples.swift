public import PluginKit

extension RecordPair {
    /// Two records that no coupling ties, or one that has no partner.
    ///
    /// `rule` is the match rule that found them.
    public static func uncoupled(erp: Fields? = nil, crm: Fields? = nil, by rule: String = "key") -> RecordPair {
        func state(_ fields: Fields?, _ side: Side) -> SideState {
            fields.map { SideState(presence: .present, id: RecordID(side.rawValue), fields: $0) } ?? .absent
        }
        return RecordPair(
            id: ID(1), isCoupled: false, sides: Sided(erp: state(erp, .erp), crm: state(crm, .crm)),
            match: erp != nil && crm != nil ? Match(rule: rule) : nil, cause: .both)
    }

    /// Two coupled records, with what changed on each side since they last agreed.
    public static func coupled(
        erp: Fields, crm: Fields, changed: Sided<[FieldName]> = Sided(erp: [], crm: []), cause: Cause = .both
    ) -> RecordPair {
        let fields = Sided(erp: erp, crm: crm)
        return RecordPair(
            id: ID(1), isCoupled: true,
            sides: Sided { side in
                SideState(
                    presence: .present, id: RecordID(side.rawValue), fields: fields[side],
                    change: .fields(changed[side]))
            }, cause: cause)
    }
}
