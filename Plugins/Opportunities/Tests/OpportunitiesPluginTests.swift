import PluginTesting
import Testing

@testable import OpportunitiesPlugin

@Suite("Opportunities")
struct OpportunitiesPluginTests {
    private let opportunity: Fields = [
        "description": "Éclairage du siège", "contactId": "k1", "contactType": "Person", "customerId": "c1",
        "salespersonId": .text(RecordID.zero.text), "status": "In Progress", "estimatedValue": "1250.5",
        "estimatedClosingDate": "2026-06-30",
    ]
    private let row: Fields = [
        "name": "Éclairage du siège", "parentcontactid": "person", "parentaccountid": "account",
        "estimatedvalue": "1250.5", "estimatedclosedate": "2026-06-30", "transactioncurrencyid": "eur",
        "statecode": 0,
    ]
    private let references = [
        RecordReference(entity: "contacts", side: .erp, id: RecordID("k1")): RecordID("person"),
        RecordReference(entity: "contacts", side: .crm, id: RecordID("person")): RecordID("k1"),
        RecordReference(entity: "customers", side: .erp, id: RecordID("c1")): RecordID("account"),
        RecordReference(entity: "currencies", side: .erp, id: .zero): RecordID("eur"),
    ]

    private func action(_ pair: RecordPair) -> Decision.Action {
        OpportunitiesPlugin.decision(about: pair, references: references).action
    }

    @Test("the plugin keeps the rules of the protocol")
    func conformance() throws { try PluginConformance.check(OpportunitiesPlugin.self) }

    @Test("what was decided in the recorded conversations is decided again")
    func recorded() throws { try PluginReplay.check(OpportunitiesPlugin.self) }

    @Test(
        "an opportunity of the ERP becomes one of the person and his account, with its estimates in the local currency")
    func toCRM() {
        var expected = row
        expected["statecode"] = nil
        #expect(action(.uncoupled(erp: opportunity)) == .create(.crm, expected, key: []))
    }

    @Test("an opportunity of the CRM becomes one of the person; its estimates stay in the CRM")
    func toERP() {
        let created = Fields([.init("description", "Éclairage du siège"), .init("contactId", "k1")])
        #expect(action(.uncoupled(crm: row)) == .create(.erp, created, key: []))
    }

    @Test("an opportunity waits for its person")
    func waits() {
        var other = opportunity
        other["contactId"] = "k2"
        let missing = RecordReference(entity: "contacts", side: .erp, id: RecordID("k2"))
        #expect(action(.uncoupled(erp: other)) == .wait(missing))
    }

    @Test("a new topic goes both ways, a new estimate of the CRM nowhere")
    func edits() {
        var named = row
        named["name"] = "Éclairage"
        #expect(
            action(.coupled(erp: opportunity, crm: named, changed: Sided(erp: [], crm: ["name"])))
                == .update(.erp, ["description": "Éclairage"]))
        var hopeful = row
        hopeful["estimatedvalue"] = "9999"
        #expect(
            action(.coupled(erp: opportunity, crm: hopeful, changed: Sided(erp: [], crm: ["estimatedvalue"])))
                == .none)
    }

    @Test(
        "the chances of success are the CRM's probability in whole percents, where a person wants that",
        arguments: [
            ("54.5", 55), ("0", 0), ("120", 100),
        ] as [(FieldValue, FieldValue)])
    func probability(_ chances: FieldValue, _ probability: FieldValue) throws {
        var likely = opportunity
        likely["chancesOfSuccessPrc"] = chances
        let wanted = try #require(Configuration(json: #"{"alsoSynchronize":["chancesOfSuccessPrc"]}"#))
        let made = OpportunitiesPlugin.decision(
            about: .uncoupled(erp: likely), references: references, configuration: wanted)
        guard case .create(.crm, let fields, _) = made.action else { return #expect(made.action == .none) }
        #expect(fields["closeprobability"] == probability)
        #expect(OpportunitiesPlugin.validate(wanted).isEmpty)
    }

    @Test("two of one person and one name are the same")
    func recognition() throws {
        let rule = try #require(OpportunitiesPlugin.map.matchRules.first)
        #expect(rule.criteria.map(\.entity) == ["contacts", nil])
    }

    @Test("closed ones, those of a company and those of nobody are left alone")
    func filters() {
        let filters = OpportunitiesPlugin.map.filters
        #expect(filters.erp.includes(opportunity) && filters.crm.includes(row))
        for (field, value) in [
            ("status", "Won"), ("contactType", "Company"), ("customerId", .text(RecordID.zero.text)),
        ] as [(FieldName, FieldValue)] {
            var other = opportunity
            other[field] = value
            #expect(!filters.erp.includes(other))
        }
        for (field, value) in [("statecode", 1), ("parentcontactid", .null)] as [(FieldName, FieldValue)] {
            var other = row
            other[field] = value
            #expect(!filters.crm.includes(other))
        }
    }
}
