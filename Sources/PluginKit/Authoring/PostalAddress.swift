extension FieldMap.Line {
    /// The address of a customer, a contact or whatever else has one, under the names that both systems always use.
    ///
    /// Its fields move together: a merge of two halves is an address that nobody has.
    public static let postalAddress = FieldMap.Line.group(
        "address",
        [
            .field("addressLine1", "address1_line1", .text(erp: 100, crm: 250)),
            .field("addressLine2", "address1_line2", .text(erp: 50, crm: 250)),
            .field("postalCode", "address1_postalcode", .code(erp: 20, crm: 20)),
            .field("city", "address1_city", .text(erp: 30, crm: 80)),
            .field("country", "address1_country", .code(erp: 10, crm: 80)),
            .field("state", "address1_stateorprovince", .text(erp: 30, crm: 50)),
        ])
}
