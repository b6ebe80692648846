import PluginTesting
import Testing

@testable import QuotesPlugin

@Suite("Quotes")
struct QuotesPluginTests {
    private let quote: Fields = [
        "quotenumber": "QUO-01000-ABC", "customerid": "account", "customeridtype": "account", "revisionnumber": 0,
        "transactioncurrencyid": "eur", "statecode": 1, "effectiveto": "2026-05-31T00:00:00Z",
        "totallineitemamount": "80", "totalamountlessfreight": "77.6",
    ]
    private let references = [
        RecordReference(entity: "customers", side: .crm, id: RecordID("account")): RecordID("c1"),
        RecordReference(entity: "currencies", side: .crm, id: RecordID("eur")): RecordID.zero,
        RecordReference(entity: "items", side: .crm, id: RecordID("lamp")): RecordID("i1"),
    ]
    private let line = LineState(
        id: RecordID("1"),
        fields: [
            "productid": "lamp", "quantity": "4", "priceperunit": "20", "uomid": "piece", "extendedamount": "80",
            "volumediscountamount": "0", "manualdiscountamount": .null,
        ])

    private func decision(changing more: Fields = [:]) -> Decision {
        var fields = quote
        for field in more { fields[field.name] = field.value }
        var pair = RecordPair.uncoupled(crm: fields)
        pair.sides.crm.lines = [line]
        return QuotesPlugin.decision(about: pair, references: references)
    }

    @Test("the plugin keeps the rules of the protocol")
    func conformance() throws { try PluginConformance.check(QuotesPlugin.self) }

    @Test("what was decided in the recorded conversations is decided again")
    func recorded() throws { try PluginReplay.check(QuotesPlugin.self) }

    @Test("an active quote becomes a quote of the ERP with its lines, as long as it is valid")
    func toERP() {
        let made = decision()
        let header: Fields = [
            "externalDocumentNumber": "QUO-01000-ABC", "validUntilDate": "2026-05-31", "customerId": "c1",
            "currencyId": .text(RecordID.zero.text), "discountAmount": "2.4",
        ]
        #expect(made.action == .create(.erp, header, key: ["externalDocumentNumber"]))
        let fields: Fields = [
            "itemId": "i1", "quantity": "4", "unitPrice": "20", "lineType": "Item", "discountAmount": "0",
        ]
        #expect(made.lines.erp == [.create(from: RecordID("1"), fields)])
        let endless = decision(changing: ["effectiveto": .null])
        guard case .create(_, let sent, _) = endless.action else { return #expect(Bool(false)) }
        #expect(sent["validUntilDate"] == "0001-01-01")
    }

    @Test(
        "drafts are left alone, and so are quotes that were won before anybody coupled them",
        arguments: [Int64(0), 2, 3])
    func filters(state: Int64) {
        var other = quote
        other["statecode"] = .integer(state)
        let isRead = QuotesPlugin.map.filters.crm.includes(other)
        #expect(isRead == (state == 2))
        #expect(decision(changing: ["statecode": 2]).action == .none)
    }

    @Test("a later revision is refused by name: its number is that of the quote which the ERP has already")
    func revision() {
        let problem = Problem(.refusedByRule, ["quote", "laterOne"])
        #expect(decision(changing: ["revisionnumber": 1]).action == .setAside(problem))
    }

    @Test(
        "a quote that was revised or closed in the CRM is told as long as the ERP has it", arguments: [Int64(5), 6, 7])
    func closed(reason: Int64) {
        var pair = RecordPair.coupled(erp: ["externalDocumentNumber": "QUO-01000-ABC", "customerId": "c1"], crm: quote)
        pair.sides.crm.fields["statecode"] = 3
        pair.sides.crm.fields["statuscode"] = .integer(reason)
        pair.sides.crm.presence = .outOfScope
        let word = reason == 7 ? "wasRevised" : "wasClosed"
        let told = QuotesPlugin.decision(about: pair, references: references)
        #expect(told.action == .setAside(Problem(.refusedByRule, ["quote", word])))
        pair.sides.erp.presence = .deleted
        #expect(QuotesPlugin.decision(about: pair, references: references).action == .uncouple())
    }

    @Test("a quote that was won stays in the ERP: its order goes there by itself")
    func won() {
        var crm = quote
        crm["statecode"] = 2
        let pair = RecordPair.coupled(
            erp: ["externalDocumentNumber": "QUO-01000-ABC", "customerId": "c1", "totalAmountExcludingTax": "77.6"],
            crm: crm, changed: Sided(erp: [], crm: ["statecode"]))
        #expect(QuotesPlugin.decision(about: pair, references: references).action == .none)
    }
}
