import PluginKit

/// The field map of opportunities, as the incumbent maps them; the person also goes to a new opportunity of the ERP.
enum OpportunityFields {
    /// The lines that every tenant has.
    static let lines: [FieldMap.Line] = [
        .field("description", "name", .text(erp: 100, crm: 300), isRequired: true),
        .field("contactId", "parentcontactid", .reference(to: "contacts"), isRequired: true),
        // The ERP takes the customer from the person's company.
        .field("customerId", "parentaccountid", .reference(to: "customers"), .toCRM),
        .field("estimatedValue", "estimatedvalue", .decimal(scale: 2, atLeast: 0), .toCRM),
        .field("estimatedClosingDate", "estimatedclosedate", .date, .toCRM),
        .computed(
            "transactioncurrencyid", on: .crm, .byPlugin([]), .reference(to: "currencies", erpEmpty: .isValue),
            onInsertOnly: true),
    ]

    /// Who owns an opportunity.
    ///
    /// An empty salesperson is not written: every opportunity has an owner.
    static let owner = FieldMap.Line.field(
        "salespersonId", "ownerid", .reference(to: "salespeople", whenMissing: .skip, whenEmpty: .skip), .toCRM)

    /// Fields that a person may add to the map, by their names in the ERP.
    static let more: OptionalLines = [
        "dateClosed": .field("dateClosed", "actualclosedate", .date, .toCRM, isOptional: true),
        "calculatedCurrentValue": .field(
            "calculatedCurrentValue", "actualvalue", .decimal(scale: 2, atLeast: 0), .toCRM, isOptional: true),
        // The CRM has whole percents.
        "chancesOfSuccessPrc": .computed("closeprobability", on: .crm, .byPlugin(["chancesOfSuccessPrc"]), .integer),
    ]

    /// Two opportunities of one person under one name are the same.
    static let matching = [
        MatchRule(
            "contactAndName",
            [
                .init(erp: "contactId", crm: "parentcontactid", entity: "contacts"),
                .init(erp: "description", crm: "name"),
            ])
    ]

    /// Open opportunities of a person who works for a customer: the ERP has none without a contact.
    static let filters = Sided(
        erp: RecordFilter([
            .init("status", .isOneOf, ["Not Started", "In Progress"]), .init("contactType", .isOneOf, ["Person"]),
            .init("customerId", .isNotEmpty),
        ]),
        crm: RecordFilter([.init("statecode", .isOneOf, [0]), .init("parentcontactid", .isNotEmpty)]))
}
