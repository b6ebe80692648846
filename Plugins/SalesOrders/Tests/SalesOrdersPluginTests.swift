import Foundation
import PluginTesting
import Testing

@testable import SalesOrdersPlugin

@Suite("Sales orders")
struct SalesOrdersPluginTests {
    private let order: Fields = [
        "ordernumber": "ORD-01000-ABC", "customerid": "account", "customeridtype": "account",
        "transactioncurrencyid": "eur", "statecode": 1, "shipto_name": "Entrepôt Nord", "shipto_city": "Lille",
        "requestdeliveryby": "2026-04-02T00:00:00Z",
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
        if all["extendedamount"] == nil {
            all["extendedamount"] = .text(SalesDocumentLine(LineState(id: .zero, fields: all)).expectedAmount.text)
        }
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
        let sum = lines.map { SalesDocumentLine($0).amount }.reduce(.zero, +)
        fields["totallineitemamount"] = .text(sum.text)
        fields["totalamountlessfreight"] = .text((sum - Amount("2.4")).text)
        for field in more { fields[field.name] = field.value }
        var pair = RecordPair.uncoupled(crm: fields)
        pair.sides.crm.lines = lines
        let types: [(String, Int64, String)] = [
            ("lamp", 1, "A1"), ("chair", 1, "A2"), ("hours", 3, "R1"), ("travel", 3, "R2"), ("fee", 4, "F1"),
        ]
        let found = Dictionary(
            uniqueKeysWithValues: types.map { id, type, number in
                (SalesDocumentLine.lookup(RecordID(id)), [Self.product(type, number: number)])
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
            "externalDocumentNumber": "ORD-01000-ABC", "requestedDeliveryDate": "2026-04-02", "customerId": "c1",
            "currencyId": .text(RecordID.zero.text), "shipToName": "Entrepôt Nord", "shipToCity": "Lille",
            "discountAmount": "2.4", "pricesIncludeTax": false, "shipToContact": "", "shipToAddressLine1": "",
            "shipToAddressLine2": "", "shipToPostCode": "", "shipToCountry": "", "shipToState": "",
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
                    [
                        "lineObjectNumber": "R1", "quantity": "1.5", "unitPrice": "20", "lineType": "Resource",
                        "discountAmount": "0",
                    ]),
            ])
        #expect(made.lines.crm.isEmpty)
        // What the ERP makes of it is looked at as soon as it is there.
        #expect(made.leftOut.map(\.entity) == ["salesorders"])
    }

    @Test("what the ERP can't take is named all at once, and nothing is written")
    func refused() {
        let made = decision(
            [
                Self.line("1", ["productid": "lamp"]), Self.line("2", ["productid": "fee"]),
                Self.line("3", ["isproductoverridden": true, "productdescription": "Gravure"]),
                Self.line("4", ["productid": "lamp", "uomid": "box"]),
                Self.line("5", ["productid": "lamp", "producttypecode": 2]),
            ], changing: ["freightamount": "12.5", "customeridtype": "contact"])
        let problem = Problem(
            .refusedByRule, ["order", "contact", "freight", "kind:2", "writeIn:3", "unit:4", "bundle:5"])
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
        #expect(
            made.leftOut == [
                RecordReference(entity: "items", side: .crm, id: RecordID("chair")),
                RecordReference(entity: "resources", side: .crm, id: RecordID("travel")),
            ])
    }

    @Test("an order that the ERP would come to another amount for, be it by a cent, is refused with the line")
    func totals() {
        let lines = [
            Self.line("1", ["productid": "lamp"]),
            Self.line("2", ["productid": "lamp", "quantity": "3", "priceperunit": "19.99", "extendedamount": "59.98"]),
        ]
        #expect(decision(lines).action == .setAside(Problem(.refusedByRule, ["order", "total:2"])))
        let sum = decision([lines[0]], changing: ["totallineitemamount": "80.01"])
        #expect(sum.action == .setAside(Problem(.refusedByRule, ["order", "total"])))
        let taxed = Self.line("1", ["productid": "lamp", "tax": "16", "extendedamount": "96"])
        guard case .create = decision([taxed]).action else {
            return #expect(Bool(false), "the CRM’s own tax is not copied")
        }
    }

    @Test("the freight of an order becomes a line of the account that a person named for it")
    func freight() throws {
        let settings = try #require(Configuration(json: #"{"freightAccount":"708500"}"#))
        let made = decision(
            [Self.line("1", ["productid": "lamp"])], changing: ["freightamount": "12.50"], configuration: settings)
        let order = try #require(RecordPair.uncoupled(crm: [:]).sides.crm.id)
        #expect(
            made.lines.erp.last
                == .create(
                    from: order,
                    ["lineType": "Account", "lineObjectNumber": "708500", "quantity": "1", "unitPrice": "12.5"]))
        #expect(made.lines.erp.count == 2)
        let none = decision([Self.line("1", ["productid": "lamp"])], configuration: settings)
        #expect(none.lines.erp.count == 1)
    }

    @Test("a line that is written in becomes one of the item, or the resource, that a person named for that")
    func writtenIn() throws {
        let words =
            "Gravure du nom sur la plaque de laiton, en caractères romains de douze points, avec un filet doré tout autour de la plaque et vernis\nMerci !"
        let line = Self.line("1", ["isproductoverridden": true, "productdescription": .text(words)])
        for (setting, type) in [("writeInItem", "Item"), ("writeInResource", "Resource")] {
            let made = decision([line], configuration: try #require(Configuration(json: #"{"\#(setting)":"X9"}"#)))
            guard case .create(_, let fields)? = made.lines.erp.first else {
                Issue.record("no line")
                continue
            }
            #expect(fields["lineType"] == .text(type) && fields["lineObjectNumber"] == "X9")
            let parts = made.lines.erp.map { write -> String in
                guard case .create(_, let fields) = write else { return "" }
                return fields["description"]?.text ?? ""
            }
            #expect(parts.joined(separator: " ") == words.replacing("\n", with: " "))
            #expect(parts.map { $0.count <= 100 } == [true, true, true] && parts[2] == "Merci !")
            let order = try #require(RecordPair.uncoupled(crm: [:]).sides.crm.id)
            #expect(made.lines.erp[1] == .create(from: order, ["lineType": "Comment", "description": .text(parts[1])]))
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
        // One that was shipped before anybody coupled it is history.
        #expect(decision([Self.line("1", ["productid": "lamp"])], changing: ["statecode": 3]).action == .none)
        let own = RecordPair.uncoupled(erp: ["externalDocumentNumber": "X", "customerId": "c1"])
        #expect(SalesOrdersPlugin.decision(about: own, references: references).action == .none)
    }

    @Test(
        "an order that is gone from the ERP because it was invoiced is invoiced in the CRM; one that was deleted is not"
    )
    func invoiced() throws {
        var gone = RecordPair.coupled(erp: [:], crm: order)
        gone.sides.erp.presence = .deleted
        let id = try #require(gone.sides.erp.id)
        let settings = try #require(Configuration(json: #"{"postedInvoices":true}"#))
        let invoice = Lookup.Record(id: RecordID("i"), fields: ["orderId": .text(id.text)])
        func action(_ found: [Lookup.Record], _ pair: RecordPair) -> Decision.Action {
            SalesOrdersPlugin.decision(
                about: pair, found: [OrderFeedback.invoice(of: id): found], configuration: settings
            ).action
        }
        let told: Fields = ["statecode": 4, "statuscode": 100_003]
        #expect(action([invoice], gone) == .uncouple(writing: Sided(erp: Fields(), crm: told)))
        #expect(action([], gone) == .uncouple())
        gone.sides.crm.fields["statecode"] = 4
        gone.sides.crm.presence = .outOfScope
        #expect(action([invoice], gone) == .uncouple())
        let facts = RunFacts(now: "2026-01-31T12:00:00Z", configuration: .empty)
        #expect(SalesOrdersPlugin.lookups(about: gone, in: facts).isEmpty)
    }

    @Test("the CRM is told the number of the ERP, that the order is released, what was shipped, and that all of it was")
    func news() {
        let erp: Fields = [
            "externalDocumentNumber": "ORD-01000-ABC", "customerId": "c1", "number": "S-1", "status": "Open",
            "fullyShipped": true,
        ]
        var crm = order
        crm["bcbi_businesscentralordernumber"] = .null
        crm["submitstatus"] = .null
        var pair = RecordPair.coupled(erp: erp, crm: crm, changed: Sided(erp: ["fullyShipped", "status"], crm: []))
        let line = Self.line("1", ["productid": "lamp", "quantityshipped": .null])
        let sent: Fields = [
            "itemId": "i1", "quantity": "4", "unitPrice": "20", "discountAmount": "0", "shippedQuantity": "4",
        ]
        pair.sides.crm.lines = [
            LineState(id: line.id, partner: RecordID("l1"), fields: line.fields, change: .fields([]))
        ]
        pair.sides.erp.lines = [
            LineState(id: RecordID("l1"), partner: line.id, fields: sent, change: .fields(["shippedQuantity"]))
        ]
        let made = SalesOrdersPlugin.decision(about: pair, references: references)
        let told: Fields = [
            "bcbi_businesscentralordernumber": "S-1", "submitstatus": 2, "statecode": 3, "statuscode": 100_001,
        ]
        guard case .update(.crm, let fields) = made.action else { return #expect(Bool(false), "\(made)") }
        #expect(Set(fields) == Set(told))
        #expect(made.lines.crm == [.update(line.id, ["quantityshipped": "4"])] && made.lines.erp.isEmpty)
    }

    @Test("an order that the ERP had already is not made there again, and who changes it is told")
    func secondTime() {
        let again = decision(
            [Self.line("1", ["productid": "lamp"])], changing: ["bcbi_businesscentralordernumber": "S-1"])
        #expect(again.action == .setAside(Problem(.refusedByRule, ["order", "madeBefore"])))
        var gone = RecordPair.coupled(erp: [:], crm: order, changed: Sided(erp: [], crm: ["requestdeliveryby"]))
        gone.sides.erp.presence = .deleted
        let told = SalesOrdersPlugin.decision(about: gone, references: references)
        #expect(told.action == .setAside(Problem(.refusedByRule, ["order", "noLongerThere"])))
        gone.sides.crm.change = .fields([])
        #expect(SalesOrdersPlugin.decision(about: gone, references: references).action == .uncouple())
    }

    @Test(
        "an edit of nothing but what does not travel is told all the same",
        arguments: ["productid", "uomid", "productdescription", "isproductoverridden"])
    func unheard(_ field: FieldName) {
        var pair = RecordPair.coupled(erp: ["externalDocumentNumber": "ORD-01000-ABC", "customerId": "c1"], crm: order)
        var line = Self.line("1", ["productid": "lamp"])
        line.partner = RecordID("l1")
        line.change = .fields([field])
        pair.sides.crm.lines = [line]
        pair.sides.erp.lines = [
            LineState(
                id: RecordID("l1"), partner: line.id, fields: ["itemId": "i1", "quantity": "4", "unitPrice": "20"],
                change: .fields([]))
        ]
        let told = SalesOrdersPlugin.decision(about: pair, references: references)
        #expect(told.action == .setAside(Problem(.refusedByRule, ["order", "changed:1"])))
        pair.sides.crm.lines[0].change = .fields([])
        pair.sides.crm.change = .fields(["freightamount"])
        let freight = SalesOrdersPlugin.decision(about: pair, references: references)
        #expect(freight.action == .setAside(Problem(.refusedByRule, ["order", "changedFreight"])))
    }

    @Test("an order that was cancelled in the CRM is a person’s question as long as the ERP has it")
    func cancelled() {
        var pair = RecordPair.coupled(erp: ["externalDocumentNumber": "ORD-01000-ABC", "customerId": "c1"], crm: order)
        pair.sides.crm.fields["statecode"] = 2
        pair.sides.crm.presence = .outOfScope
        let made = SalesOrdersPlugin.decision(about: pair, references: references)
        #expect(made.action == .setAside(Problem(.refusedByRule, ["order", "givenUp"])))
        pair.sides.crm.fields["statecode"] = 0
        #expect(SalesOrdersPlugin.decision(about: pair, references: references).action == .none)
        pair.sides.erp.presence = .deleted
        #expect(SalesOrdersPlugin.decision(about: pair, references: references).action == .uncouple())
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
