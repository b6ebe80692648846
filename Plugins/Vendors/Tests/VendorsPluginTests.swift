import PluginTesting
import Testing

@testable import VendorsPlugin

@Suite("Vendors")
struct VendorsPluginTests {
    /// A vendor in the local currency, with terms and a purchaser.
    private let vendor: Fields = [
        "number": "F103", "displayName": "Tissages Orsini", "contactName": "", "addressLine1": "4 via dei Telai",
        "addressLine2": "", "postalCode": "59100", "city": "Prato", "country": "IT", "state": "",
        "currencyId": .text(RecordID.zero.text), "email": "ventes@orsini.example", "faxNumber": "", "website": "",
        "phoneNumber": "", "shipmentMethodId": .text(RecordID.zero.text), "shippingAgentId": "a1",
        "paymentTermsId": "t1", "primaryContactId": "c1", "purchaserId": "p1", "blocked": " ",
    ]
    private let coupled: [RecordReference: RecordID] = [
        RecordReference(entity: "currencies", side: .erp, id: .zero): RecordID("eur"),
        RecordReference(entity: "shippingagents", side: .erp, id: RecordID("a1")): RecordID("2"),
        RecordReference(entity: "paymentterms", side: .erp, id: RecordID("t1")): RecordID("4"),
        RecordReference(entity: "salespeople", side: .erp, id: RecordID("p1")): RecordID("user"),
    ]

    /// The account that a vendor becomes.
    private func account(of vendor: Fields) -> Fields {
        let action = VendorsPlugin.decision(about: .uncoupled(erp: vendor), references: coupled).action
        guard case .create(.crm, var fields, _) = action else { return [:] }
        for name in ["address1_line2", "address1_stateorprovince", "fax", "websiteurl", "telephone1"] {
            fields[name] = .null
        }
        for name in ["address1_freighttermscode", "primarycontactid", "address1_primarycontactname"] {
            fields[name] = .null
        }
        fields["statecode"] = 0
        return fields
    }

    @Test("the plugin keeps the rules of the protocol")
    func conformance() throws { try PluginConformance.check(VendorsPlugin.self) }

    @Test("what was decided in the recorded conversations is decided again")
    func recorded() throws { try PluginReplay.check(VendorsPlugin.self) }

    @Test(
        "a vendor becomes an account of the type vendor, with its terms, agent, currency and the purchaser as its owner"
    )
    func newAccount() {
        let account = account(of: vendor)
        #expect(account["name"] == "Tissages Orsini" && account["customertypecode"] == 11)
        #expect(account["paymenttermscode"] == 4 && account["address1_shippingmethodcode"] == 2)
        #expect(account["transactioncurrencyid"] == "eur" && account["ownerid"] == "user")
        #expect(account["creditlimit"] == nil)
    }

    @Test("an account of the type vendor becomes a vendor, which is in the local currency where the account’s is")
    func newVendor() {
        let crm: Fields = [
            "name": "Fournitures Vallombre", "transactioncurrencyid": "eur", "customertypecode": 11, "statecode": 0,
        ]
        let local = [RecordReference(entity: "currencies", side: .crm, id: RecordID("eur")): RecordID.zero]
        let action = VendorsPlugin.decision(about: .uncoupled(crm: crm), references: local).action
        guard case .create(.erp, let fields, _) = action else { return #expect(Bool(false), "\(action)") }
        #expect(fields["displayName"] == "Fournitures Vallombre" && fields["currencyId"] == .text(RecordID.zero.text))
    }

    @Test("customers in the same table, blocked vendors and inactive accounts are left alone")
    func filters() {
        let filters = VendorsPlugin.map.filters
        #expect(filters.erp.includes(["blocked": " "]))
        #expect(!filters.erp.includes(["blocked": "Payment"]) && !filters.erp.includes(["blocked": "All"]))
        #expect(filters.crm.includes(["statecode": 0, "customertypecode": 11]))
        #expect(!filters.crm.includes(["statecode": 0, "customertypecode": 3]))
        #expect(!filters.crm.includes(["statecode": 0, "customertypecode": .null]))
        #expect(!filters.crm.includes(["statecode": 1, "customertypecode": 11]))
    }

    @Test("a vendor is recognised by its number, or by its name and something else, never by its name alone")
    func matching() {
        let rules = VendorsPlugin.map.matchRules
        #expect(rules.first?.criteria.map(\.fields) == [Sided(erp: "number", crm: "accountnumber")])
        #expect(rules.dropFirst().allSatisfy { $0.criteria.count == 2 })
    }

    @Test("an account that became inactive blocks its vendor; one that is active again does not unblock it")
    func inactive() {
        let account = account(of: vendor)
        var closed = RecordPair.coupled(erp: vendor, crm: account, changed: Sided(erp: [], crm: ["statecode"]))
        closed.sides.crm.fields["statecode"] = 1
        closed.sides.crm.presence = .outOfScope
        #expect(
            VendorsPlugin.decision(about: closed, references: coupled).action == .update(.erp, ["blocked": "All"]))
        let open = RecordPair.coupled(erp: vendor, crm: account, changed: Sided(erp: [], crm: ["statecode"]))
        #expect(VendorsPlugin.decision(about: open, references: coupled).action == .none)
    }

    @Test("an account that is no vendor any more leaves the vendor as it is")
    func otherType() {
        var left = RecordPair.coupled(
            erp: vendor, crm: account(of: vendor), changed: Sided(erp: [], crm: ["customertypecode"]))
        left.sides.crm.fields["customertypecode"] = 3
        left.sides.crm.presence = .outOfScope
        #expect(VendorsPlugin.decision(about: left, references: coupled).action == .none)
    }

    @Test("an uncoupled primary contact is left out, and an account without one takes none from the vendor")
    func primaryContact() {
        #expect(account(of: vendor)["primarycontactid"]?.isEmpty ?? true)
        let pair = RecordPair.coupled(
            erp: vendor, crm: account(of: vendor), changed: Sided(erp: [], crm: ["primarycontactid"]))
        #expect(VendorsPlugin.decision(about: pair, references: coupled).action == .none)
    }

    @Test("a text that the CRM’s web address is too short for arrives cut, and counts as the same from then on")
    func truncation() {
        var long = vendor
        long["website"] = .text("https://orsini.example/" + String(repeating: "a", count: 220))
        let crm = account(of: long)
        let pair = RecordPair.coupled(erp: long, crm: crm, changed: Sided(erp: ["website"], crm: []))
        guard case .update(.crm, let fields) = VendorsPlugin.decision(about: pair, references: coupled).action else {
            return #expect(Bool(false))
        }
        #expect(fields["websiteurl"]?.text?.utf16.count == 200)
        var after = crm
        after["websiteurl"] = fields["websiteurl"]
        let again = RecordPair.coupled(erp: long, crm: after, changed: Sided(erp: ["website"], crm: []))
        #expect(VendorsPlugin.decision(about: again, references: coupled).action == .none)
    }

    @Test("what the standard route of the ERP lacks is left out, with a note")
    func optional() {
        let optional = VendorsPlugin.map.rules.filter(\.isOptional).map(\.fields.erp)
        #expect(
            optional == [
                "contactName", "faxNumber", "shipmentMethodId", "shippingAgentId", "primaryContactId", "purchaserId",
            ])
    }

    @Test("an account whose vendor is gone belongs to no company any more, so that another one may couple it")
    func parting() throws {
        let configuration = try #require(Configuration(json: #"{"company":"own"}"#))
        var gone = RecordPair.coupled(erp: vendor, crm: account(of: vendor))
        gone.sides.erp.presence = .deleted
        #expect(
            VendorsPlugin.decision(about: gone, configuration: configuration).action
                == .uncouple(writing: Sided(erp: Fields(), crm: ["bcbi_companyid": .null])))
    }

    @Test("the number is synchronized when a person asks for it")
    func number() throws {
        let configuration = try #require(Configuration(json: #"{"alsoSynchronize":["number"]}"#))
        let action = VendorsPlugin.decision(
            about: .uncoupled(erp: vendor), references: coupled, configuration: configuration
        ).action
        guard case .create(.crm, let fields, _) = action else { return #expect(Bool(false), "\(action)") }
        #expect(fields["accountnumber"] == "F103")
    }
}
