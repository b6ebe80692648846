import PluginKit

/// The field map of notes.
enum OrderNoteFields {
    /// The table of the CRM that a note must be about.
    static let table = "salesorder"

    /// The lines.
    ///
    /// A note of the ERP keeps the identity of the CRM's that it was made of: by it an unanswered create is found again.
    static let lines: [FieldMap.Line] = [
        .field("documentId", "objectid", .reference(to: "salesorders"), isRequired: true, onInsertOnly: true),
        .field("externalId", "annotationid", .text(erp: 50, crm: 36), .toERP, onInsertOnly: true),
        .field("note", "notetext", .text(erp: 2_048, crm: 100_000)),
    ]

    /// How two notes are recognised as one: by that identity, or by what they are about and say.
    static let matching = [
        MatchRule("key", [.init(erp: "externalId", crm: "annotationid")]),
        MatchRule(
            "orderAndText",
            [.init(erp: "documentId", crm: "objectid", entity: "salesorders"), .init(erp: "note", crm: "notetext")]),
    ]

    /// Notes of orders, without those that are a file.
    static let filters = Sided(
        erp: RecordFilter(),
        crm: RecordFilter([
            .init("objectidtype", .isOneOf, [.text(table)]), .init("isdocument", .isOneOf, [false]),
        ]))
}
