import JSON

extension BCHandler {
    /// `GET customers(…)/contactsInformation`: which contacts stand for a customer, the server's own company contact too.
    ///
    /// <https://learn.microsoft.com/dynamics365/business-central/dev-itpro/api-reference/v2.0/resources/dynamics_contactinformation>
    func contactsInformation(of customer: StoredRecord) throws -> HTTPAnswer {
        let wanted = Query(
            "contact", company: customer.company, where: .field("customerId", .equal, .text(customer.id)))
        let rows = try tables.records(wanted).map { contact -> JSONValue in
            [
                "@odata.etag": .string(BCEtag.text(contact.version)), "contactId": .string(contact.id),
                "contactNumber": .string(contact["number"].text ?? ""),
                "contactName": .string(contact["displayName"].text ?? ""),
                "contactType": contact["type"] == 1 ? "Person" : "Company", "relatedId": .string(customer.id),
                "relatedType": "Customer",
            ]
        }
        let value: JSONValue = [
            "@odata.context": .string("\(root)/$metadata#contactsInformation"), "value": .array(rows),
        ]
        return HTTPAnswer(200, headers: Self.jsonHeaders, body: JSON.encode(value))
    }
}
