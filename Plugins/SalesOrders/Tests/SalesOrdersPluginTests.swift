import PluginTesting
import Testing

@testable import SalesOrdersPlugin

@Suite("Sales orders")
struct SalesOrdersPluginTests {
    private let order: Fields = [
        "ordernumber": "ORD-01000-ABC", "customerid": "account", "customeridtype": "account",
        "transactioncurrencyid": "eur", "statecode": 1, "shipto_name": "Entrepôt Nord", "shipto_city": "Lille",
        "requestdeliveryby": "2026-04-02T00:00:00Z", "totallineitemamount": "80", "totalamountlessfreight": "77.6",
    ]
    private let references = [
        RecordReference(entity: "customers", side: .crm, id: RecordID("account")): RecordID("c1"),
        RecordReference(entity: "currencies", side: .crm, id: RecordID("eur")): RecordID.zero,
        RecordReference(entity: "items", side: .crm, id: RecordID("lamp")): RecordID("i1"),
        RecordReference(entity: "resources", side: .crm, id: RecordID("hours")): RecordID("r1"),
    ]

    private static func line(_ id: String, _ fields: Fields) -> LineState {
        var all: Fields = [
            "quantity": "4", "priceperunit": "20", "uomid": "piece", "volumediscountamount": "0",
            "manualdiscountamount": .null,
        ]
        for field in fields { all[field.name] = field.value }
        return LineState(id: RecordID(id), fields: all)
    }

    private static func product(_ type: Int64, number: String) -> Lookup.Record {
        Lookup.Record(
            id: RecordID("p"),
            fields: ["producttypecode": .integer(type), "productnumber": .text(number), "defaultuomid": "piece"])
    }

    private func decision(
        _ lines: [LineState], changing more: Fields = [:], configuration: Configuration = .empty
    ) -> Decision {
        var fields = order
        for field in more { fields[field.name] = field.value }
        var pair = RecordPair.uncoupled(crm: fields)
        pair.sides.crm.lines = lines
        let types: [(String, Int64, String)] = [
            ("lamp", 1, "A1"), ("chair", 1, "A2"), ("hours", 3, "R1"), ("travel", 3, "R2"), ("fee", 4, "F1"),
        ]
        let found = Dictionary(
            uniqueKeysWithValues: types.map { id, type, number in
                (OrderLine.lookup(RecordID(id)), [Self.product(type, number: number)])
            })
        return SalesOrdersPlugin.decision(
            about: pair, references: references, found: found, configuration: configuration)
    }

    @Test("the plugin keeps the rules of the protocol")
    func conformance() throws { try PluginConformance.check(SalesOrdersPlugin.self) }

    @Test("what was decided in the recorded conversations is decided again")
    func recorded() throws { try PluginReplay.check(SalesOrdersPlugin.self) }

    @Test("a submitted order becomes an order of the ERP with its lines, at the prices and discounts of the CRM")
    func toERP() {
        let made = decision([
            Self.line("1", ["productid": "lamp", "manualdiscountamount": "1.5", "volumediscountamount": "0.25"]),
            Self.line("2", ["productid": "hours", "quantity": "1.5"]),
        ])
        let header: Fields = [
            "externalDocumentNumber": "ORD-01000-ABC", "customerId": "c1", "currencyId": .text(RecordID.zero.text),
            "shipToName": "Entrepôt Nord", "shipToCity": "Lille", "requestedDeliveryDate": "2026-04-02",
            "discountAmount": "2.4", "shipToContact": "", "shipToAddressLine1": "", "shipToAddressLine2": "",
            "shipToPostCode": "", "shipToCountry": "", "shipToState": "",
        ]
        #expect(made.action == .create(.erp, header, key: ["externalDocumentNumber"]))
        #expect(
            made.lines.erp == [
                .create(
                    from: RecordID("1"),
                    [
                        "itemId": "i1", "quantity": "4", "unitPrice": "20", "discountAmount": "2.5",
                        "lineType": "Item",
                    ]),
                .create(
                    from: RecordID("2"),
                    ["lineObjectNumber": "R1", "quantity": "1.5", "unitPrice": "20", "lineType": "Resource"]),
            ])
        #expect(made.lines.crm.isEmpty)
    }

    @Test("what the ERP can't take is named all at once, and nothing is written")
    func refused() {
        let made = decision(
            [
                Self.line("1", ["productid": "lamp"]), Self.line("2", ["productid": "fee"]),
                Self.line("3", ["isproductoverridden": true, "productdescription": "Gravure"]),
                Self.line("4", ["productid": "lamp", "uomid": "box"]),
            ], changing: ["freightamount": "12.5", "customeridtype": "contact"])
        let problem = Problem(.refusedByRule, ["order", "contact", "freight", "kind:2", "writeIn:3", "unit:4"])
        #expect(made.action == .setAside(problem) && made.lines.erp.isEmpty)
    }

    @Test("an order waits for all that is not coupled, each entity named once")
    func waits() {
        let made = decision(
            [
                Self.line("1", ["productid": "chair"]), Self.line("2", ["productid": "travel"]),
                Self.line("3", ["productid": "chair"]),
            ], changing: ["customerid": "stranger"])
        let stranger = RecordReference(entity: "customers", side: .crm, id: RecordID("stranger"))
        #expect(made.action == .wait(stranger))
        #expect(made.reason == Reason("waits", ["customers", "items", "resources"]))
    }

    @Test("a line that is written in becomes one of the item, or the resource, that a person named for that")
    func writtenIn() throws {
        let line = Self.line(
            "1", ["isproductoverridden": true, "productdescription": .text(String(repeating: "é", count: 120))])
        for (setting, type) in [("writeInItem", "Item"), ("writeInResource", "Resource")] {
            let made = decision([line], configuration: try #require(Configuration(json: #"{"\#(setting)":"X9"}"#)))
            guard case .create(_, let fields)? = made.lines.erp.first else {
                Issue.record("no line")
                continue
            }
            #expect(fields["lineType"] == .text(type) && fields["lineObjectNumber"] == "X9")
            #expect(fields["description"] == .text(String(repeating: "é", count: 100)))
        }
        let both = try #require(Configuration(json: #"{"writeInItem":"X9","writeInResource":"X9"}"#))
        #expect(SalesOrdersPlugin.validate(both).count == 1 && SalesOrdersPlugin.validate(.empty).isEmpty)
    }

    @Test("orders that were not submitted are left alone, and none is made in the CRM")
    func filters() {
        #expect(SalesOrdersPlugin.map.filters.crm.includes(order))
        var active = order
        active["statecode"] = 0
        #expect(!SalesOrdersPlugin.map.filters.crm.includes(active))
        let own = RecordPair.uncoupled(erp: ["externalDocumentNumber": "X", "customerId": "c1"])
        #expect(SalesOrdersPlugin.decision(about: own, references: references).action == .none)
    }

    @Test("an order without an address for its goods gets the customer's")
    func noAddress() {
        guard
            case .create(_, let fields, _) = decision(
                [Self.line("1", ["productid": "lamp"])], changing: ["shipto_name": .null, "shipto_city": .null]
            ).action
        else {
            Issue.record("no order")
            return
        }
        #expect(fields["shipToName"] == nil && fields["shipToState"] == nil)
    }

    @Test("a line that is of something else now is not passed over in silence")
    func changedLine() {
        var line = Self.line("1", ["productid": "lamp"])
        line.partner = RecordID("l1")
        line.change = .fields(["productid", "quantity"])
        var pair = RecordPair.coupled(
            erp: ["externalDocumentNumber": "ORD-01000-ABC", "customerId": "c1"], crm: order)
        pair.sides.crm.lines = [line]
        pair.sides.erp.lines = [
            LineState(
                id: RecordID("l1"), partner: RecordID("1"),
                fields: ["itemId": "i1", "quantity": "3", "unitPrice": "20", "discountAmount": "0"], change: .fields([])
            )
        ]
        let made = SalesOrdersPlugin.decision(about: pair, references: references)
        #expect(made.action == .setAside(Problem(.refusedByRule, ["order", "changed:1"])))
    }
}
