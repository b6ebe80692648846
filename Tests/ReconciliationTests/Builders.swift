import Model
import Reconciliation

/// A pair of two present records; the sides that name no change are unchanged.
func pair(
    erp: Fields, changed erpChange: [FieldName] = [], crm: Fields, crmChanged crmChange: [FieldName] = [],
    isCoupled: Bool = true, cause: RecordPair.Cause = .both
) -> RecordPair {
    RecordPair(
        id: RecordPair.ID(1), isCoupled: isCoupled,
        sides: Sided(
            erp: SideState(
                presence: .present, id: RecordID("e"), fields: erp, change: isCoupled ? .fields(erpChange) : .unknown),
            crm: SideState(
                presence: .present, id: RecordID("c"), fields: crm, change: isCoupled ? .fields(crmChange) : .unknown)),
        cause: cause)
}

/// A record that exists on one side only.
func lone(_ fields: Fields, on side: Side) -> RecordPair {
    let there = SideState(presence: .present, id: RecordID("1"), fields: fields)
    return RecordPair(
        id: RecordPair.ID(1), isCoupled: false, sides: Sided { $0 == side ? there : .absent },
        cause: side == .erp ? .erpChanged : .crmChanged)
}

/// A coupled pair in two states of presence.
func pair(
    _ erp: SideState.Presence, _ crm: SideState.Presence, edited: [FieldName] = [], fields: Fields = Fields()
) -> RecordPair {
    func state(_ presence: SideState.Presence) -> SideState {
        guard presence == .present else { return SideState(presence: presence, id: RecordID("x"), change: .fields([])) }
        return SideState(presence: presence, id: RecordID("x"), fields: fields, change: .fields(edited))
    }
    return RecordPair(
        id: RecordPair.ID(1), isCoupled: true, sides: Sided(erp: state(erp), crm: state(crm)), cause: .both)
}

extension FieldMap {
    func decide(_ pair: RecordPair, _ references: ResolvedReferences = ResolvedReferences()) -> Decision {
        Reconciler(map: self).decide(pair, references)
    }
}

let euro = RecordID("eeeeeeee-0000-0000-0000-000000000001")
let euroRow = RecordID("cccccccc-0000-0000-0000-000000000001")
let euroReference = RecordReference(entity: "currencies", side: .erp, id: euro)
let coupledEuro = ResolvedReferences([
    euroReference: euroRow, RecordReference(entity: "currencies", side: .crm, id: euroRow): euro,
])
