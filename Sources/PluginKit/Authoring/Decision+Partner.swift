extension Decision {
    /// A record of the CRM that is not active any more makes its partner in the ERP inactive; one that is active again leaves it so.
    ///
    /// `fields` are what makes the partner inactive; the CRM's filter has to be on the state.
    public mutating func deactivatePartner(writing fields: Fields, about pair: RecordPair) {
        guard pair.isCoupled, pair.sides.erp.presence == .present, pair.sides.crm.presence == .outOfScope,
            let state = pair.sides.crm.fields["statecode"], state != 0
        else { return }
        action = .update(.erp, fields)
        reason = Reason("partnerInactive")
    }

    /// An empty reference of the CRM does not empty that of the ERP, unless the record that the ERP's names is coupled.
    public mutating func keepWhatIsOpen(
        _ field: FieldName, to entity: EntityName, about pair: RecordPair, in run: RunFacts
    ) {
        guard let partner = pair.sides.erp.fields[field]?.text, partner != RecordID.zero.text,
            case .open = run.references[RecordReference(entity: entity, side: .erp, id: RecordID(partner))]
        else { return }
        func kept(_ fields: Fields) -> Fields {
            Fields(fields.filter { $0.name != field || $0.value != .text(RecordID.zero.text) })
        }
        switch action {
        case .update(.erp, let fields):
            let rest = kept(fields)
            action = rest.isEmpty ? .none : .update(.erp, rest)
        case .updateBoth(let fields):
            let rest = kept(fields.erp)
            action = rest.isEmpty ? .update(.crm, fields.crm) : .updateBoth(Sided(erp: rest, crm: fields.crm))
        case .none, .create, .update, .delete, .couple, .uncouple, .setAside, .wait: break
        }
    }
}
