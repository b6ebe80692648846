public import Reconciliation

/// A price of a list of the ERP, all of whose prices are in one currency.
public struct ListedPrice: Sendable, Hashable {
    private let field: FieldName
    private let entity: EntityName

    /// A price that names its list in a field.
    public init(list field: FieldName, of entity: EntityName) {
        self.field = field
        self.entity = entity
    }

    /// Where each unit is a group of the CRM: the unit of the price, which is the one unit of its group.
    public static let unitLine = FieldMap.Line.computed(
        "uomid", on: .crm, .byPlugin(["unitOfMeasureId", "baseUnitOfMeasureId"]),
        .reference(to: "unitsofmeasure", via: CRMUnits.onlyUnit))

    /// A price without a unit is one in the base unit of what is priced.
    public static func unit(from fields: Fields) -> FieldValue? {
        refers(fields["unitOfMeasureId"]) ? fields["unitOfMeasureId"] : fields["baseUnitOfMeasureId"]
    }

    /// In which currency the list is, a price does not say.
    public func lookups(about pair: RecordPair) -> [Lookup] { list(of: pair).map { [$0] } ?? [] }

    /// Refuses a price in another currency than its list, since the CRM would take the figure for one in the list's currency.
    ///
    /// What did not change is as it was when it was refused, or taken.
    public func refuseOtherCurrency(_ decision: inout Decision, about pair: RecordPair, in run: RunFacts) {
        guard Self.isOpen(pair), let list = list(of: pair), let found = run.found(list)?.first,
            Self.plain(found.fields["currencyId"]) != Self.plain(pair.sides.erp.fields["currencyId"])
        else { return }
        decision.action = .setAside(Problem(.refusedByRule, ["priceCurrency"], field: "currencyId", side: .erp))
        decision.reason = Reason("cannotCross", ["currencyId"])
    }

    /// Whether something about a pair is new.
    public static func isOpen(_ pair: RecordPair) -> Bool {
        !pair.isCoupled || Side.allCases.contains { pair.sides[$0].change != .fields([]) }
    }

    /// Whether a reference leads somewhere.
    public static func refers(_ value: FieldValue?) -> Bool { plain(value) != RecordID.zero.text }

    private func list(of pair: RecordPair) -> Lookup? {
        let list = pair.sides.erp.fields[field]
        guard pair.sides.erp.presence == .present, Self.refers(list) else { return nil }
        return .record(RecordID(Self.plain(list)), on: .erp, of: entity, reading: ["currencyId"])
    }

    /// An identity as text; nothing is the zero identity, which is the local currency.
    private static func plain(_ value: FieldValue?) -> String {
        guard let text = value?.text, !text.isEmpty else { return RecordID.zero.text }
        return text
    }
}
