import Model

/// The sample company: two hundred customers with their contacts, vendors, five hundred items, resources and their prices,
/// and a CRM that knows some of them already.
///
/// The same seed gives the same company. What is not as it should be is so on purpose; `SampleCompany+Exceptions` and
/// `SampleCompany+CRM` say what, and what a synchronization makes of it.
package struct SampleCompany: Sendable {
    var draft: CompanyDraft
    let random: CompanyRandom
    var customers: [CompanyCustomer] = []
    var people: [CompanyPerson] = []

    /// Makes the company.
    package init(of organization: Organization = Organization(), seed: UInt64 = 1) {
        draft = CompanyDraft(organization)
        random = CompanyRandom(seed: seed)
        CompanyCodes.add(to: &draft, random: random, rich: true)
        makeCustomers()
        makeExceptions()
        makePeople()
        addERP()
        addVendors()
        addItems()
        addResources()
        addPriceLists()
        addCustomerPriceGroups()
        addSalesPrices()
        addCRM()
        addOpportunities()
        addMachines()
        addOrders()
    }

    /// The rows of both systems, those that others refer to first, but for a customer and its primary contact, which refer to each other.
    package var rows: [CompanyRow] { draft.rows }

    /// How many customers each country has, in the order of `Region.all`.
    private static let weights = [58, 35, 20, 12, 10, 13, 10, 11, 7, 6, 6, 4, 5, 3]

    private mutating func makeCustomers() {
        var random = self.random.branch("customers")
        var names: Set<String> = []
        for (region, weight) in zip(Region.all, Self.weights) {
            for _ in 0..<weight {
                var name = ""
                repeat {
                    name = "\(random.pick(region.trades)) \(random.pick(region.names))"
                    // Small countries run out of pairs.
                    if names.contains(name) { name += " \(random.pick(region.towns).name)" }
                } while !names.insert(name).inserted
                let number = "C\(10_000 + customers.count * 10)"
                customers.append(CompanyCustomer(number, of: region, named: name, &random))
            }
        }
    }

    private mutating func makePeople() {
        var random = self.random.branch("people")
        for index in customers.indices where !customers[index].isBare && customers[index].blocked == 0 {
            let count = [0, 1, 1, 2, 2, 3][random.below(6)]
            for place in 0..<count {
                people.append(CompanyPerson(at: index, customers[index], isFirst: place == 0, &random))
            }
        }
    }

    private mutating func addERP() {
        var random = self.random.branch("rows")
        var contacts = 0
        func contactNumber() -> String {
            contacts += 1
            return "CT\(100_000 + contacts)"
        }
        for index in customers.indices {
            let customer = customers[index]
            let own = people.indices.filter { people[$0].customer == index }
            let primary = own.first { people[$0].isPrimary }
            customer.addRow(
                to: &draft, contact: primary.map { people[$0].id },
                contactName: primary.map { people[$0].name } ?? "", &random)
            let company = contactNumber()
            draft.add(
                .erp, "contact", id: random.guid(), code: company,
                [
                    "number": .text(company), "type": 0, "displayName": .text(customer.name),
                    "companyNumber": .text(company), "customerId": .text(customer.id), "contactBusinessRelation": 1,
                    "city": .text(customer.text("city")), "country": .text(customer.text("country")),
                ])
            for place in own {
                people[place].addRow(contactNumber(), of: customer, company, to: &draft)
            }
        }
        addLooseContacts(contactNumber)
    }

    /// People of no company, and of a company that is not a customer: the synchronization leaves them alone.
    private mutating func addLooseContacts(_ number: () -> String) {
        var random = self.random.branch("loose")
        for (given, family) in [("Odette", "Sansregret"), ("Tobias", "Einzel"), ("Ida", "Solberg-Lund")] {
            draft.add(
                .erp, "contact", id: random.guid(),
                [
                    "number": .text(number()), "type": 1, "displayName": .text("\(given) \(family)"),
                    "firstName": .text(given), "surname": .text(family),
                    "email": .text(CompanyText.mail("\(given).\(family)", at: "poste.example")),
                ])
        }
        let vendor = number()
        draft.add(
            .erp, "contact", id: random.guid(),
            [
                "number": .text(vendor), "type": 0, "displayName": "Papeteries du Lac", "companyNumber": .text(vendor),
                "contactBusinessRelation": 2,
            ])
        draft.add(
            .erp, "contact", id: random.guid(),
            [
                "number": .text(number()), "type": 1, "displayName": "Lise Fournisseuse", "firstName": "Lise",
                "surname": "Fournisseuse", "companyNumber": .text(vendor), "contactBusinessRelation": 2,
            ])
    }
}
