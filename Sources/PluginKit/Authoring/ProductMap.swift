public import Reconciliation

/// What items and resources have in common as products of the CRM.
public struct ProductMap: Sendable {
    /// What a person may configure of them.
    public static let settings = [Setting("company", .text), CRMUnits.setting]
    /// What makes one of them inactive; a product that is inactive is called retired.
    public static let inactive: Sided<Fields> = Sided(erp: ["blocked": true], crm: ["statecode": 1, "statuscode": 2])
    /// An amount of money: the CRM takes none below zero, and keeps four digits.
    public static let amount = FieldKind.decimal(scale: 4, atLeast: 0)
    /// A quantity: the CRM takes none below zero, and keeps two digits.
    public static let quantity = FieldKind.decimal(scale: 2, atLeast: 0)

    private let type: Int64
    private let unitField: FieldName
    private let unitEntity: EntityName
    private let units: CRMUnits
    private let owned: Ownership

    /// Begins a map of the products of a type; `unit` is the field of the record's base unit among its own units, which are an entity.
    public init(type: Int64, unit: FieldName, of entity: EntityName, under configuration: Configuration) {
        self.type = type
        unitField = unit
        unitEntity = entity
        units = CRMUnits(configuration)
        owned = Ownership(configuration)
    }

    /// The map, with the lines that this kind of product has for itself.
    ///
    /// A product of the CRM says no unit that a new record of the ERP could begin with where units stand in groups: it makes none then.
    public func map(with own: [FieldMap.Line]) -> FieldMap {
        FieldMap(
            Self.figures + own + [unitLines] + rest + owned.companyLines,
            matching: [MatchRule("key", [.init(erp: "number", crm: "productnumber")])],
            naturalKey: Sided(erp: [], crm: ["productnumber"]), filters: owned.filters(filters),
            creates: Sided(erp: units == .measures, crm: true), inactive: Self.inactive, parting: owned.parting)
    }

    private static let figures: [FieldMap.Line] = [
        .field("number", "productnumber", .code(erp: 20, crm: 100), .toCRM, isRequired: true),
        .field("displayName", "name", .text(erp: 100, crm: 100), isRequired: true),
        .field("unitPrice", "price", amount, .toCRM),
        // The CRM has two kinds of cost; to the ERP they are one.
        .field("unitCost", "standardcost", amount, .toCRM),
        .field("unitCost", "currentcost", amount, .toCRM),
    ]

    private var unitLines: FieldMap.Line {
        switch units {
        case .measures:
            .group(
                "unit",
                [
                    .field(
                        "baseUnitOfMeasureId", "defaultuomscheduleid", .reference(to: "unitsofmeasure"),
                        isRequired: true),
                    // The one unit of the group; a group with more than one is not ours.
                    .field(
                        "baseUnitOfMeasureId", "defaultuomid",
                        .reference(to: "unitsofmeasure", via: CRMUnits.onlyUnit), .toCRM, isRequired: true),
                ])
        case .groups:
            .group(
                "unit",
                [
                    .field(
                        "unitGroupId", "defaultuomscheduleid", .reference(to: "unitgroups"), .toCRM, isRequired: true),
                    .field(unitField, "defaultuomid", .reference(to: unitEntity), .toCRM, isRequired: true),
                ])
        }
    }

    private var rest: [FieldMap.Line] {
        [
            // Prices are in the local currency, which has the zero identity.
            .computed(
                "transactioncurrencyid", on: .crm, .byPlugin([]), .reference(to: "currencies", erpEmpty: .isValue),
                onInsertOnly: true),
            .constant("producttypecode", on: .crm, .integer(type)),
            .constant("productstructure", on: .crm, 1),
            .constant("quantitydecimal", on: .crm, 2),
            .constant("statecode", on: .crm, 0),
            .constant("statuscode", on: .crm, 1),
            // Given to a new record of the ERP only.
            .filled("number", on: .erp),
            // Written when the product is no longer active, never taken back.
            .filled("blocked", on: .erp),
        ]
    }

    /// Records that are not blocked, and active products of the type: items and resources are in one table of the CRM.
    private var filters: Sided<RecordFilter> {
        Sided(
            erp: RecordFilter([.init("blocked", .isOneOf, [false])]),
            crm: RecordFilter([
                .init("producttypecode", .isOneOf, [.integer(type)]), .init("statecode", .isOneOf, [0]),
            ]))
    }

    /// A new record of the ERP keeps the number that the product has, where the ERP can take it: by it a create that was not answered is
    /// recognised.
    public static func number(on side: Side, from pair: RecordPair) -> Fields {
        guard side == .erp, let number = pair.sides.crm.fields["productnumber"]?.text,
            (1...20).contains(number.utf16.count)
        else { return Fields() }
        return ["number": .text(number.uppercased())]
    }

    /// A product that is no longer active blocks its record; one that is active again does not unblock it.
    public static func adjust(
        _ decision: inout Decision, about pair: RecordPair, of entity: EntityName, in run: RunFacts
    ) {
        if case .create(.erp, let fields, _) = decision.action, fields["number"] != nil {
            decision.action = .create(.erp, fields, key: ["number"])
        }
        Ownership(run.configuration).claim(&decision, about: pair, of: entity)
        decision.deactivatePartner(writing: inactive.erp, about: pair)
    }
}
