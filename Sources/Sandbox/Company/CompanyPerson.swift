import Model

/// A person who works for a customer of the sample company.
struct CompanyPerson: Sendable {
    /// The identity in the ERP.
    var id: String
    /// The place of the customer in the company's list.
    var customer: Int
    /// The given name.
    var given: String
    /// A second name.
    var middle: String
    /// The family name.
    var family: String
    /// The address for mail; unique.
    var mail: String
    /// The telephone.
    var phone: String
    /// The mobile telephone.
    var mobile: String
    /// The profession.
    var job: String
    /// Whether he is the customer's primary contact.
    var isPrimary: Bool

    /// The name as it is written.
    var name: String { [given, middle, family].filter { !$0.isEmpty }.joined(separator: " ") }

    /// Makes up a person of a customer.
    init(at place: Int, _ customer: CompanyCustomer, isFirst: Bool, _ random: inout CompanyRandom) {
        id = random.guid()
        self.customer = place
        given = random.pick(customer.region.givenNames)
        middle = random.happens(8) ? random.pick(["M.", "J.", "Marie", "von", "A."]) : ""
        family = random.pick(customer.region.familyNames)
        let host = CompanyText.host(customer.plainName)
        let number = random.number(2...99)
        mail = CompanyText.mail("\(given).\(family)\(isFirst ? "" : ".\(number)")", at: host)
        phone = random.happens(70) ? random.digits(customer.region.phone) : ""
        mobile = random.happens(50) ? random.digits(customer.region.phone) : ""
        job = random.happens(60) ? random.pick(Self.jobs) : ""
        isPrimary = isFirst && random.happens(80)
    }

    private static let jobs = [
        "Achats", "Direction", "Comptabilité", "Einkauf", "Logistique", "Purchasing Manager", "Ventas",
    ]

    /// Adds the row of the ERP.
    func addRow(_ number: String, of customer: CompanyCustomer, _ company: String, to draft: inout CompanyDraft) {
        draft.add(
            .erp, "contact", id: id, code: number,
            [
                "number": .text(number), "type": 1, "displayName": .text(name), "firstName": .text(given),
                "middleName": .text(middle), "surname": .text(family), "jobTitle": .text(job),
                "companyNumber": .text(company), "customerId": .text(customer.id), "contactBusinessRelation": 1,
                "addressLine1": .text(customer.text("addressLine1")), "city": .text(customer.text("city")),
                "state": .text(customer.text("state")), "country": .text(customer.text("country")),
                "postalCode": .text(customer.text("postalCode")), "phoneNumber": .text(phone),
                "mobilePhoneNumber": .text(mobile), "email": .text(mail),
                "currencyId": draft.currency(customer.currency),
                "currencyCode": .text(customer.currency),
                "salespersonId": customer.salesperson.map { draft.id(.erp, "salespersonPurchaser", $0) } ?? .null,
                "salespersonCode": .text(customer.salesperson ?? ""),
            ])
    }
}
