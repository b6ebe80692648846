import PluginTesting
import Testing

@testable import ContactsPlugin

@Suite("Contacts")
struct ContactsPluginTests {
    private let person: Fields = [
        "customerId": "c1", "firstName": "Élodie", "middleName": "", "surname": "Lacombe",
        "currencyId": .text(RecordID.zero.text), "addressLine1": "", "addressLine2": "", "postalCode": "", "city": "",
        "country": "", "state": "", "email": "elodie@montclar.example", "faxNumber": "", "website": "",
        "mobilePhoneNumber": "", "pager": "", "phoneNumber": "", "salespersonId": .text(RecordID.zero.text),
        "type": "Person",
    ]
    private let customer = RecordReference(entity: "customers", side: .erp, id: RecordID("c1"))
    private let euro = RecordReference(entity: "currencies", side: .erp, id: .zero)

    @Test("the plugin keeps the rules of the protocol")
    func conformance() throws { try PluginConformance.check(ContactsPlugin.self) }

    @Test("what was decided in the recorded conversations is decided again")
    func recorded() throws { try PluginReplay.check(ContactsPlugin.self) }

    @Test("a person becomes a contact of the account that his customer is coupled with")
    func newContact() {
        let decision = ContactsPlugin.decision(
            about: .uncoupled(erp: person), references: [customer: RecordID("a1"), euro: RecordID("eur")])
        #expect(
            decision.action
                == .create(
                    .crm,
                    [
                        "parentcustomerid": "a1", "firstname": "Élodie", "lastname": "Lacombe",
                        "transactioncurrencyid": "eur", "emailaddress1": "elodie@montclar.example",
                    ], key: []))
    }

    @Test("a person waits for his customer")
    func waits() {
        let decision = ContactsPlugin.decision(about: .uncoupled(erp: person), references: [euro: RecordID("eur")])
        #expect(decision.action == .wait(customer))
    }

    @Test("a new contact of an account becomes a person, not a company")
    func newPerson() {
        let account = RecordReference(entity: "customers", side: .crm, id: RecordID("a1"))
        let decision = ContactsPlugin.decision(
            about: .uncoupled(crm: ["parentcustomerid": "a1", "firstname": "Jo", "lastname": "Roux"]),
            references: [account: RecordID("c1")])
        guard case .create(.erp, let fields, _) = decision.action else {
            return #expect(Bool(false), "\(decision.action)")
        }
        #expect(fields["type"] == "Person" && fields["customerId"] == "c1" && fields["surname"] == "Roux")
    }

    @Test("a person without a family name is set aside, since the CRM insists on one")
    func noSurname() {
        var nameless = person
        nameless["surname"] = ""
        let decision = ContactsPlugin.decision(
            about: .uncoupled(erp: nameless), references: [customer: RecordID("a1"), euro: RecordID("eur")])
        #expect(decision.action == .setAside(Problem(.required, field: "surname", side: .erp)))
    }

    @Test("a contact is uncoupled with its customer, once it belongs to nobody on one side", arguments: [true, false])
    func customerUncoupled(isCustomerCoupled: Bool) throws {
        var (erp, crm) = (person, Fields())
        erp["customerId"] = .text(RecordID.zero.text)
        for (name, value) in [("parentcustomerid", "a1"), ("firstname", "Élodie"), ("lastname", "Lacombe")] {
            crm[name] = .text(value)
        }
        var pair = RecordPair.coupled(erp: erp, crm: crm, changed: Sided(erp: ["customerId"], crm: []))
        pair.sides.erp.presence = .outOfScope
        let account = RecordReference(entity: "customers", side: .crm, id: RecordID("a1"))
        let decision = ContactsPlugin.decision(
            about: pair, references: isCustomerCoupled ? [account: RecordID("c1")] : [:],
            configuration: try #require(Configuration(json: #"{"company":"own"}"#)))
        let freed = Decision.Action.uncouple(writing: Sided(erp: Fields(), crm: ["bcbi_companyid": .null]))
        #expect(decision.action == (isCustomerCoupled ? .none : freed))
    }

    @Test("companies, people without a customer, and contacts of nobody are left alone")
    func filters() {
        let filters = ContactsPlugin.map.filters
        #expect(filters.erp.includes(person))
        #expect(!filters.erp.includes(["type": "Company", "customerId": "c1"]))
        #expect(!filters.erp.includes(["type": "Person", "customerId": .text(RecordID.zero.text)]))
        #expect(!filters.crm.includes(["statecode": 0, "parentcustomerid": .null]))
    }
}
