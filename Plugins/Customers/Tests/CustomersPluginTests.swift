import PluginTesting
import Testing

@testable import CustomersPlugin

@Suite("Customers")
struct CustomersPluginTests {
    /// A customer in the local currency, with terms and a salesperson.
    private let customer: Fields = [
        "displayName": "Verrerie Montclar SARL", "contactName": "Élodie Lacombe", "addressLine1": "12 quai de la Fosse",
        "addressLine2": "", "postalCode": "44000", "city": "Nantes", "country": "FR", "state": "",
        "currencyId": .text(RecordID.zero.text), "creditLimit": "2500", "email": "info@montclar.example",
        "faxNumber": "", "website": "", "phoneNumber": "+33 1 99 00 12 34", "shipmentMethodId": "s1",
        "shippingAgentId": .text(RecordID.zero.text), "paymentTermsId": "t1", "primaryContactId": "c1",
        "salespersonId": "p1", "blocked": " ",
    ]
    private let coupled: [RecordReference: RecordID] = [
        RecordReference(entity: "currencies", side: .erp, id: .zero): RecordID("eur"),
        RecordReference(entity: "shipmentmethods", side: .erp, id: RecordID("s1")): RecordID("1"),
        RecordReference(entity: "paymentterms", side: .erp, id: RecordID("t1")): RecordID("4"),
        RecordReference(entity: "salespeople", side: .erp, id: RecordID("p1")): RecordID("user"),
    ]

    /// The account that the customer becomes.
    private var account: Fields {
        guard
            case .create(_, var fields, _) = CustomersPlugin.decision(
                about: .uncoupled(erp: customer), references: coupled
            ).action
        else { return [:] }
        for name in ["address1_line2", "address1_stateorprovince", "fax", "websiteurl"] { fields[name] = .null }
        for name in ["address1_shippingmethodcode", "primarycontactid"] { fields[name] = .null }
        fields["statecode"] = 0
        return fields
    }

    @Test("the plugin keeps the rules of the protocol")
    func conformance() throws { try PluginConformance.check(CustomersPlugin.self) }

    @Test("what was decided in the recorded conversations is decided again")
    func recorded() throws { try PluginReplay.check(CustomersPlugin.self) }

    @Test("a customer in the local currency becomes an account with its currency, terms and owner")
    func newAccount() {
        #expect(account["name"] == "Verrerie Montclar SARL")
        #expect(account["transactioncurrencyid"] == "eur")
        #expect(account["paymenttermscode"] == 4)
        #expect(account["address1_freighttermscode"] == 1)
        #expect(account["ownerid"] == "user")
        #expect(account["customertypecode"] == 3)
        #expect(account["creditlimit"] == "2500")
    }

    @Test("a customer waits for payment terms that are not coupled")
    func waits() {
        var references = coupled
        let terms = RecordReference(entity: "paymentterms", side: .erp, id: RecordID("t1"))
        references[terms] = nil
        #expect(
            CustomersPlugin.decision(about: .uncoupled(erp: customer), references: references).action == .wait(terms))
    }

    @Test("an uncoupled primary contact is left out, and written when it is coupled")
    func primaryContact() {
        #expect(account["primarycontactid"]?.isEmpty ?? true)
        var references = coupled
        references[RecordReference(entity: "contacts", side: .erp, id: RecordID("c1"))] = RecordID("k1")
        let pair = RecordPair.coupled(erp: customer, crm: account, cause: .referenceReady)
        let decision = CustomersPlugin.decision(about: pair, references: references)
        #expect(decision.action == .update(.crm, ["primarycontactid": "k1"]))
    }

    @Test("an account without a primary contact takes none from the customer that is not coupled, but one that is")
    func primaryContactCleared() {
        var references = coupled
        let pair = RecordPair.coupled(
            erp: customer, crm: account, changed: Sided(erp: [], crm: ["primarycontactid"]))
        #expect(CustomersPlugin.decision(about: pair, references: references).action == .none)
        references[RecordReference(entity: "contacts", side: .erp, id: RecordID("c1"))] = RecordID("k1")
        #expect(
            CustomersPlugin.decision(about: pair, references: references).action
                == .update(.erp, ["primaryContactId": .text(RecordID.zero.text)]))
    }

    @Test("a primary contact that was set in the CRM arrives when it is coupled")
    func primaryContactFromCRM() {
        var (erp, crm) = (customer, account)
        erp["primaryContactId"] = .text(RecordID.zero.text)
        crm["primarycontactid"] = "k2"
        var references = coupled
        references[RecordReference(entity: "contacts", side: .crm, id: RecordID("k2"))] = RecordID("c2")
        let pair = RecordPair.coupled(erp: erp, crm: crm, cause: .referenceReady)
        let decision = CustomersPlugin.decision(about: pair, references: references)
        #expect(decision.action == .update(.erp, ["primaryContactId": "c2"]))
    }

    @Test("a salesperson who is no user leaves the owner as it is; an empty one too")
    func owner() {
        for salesperson in ["p9", RecordID.zero.text] {
            var erp = customer
            erp["salespersonId"] = .text(salesperson)
            let pair = RecordPair.coupled(erp: erp, crm: account, changed: Sided(erp: ["salespersonId"], crm: []))
            #expect(CustomersPlugin.decision(about: pair, references: coupled).action == .none)
        }
    }

    @Test("an address edited in the CRM and a credit limit edited in the ERP both arrive")
    func merged() {
        var (erp, crm) = (customer, account)
        erp["creditLimit"] = "5000"
        crm["address1_city"] = "Angers"
        let pair = RecordPair.coupled(
            erp: erp, crm: crm, changed: Sided(erp: ["creditLimit"], crm: ["address1_city"]))
        let decision = CustomersPlugin.decision(about: pair, references: coupled)
        #expect(decision.action == .updateBoth(Sided(erp: ["city": "Angers"], crm: ["creditlimit": "5000"])))
    }

    @Test("two addresses for one customer are a person’s to decide")
    func conflict() {
        var (erp, crm) = (customer, account)
        erp["addressLine1"] = "1 rue Neuve"
        crm["address1_city"] = "Angers"
        let pair = RecordPair.coupled(
            erp: erp, crm: crm, changed: Sided(erp: ["addressLine1"], crm: ["address1_city"]))
        #expect(
            CustomersPlugin.decision(about: pair, references: coupled).action
                == .setAside(Problem(.conflict, ["address"])))
    }

    @Test("an account that becomes inactive blocks its customer, and an active one does not unblock him")
    func inactive() {
        var left = RecordPair.coupled(erp: customer, crm: account, changed: Sided(erp: [], crm: ["statecode"]))
        left.sides.crm.fields["statecode"] = 1
        left.sides.crm.presence = .outOfScope
        #expect(CustomersPlugin.decision(about: left, references: coupled).action == .update(.erp, ["blocked": "All"]))
        left.sides.erp.presence = .outOfScope
        #expect(CustomersPlugin.decision(about: left, references: coupled).action == .none)
        left.sides.crm.presence = .present
        #expect(CustomersPlugin.decision(about: left, references: coupled).action == .none)
    }

    @Test("a web address longer than the CRM takes is cut, and does not look changed ever after")
    func longText() {
        var (erp, crm) = (customer, account)
        erp["website"] = .text(String(repeating: "w", count: 240))
        crm["websiteurl"] = .text(String(repeating: "w", count: 200))
        let pair = RecordPair.coupled(erp: erp, crm: crm, changed: Sided(erp: ["website"], crm: []))
        #expect(CustomersPlugin.decision(about: pair, references: coupled).action == .none)
    }

    @Test("in the team’s ownership, one team owns all accounts, whoever sells")
    func team() throws {
        let configuration = try #require(Configuration(json: #"{"ownership":"team","team":"t-1"}"#))
        let decision = CustomersPlugin.decision(
            about: .uncoupled(erp: customer), references: coupled, configuration: configuration)
        guard case .create(_, let fields, _) = decision.action else {
            return #expect(Bool(false), "\(decision.action)")
        }
        #expect(fields["ownerid"] == "team/t-1")
        let nameless = try #require(Configuration(json: #"{"ownership":"team"}"#))
        #expect(CustomersPlugin.validate(nameless).map(\.path) == ["team"])
    }

    @Test("accounts of another company are left alone, those of none are not")
    func company() throws {
        let configuration = try #require(Configuration(json: #"{"company":"own"}"#))
        let filter = CustomersPlugin.map(under: configuration).filters.crm
        func account(_ company: FieldValue) -> Fields {
            ["statecode": 0, "customertypecode": 3, "bcbi_companyid": company]
        }
        #expect(filter.includes(account("own")) && filter.includes(account(.null)))
        #expect(!filter.includes(account("other")))
    }

    @Test("an account of no company gets the company as soon as it is coupled")
    func companyStamped() throws {
        let configuration = try #require(Configuration(json: #"{"company":"own"}"#))
        var free = account
        free["bcbi_companyid"] = .null
        let met = CustomersPlugin.decision(
            about: .uncoupled(erp: customer, crm: free, by: "number"), references: coupled, configuration: configuration
        )
        #expect(met.action == .update(.crm, ["bcbi_companyid": "own"]))
        var alone = free
        alone["transactioncurrencyid"] = "eur"
        var references = coupled
        references[RecordReference(entity: "currencies", side: .crm, id: RecordID("eur"))] = .zero
        references[RecordReference(entity: "shipmentmethods", side: .crm, id: RecordID("1"))] = RecordID("s1")
        references[RecordReference(entity: "paymentterms", side: .crm, id: RecordID("4"))] = RecordID("t1")
        let created = CustomersPlugin.decision(
            about: .uncoupled(crm: alone), references: references, configuration: configuration)
        guard case .create(.erp, _, _) = created.action else { return #expect(Bool(false), "\(created.action)") }
        #expect(created.leftOut == [RecordReference(entity: "customers", side: .crm, id: RecordID("crm"))])
        let again = RecordPair.coupled(erp: customer, crm: free, cause: .referenceReady)
        let stamped = CustomersPlugin.decision(about: again, references: references, configuration: configuration)
        #expect(stamped.action == .update(.crm, ["bcbi_companyid": "own"]))
    }

    @Test("the partner of a deleted record stays, is deleted, or becomes inactive, as a person wants it")
    func deletes() throws {
        var gone = RecordPair.coupled(erp: customer, crm: account)
        gone.sides.crm.presence = .deleted
        func action(_ json: String) throws -> Decision.Action {
            CustomersPlugin.decision(about: gone, configuration: try #require(Configuration(json: json))).action
        }
        #expect(try action("{}") == .uncouple())
        #expect(try action(#"{"deletes":"delete"}"#) == .delete(.erp))
        #expect(
            try action(#"{"deletes":"deactivate"}"#)
                == .uncouple(writing: Sided(erp: ["blocked": "All"], crm: Fields())))
    }

    @Test("blocked customers, inactive accounts and accounts that are no customers are left alone")
    func filters() {
        let filters = CustomersPlugin.map.filters
        #expect(filters.erp.includes(["blocked": " "]) && !filters.erp.includes(["blocked": "Ship"]))
        #expect(filters.crm.includes(["statecode": 0, "customertypecode": 3]))
        #expect(!filters.crm.includes(["statecode": 1, "customertypecode": 3]))
        #expect(!filters.crm.includes(["statecode": 0, "customertypecode": 11]))
    }
}
