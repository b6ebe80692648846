import Model

/// A customer of the sample company as the ERP has him, before it becomes a row.
struct CompanyCustomer: Sendable {
    /// The identity.
    var id: String
    /// The number.
    var number: String
    /// The name without its legal form.
    var plainName: String
    /// The legal form.
    var form: String
    /// The country.
    var region: Region
    /// The values that have no rule: address, telephone, mail.
    var values: Fields
    /// The code of the salesperson.
    var salesperson: String?
    /// The code of the currency.
    var currency: String
    /// Whether nothing but the name is filled in.
    var isBare = false
    /// Whether he is blocked, and for what: the number of the ERP's choice.
    var blocked: Int64 = 0

    /// The name as it is written.
    var name: String { form.isEmpty ? plainName : "\(plainName) \(form)" }

    /// A text of the values; empty when there is none.
    func text(_ name: FieldName) -> String { values[name]?.text ?? "" }

    /// Makes up a customer of a country.
    init(_ number: String, of region: Region, named plainName: String, _ random: inout CompanyRandom) {
        id = random.guid()
        self.number = number
        self.region = region
        self.plainName = plainName
        form = random.pick(region.forms)
        currency = region.currency
        salesperson = random.happens(85) ? random.pick(CompanyCodes.salespeople).code : nil
        let town = random.below(region.towns.count)
        let host = CompanyText.host(plainName)
        let house = random.number(1...199)
        var values = Fields()
        values.reserveCapacity(16)
        values.append("addressLine1", .text(random.pick(region.streets).replacing("#", with: "\(house)")))
        if random.happens(15) { values.append("addressLine2", .text(random.pick(Self.secondLines))) }
        values.append("city", .text(region.towns[town].name))
        values.append("postalCode", .text(region.towns[town].postCode))
        values.append("country", .text(region.code))
        if region.states.count == region.towns.count { values.append("state", .text(region.states[town])) }
        if random.happens(90) { values.append("phoneNumber", .text(random.digits(region.phone))) }
        if random.happens(25) { values.append("faxNumber", .text(random.digits(region.phone))) }
        if random.happens(80) { values.append("email", .text("info@\(host)")) }
        if random.happens(60) { values.append("website", .text("https://www.\(host)")) }
        if random.happens(70) { values.append("creditLimit", .text("\(random.number(1...80) * 500)")) }
        self.values = values
    }

    private static let secondLines = [
        "2e étage", "Bâtiment C", "Hinterhaus", "c/o Comptabilité", "Postfach 12", "Zone industrielle Nord",
        "Quai 4, porte B",
    ]
}
