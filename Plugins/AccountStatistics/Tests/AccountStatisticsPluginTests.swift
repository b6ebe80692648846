import PluginTesting
import Testing

@Suite("Account statistics")
struct AccountStatisticsPluginTests {
    private let plugin: MapPlugin
    private let figures: Fields = [
        "customerId": "c1", "displayName": "Papeterie Lacombe", "customerNumber": "C10010", "balance": "1250.5",
        "outstandingOrders": "0", "shippedNotInvoiced": "0", "outstandingInvoices": "0", "total": "1250.5",
        "creditLimit": "5000", "overdueAmount": "-12", "totalSales": "9000", "invoicedPrepayment": "0",
        "overdueAsOf": "2026-03-31", "currencyId": .text(RecordID.zero.text), "blocked": " ",
    ]
    private let references = [
        RecordReference(entity: "customers", side: .erp, id: RecordID("c1")): RecordID("account"),
        RecordReference(entity: "currencies", side: .erp, id: .zero): RecordID("eur"),
    ]

    init() throws { plugin = try MapPlugin.beside() }

    private func action(_ pair: RecordPair) -> Decision.Action {
        plugin.decision(about: pair, references: references).action
    }

    private var row: Fields {
        guard case .create(.crm, let row, _) = action(.uncoupled(erp: figures)) else { return [:] }
        return row
    }

    @Test("the plugin keeps the rules of the protocol")
    func conformance() throws { try PluginConformance.checkMap() }

    @Test("what was decided in the recorded conversations is decided again")
    func recorded() throws { try PluginReplay.checkMap() }

    @Test(
        "the figures of a customer become a row beside his account, in the local currency, zero and less than zero too")
    func newRow() {
        #expect(row["couplet_accountid"] == "account" && row["transactioncurrencyid"] == "eur")
        #expect(row["couplet_balance"] == "1250.5" && row["couplet_overdueamount"] == "-12")
        #expect(row["couplet_outstandingorders"] == "0" && row["couplet_overdueasof"] == "2026-03-31")
    }

    @Test("figures wait for their customer")
    func waits() {
        var other = figures
        other["customerId"] = "c2"
        let missing = RecordReference(entity: "customers", side: .erp, id: RecordID("c2"))
        #expect(action(.uncoupled(erp: other)) == .wait(missing))
    }

    @Test("a new balance goes to the CRM; what somebody wrote there comes to nothing")
    func edits() {
        var crm = row
        crm["statecode"] = 0
        var more = figures
        more["balance"] = "2000"
        #expect(
            action(.coupled(erp: more, crm: crm, changed: Sided(erp: ["balance"], crm: [])))
                == .update(.crm, ["couplet_balance": "2000"]))
        crm["couplet_balance"] = "1"
        #expect(action(.coupled(erp: figures, crm: crm, changed: Sided(erp: [], crm: ["couplet_balance"]))) == .none)
        #expect(action(.uncoupled(crm: crm)) == .none)
    }
}
