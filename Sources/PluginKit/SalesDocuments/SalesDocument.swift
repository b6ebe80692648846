public import Reconciliation

/// What orders and quotes of the CRM have in common on their way to the ERP: prices and discounts are those of the CRM, the tax is the
/// ERP's, and the total without tax is the same in both, to the cent.
public struct SalesDocument: Sendable {
    /// The entity.
    public let entity: EntityName
    /// What problems call such a document: their first argument.
    public let name: String

    /// Names a kind of documents.
    public init(_ entity: EntityName, name: String) {
        self.entity = entity
        self.name = name
    }

    /// What a person may configure of them.
    public static let settings = [
        Setting("writeInItem", .text), Setting("writeInResource", .text), Setting("freightAccount", .text),
    ]

    /// The lines of the map that every tenant has, but for the document's number.
    public static let header: [FieldMap.Line] = [
        .field("customerId", "customerid", .reference(to: "customers"), .toERP, isRequired: true),
        .field(
            "currencyId", "transactioncurrencyid", .reference(to: "currencies", erpEmpty: .isValue), .toERP,
            onInsertOnly: true),
        .group("shipTo", shipTo),
        .field(
            "paymentTermsId", "paymenttermscode",
            .reference(to: "paymentterms", crm: .choice, whenMissing: .skip, whenEmpty: .skip), .toERP),
        .field(
            "shipmentMethodId", "freighttermscode",
            .reference(to: "shipmentmethods", crm: .choice, whenMissing: .skip, whenEmpty: .skip), .toERP),
        // What the document is cheaper by than its lines.
        .computed(
            "discountAmount", on: .erp, .byPlugin(["totallineitemamount", "totalamountlessfreight"]),
            .decimal(scale: 2)),
    ]

    /// Where the goods go; its fields move together.
    public static let shipTo: [FieldRule] = [
        .field("shipToName", "shipto_name", .text(erp: 100, crm: 200), .toERP),
        .field("shipToContact", "shipto_contactname", .text(erp: 100, crm: 150), .toERP),
        .field("shipToAddressLine1", "shipto_line1", .text(erp: 100, crm: 250), .toERP),
        .field("shipToAddressLine2", "shipto_line2", .text(erp: 50, crm: 250), .toERP),
        .field("shipToPostCode", "shipto_postalcode", .code(erp: 20, crm: 20), .toERP),
        .field("shipToCity", "shipto_city", .text(erp: 30, crm: 80), .toERP),
        .field("shipToCountry", "shipto_country", .code(erp: 10, crm: 80), .toERP),
        .field("shipToState", "shipto_stateorprovince", .text(erp: 30, crm: 50), .toERP),
    ]

    /// What is read of a document of the CRM beyond that: whose it is, and what the ERP can't take of it.
    public static let also: [FieldName] = [
        "customerid", "customeridtype", "transactioncurrencyid", "freightamount", "statecode",
    ]
    /// A map of the lines.
    public static func lines(_ fields: [FieldMap.Line] = lineFields) -> FieldMap {
        FieldMap(fields, creates: Sided(erp: true, crm: false), alsoReads: Sided(erp: [], crm: alsoOfLines))
    }

    /// The fields of the lines.
    ///
    /// A product is an item or a resource of the ERP. Which, and that it is coupled, `SalesDocumentCheck` finds out: neither is waited for here.
    public static let lineFields: [FieldMap.Line] = [
        .field("itemId", "productid", .reference(to: "items", whenMissing: .skip), .toERP, onInsertOnly: true),
        // The number takes the place of the identity before it is written: the ERP's lines name resources by it.
        .field(
            "lineObjectNumber", "productid", .reference(to: "resources", whenMissing: .skip), .toERP,
            onInsertOnly: true),
        .filled("lineType", on: .erp),
        .filled("description", on: .erp),
        .field("quantity", "quantity", .decimal(scale: 5), .toERP),
        .field("unitPrice", "priceperunit", .decimal(scale: 5), .toERP),
        .computed(
            "discountAmount", on: .erp, .byPlugin(["quantity", "volumediscountamount", "manualdiscountamount"]),
            .decimal(scale: 2)),
    ]

    private static let alsoOfLines: [FieldName] = [
        "isproductoverridden", "productdescription", "uomid", "producttypecode", "extendedamount", "tax",
    ]

    /// What is wrong with a configuration.
    public static func validate(_ configuration: Configuration) -> [Note] {
        guard configuration.text("writeInItem") != nil, configuration.text("writeInResource") != nil else { return [] }
        return [
            Note(
                .error, path: "writeInResource",
                "A line without a product stands for an item or for a resource: name one of them.",
                translations: [
                    .fr: .init(
                        "Une ligne sans produit représente un article ou une ressource : indiquez l'un des deux.")
                ])
        ]
    }

    /// A day of the CRM, which it writes as the day's first moment, as the ERP has it; that has a day for none.
    public static func day(_ value: FieldValue?) -> FieldValue {
        .text(value?.text.map { String($0.prefix(10)) } ?? "0001-01-01")
    }

    /// The value of a computed amount of a document or of a line.
    public static func compute(_ field: FieldName, from fields: Fields) -> FieldValue? {
        func amount(_ name: FieldName) -> Amount { Amount(fields[name]) }
        switch field {
        case "discountAmount" where fields["totallineitemamount"] != nil:
            return .text((amount("totallineitemamount") - amount("totalamountlessfreight")).text)
        case "discountAmount":
            return .text((amount("quantity") * amount("volumediscountamount") + amount("manualdiscountamount")).text)
        default: return nil
        }
    }

    /// What must be known of the products on the lines of a pair.
    public static func lookups(about pair: RecordPair) -> [Lookup] {
        guard pair.sides.crm.presence == .present else { return [] }
        return pair.sides.crm.lines.compactMap { SalesDocumentLine($0).product.map(SalesDocumentLine.lookup) }
    }

    /// Whether one of the documents changed, or was just made: only then is there news of it.
    public static func isToBeCompared(_ pair: RecordPair) -> Bool {
        switch pair.cause {
        case .referenceReady, .retry: true
        case .erpChanged, .crmChanged, .both, .selected, .verify:
            Side.allCases.contains { pair.sides[$0].change != .fields([]) }
        }
    }
}
