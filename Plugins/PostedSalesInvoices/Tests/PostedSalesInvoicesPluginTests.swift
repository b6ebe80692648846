import Foundation
import PluginTesting
import Testing

@testable import PostedSalesInvoicesPlugin

@Suite("Posted sales invoices")
struct PostedSalesInvoicesPluginTests {
    static let invoice: Fields = [
        "number": "PS-INV01001", "customerId": "c1", "currencyId": .text(RecordID.zero.text), "orderId": "o1",
        "dueDate": "2026-04-30", "shipmentDate": "2026-04-01", "shipToName": "Entrepôt Nord", "shipToCity": "Lille",
        "shipToAddressLine1": "1 rue du Port", "shipToAddressLine2": "", "shipToPostCode": "59000",
        "shipToCountry": "FR", "shipToState": "", "billToName": "Adatum", "billToAddressLine1": "2 rue du Lac",
        "billToAddressLine2": "", "billToCity": "Lyon", "billToCountry": "FR", "billToPostCode": "69000",
        "billToState": "", "workDescription": "Pose comprise", "salespersonId": "s1", "pricesIncludeTax": false,
        "paymentTermsId": "p1", "shippingAgentId": "a1",
        "totalAmountExcludingTax": "98.9", "totalAmountIncludingTax": "116.2", "remainingAmount": "116.2",
        "cancelled": false,
    ]
    private static let row: Fields = [
        "invoicenumber": "PS-INV01001", "name": "PS-INV01001", "customerid": "account",
        "transactioncurrencyid": "eur", "duedate": "2026-04-30T00:00:00Z", "datedelivered": "2026-04-01T00:00:00Z",
        "shipto_name": "Entrepôt Nord", "shipto_city": "Lille", "shipto_line1": "1 rue du Port",
        "shipto_postalcode": "59000", "shipto_country": "FR", "billto_name": "Adatum", "billto_line1": "2 rue du Lac",
        "billto_city": "Lyon", "billto_country": "FR", "billto_postalcode": "69000", "description": "Pose comprise",
        "statecode": 0, "statuscode": 4, "ownerid": "robin",
    ]
    private static let references = [
        RecordReference(entity: "customers", side: .erp, id: RecordID("c1")): RecordID("account"),
        RecordReference(entity: "currencies", side: .erp, id: .zero): RecordID("eur"),
        RecordReference(entity: "salespeople", side: .erp, id: RecordID("s1")): RecordID("robin"),
        RecordReference(entity: "items", side: .erp, id: RecordID("lamp")): RecordID("lampProduct"),
        RecordReference(entity: "resources", side: .erp, id: RecordID("hours")): RecordID("hoursProduct"),
        RecordReference(entity: "unitsofmeasure", side: .erp, id: RecordID("pcs")): RecordID("pcsGroup"),
        RecordReference(entity: "itemunits", side: .erp, id: RecordID("lampBox")): RecordID("boxUnit"),
        RecordReference(entity: "paymentterms", side: .erp, id: RecordID("p1")): RecordID("2"),
        RecordReference(entity: "shippingagents", side: .erp, id: RecordID("a1")): RecordID("3"),
    ]
    private static let partners: [RecordReference: Fields] = [
        RecordReference(entity: "unitsofmeasure", side: .erp, id: RecordID("pcs")): [CRMUnits.onlyUnit: "pcsUnit"]
    ]

    /// A line of an invoice: of a lamp, unless it says otherwise.
    static func line(_ id: String, _ fields: Fields) -> LineState {
        var all: Fields = [
            "lineType": "Item", "lineObjectNumber": "A1", "itemId": "lamp", "resourceId": .text(RecordID.zero.text),
            "description": "Lampe", "quantity": "4", "quantityBase": "4", "unitPrice": "20", "discountAmount": "0",
            "invoiceDiscountAmount": "0", "amountExcludingTax": "80", "amountIncludingTax": "96", "taxPercent": "20",
            "baseUnitOfMeasureId": "pcs", "itemUnitOfMeasureId": .text(RecordID.zero.text),
            "resourceUnitOfMeasureId": .text(RecordID.zero.text),
        ]
        for field in fields { all[field.name] = field.value }
        return LineState(id: RecordID(id), fields: all)
    }

    private func decision(
        _ lines: [LineState] = [Self.line("1", [:])], changing more: Fields = [:],
        configuration: Configuration = .empty
    ) -> Decision {
        var fields = Self.invoice
        for field in more { fields[field.name] = field.value }
        var pair = RecordPair.uncoupled(erp: fields)
        pair.sides.erp.lines = lines
        return PostedSalesInvoicesPlugin.decision(
            about: pair, references: Self.references, partners: Self.partners, configuration: configuration)
    }

    private func made(_ decision: Decision) -> Fields {
        guard case .create(.crm, let fields, _) = decision.action else { return Fields() }
        return fields
    }

    /// Fields by name, in whatever order they were written.
    private static func values(_ fields: Fields) -> [FieldName: FieldValue] {
        Dictionary(fields.map { ($0.name, $0.value) }) { first, _ in first }
    }

    private func line(_ decision: Decision, _ place: Int = 0) -> Fields {
        guard decision.lines.crm.indices.contains(place), case .create(_, let fields) = decision.lines.crm[place] else {
            return Fields()
        }
        return fields
    }

    @Test("the plugin keeps the rules of the protocol")
    func conformance() throws { try PluginConformance.check(PostedSalesInvoicesPlugin.self) }

    @Test("what was decided in the recorded conversations is decided again")
    func recorded() throws { try PluginReplay.check(PostedSalesInvoicesPlugin.self) }

    @Test("a posted invoice becomes one of the CRM with its lines, an item's, a resource's and what is written in")
    func toCRM() {
        let lines = [
            Self.line("1", [:]),
            Self.line(
                "2",
                [
                    "lineType": "Resource", "itemId": .text(RecordID.zero.text), "resourceId": "hours",
                    "quantity": "1.5", "quantityBase": "1.5", "unitPrice": "8.6", "discountAmount": "1",
                    "amountExcludingTax": "11.9", "amountIncludingTax": "11.9", "taxPercent": "0",
                ]),
            Self.line(
                "3",
                [
                    "lineType": "G/L Account", "lineObjectNumber": "7085", "description": "Port", "quantity": "1",
                    "quantityBase": "1", "itemId": .text(RecordID.zero.text), "unitPrice": "7",
                    "amountExcludingTax": "7", "amountIncludingTax": "8.3",
                    "baseUnitOfMeasureId": .text(RecordID.zero.text),
                ]),
        ]
        let new = decision(lines)
        var expected = Self.row
        expected["discountamount"] = "0"
        #expect(Self.values(made(new)) == Self.values(expected))
        #expect(new.lines.erp.isEmpty && new.lines.crm.count == 3)
        let lamp: Fields = [
            "quantity": "4", "priceperunit": "20", "manualdiscountamount": "0", "tax": "16",
            "productid": "lampProduct", "uomid": "pcsUnit", "ispriceoverridden": true,
        ]
        #expect(line(new) == lamp)
        let hours: Fields = [
            "quantity": "1.5", "priceperunit": "8.6", "manualdiscountamount": "1", "tax": "0",
            "productid": "hoursProduct", "uomid": "pcsUnit", "ispriceoverridden": true,
        ]
        #expect(line(new, 1) == hours)
        let freight: Fields = [
            "quantity": "1", "priceperunit": "7", "manualdiscountamount": "0", "tax": "1.3",
            "ispriceoverridden": true, "isproductoverridden": true, "productdescription": "7085 Port",
        ]
        #expect(line(new, 2) == freight)
    }

    @Test(
        "the CRM is told what remains to be paid as the state of the invoice",
        arguments: [
            ("116.2", false, 0, 4), ("0.01", false, 2, 100_002), ("0", false, 2, 100_001), ("0", true, 3, 100_003),
        ] as [(String, Bool, Int64, Int64)])
    func states(_ left: String, _ cancelled: Bool, _ state: Int64, _ reason: Int64) {
        let paid: Fields = ["remainingAmount": .text(left), "cancelled": .boolean(cancelled)]
        let new = made(decision(changing: paid))
        #expect(new["statecode"] == .integer(state) && new["statuscode"] == .integer(reason))
        var erp = Self.invoice
        for field in paid { erp[field.name] = field.value }
        let pair = RecordPair.coupled(
            erp: erp, crm: Self.row, changed: Sided(erp: ["remainingAmount", "cancelled"], crm: []))
        let action = PostedSalesInvoicesPlugin.decision(
            about: pair, references: Self.references, partners: Self.partners
        ).action
        let moved: Fields = ["statecode": .integer(state), "statuscode": .integer(reason)]
        #expect(action == (state == 0 ? .none : .update(.crm, moved)))
    }

    @Test("a change of the ledger goes to the CRM though somebody moved the state there")
    func moved() {
        var erp = Self.invoice
        erp["remainingAmount"] = "0"
        var crm = Self.row
        crm["statecode"] = 3
        crm["statuscode"] = 100_003
        let pair = RecordPair.coupled(
            erp: erp, crm: crm, changed: Sided(erp: ["remainingAmount"], crm: ["statecode", "statuscode"]))
        #expect(
            PostedSalesInvoicesPlugin.decision(about: pair, references: Self.references).action
                == .update(.crm, ["statecode": 2, "statuscode": 100_001]))
    }

    @Test("a day that changed in the ERP, or is none any more, changes in the CRM; one that is the same is not written")
    func days() {
        for (day, moment) in [("2026-05-15", "2026-05-15T00:00:00Z"), (.null, .null)] as [(FieldValue, FieldValue)] {
            var erp = Self.invoice
            erp["dueDate"] = day
            let pair = RecordPair.coupled(
                erp: erp, crm: Self.row, changed: Sided(erp: ["dueDate", "shipmentDate"], crm: []))
            let action = PostedSalesInvoicesPlugin.decision(about: pair, references: Self.references).action
            #expect(action == .update(.crm, ["duedate": moment]))
        }
        let same = RecordPair.coupled(erp: Self.invoice, crm: Self.row)
        #expect(PostedSalesInvoicesPlugin.decision(about: same, references: Self.references).action == .none)
    }

    @Test("an invoice waits for its customer and for all that it is of, each entity named once")
    func waits() {
        let stranger = RecordReference(entity: "customers", side: .erp, id: RecordID("c2"))
        #expect(decision(changing: ["customerId": "c2"]).action == .wait(stranger))
        let unknown = [
            Self.line("1", ["itemId": "chair"]), Self.line("2", ["itemId": "table", "baseUnitOfMeasureId": "set"]),
        ]
        let waiting = decision(unknown)
        #expect(waiting.action == .wait(RecordReference(entity: "items", side: .erp, id: RecordID("chair"))))
        #expect(waiting.reason == Reason("waits", ["items", "unitsofmeasure"]) && waiting.lines.crm.isEmpty)
    }

    @Test("in the base unit where each unit is a group of the CRM, in its own where items have groups")
    func units() throws {
        let boxes: Fields = [
            "quantity": "2", "quantityBase": "24", "unitPrice": "240", "amountExcludingTax": "480",
            "amountIncludingTax": "576", "itemUnitOfMeasureId": "lampBox",
        ]
        let measures = line(decision([Self.line("1", boxes)]))
        #expect(measures["quantity"] == "24" && measures["priceperunit"] == "20" && measures["uomid"] == "pcsUnit")
        let groups = try #require(Configuration(json: #"{"units":"groups"}"#))
        let own = line(decision([Self.line("1", boxes)], configuration: groups))
        #expect(own["quantity"] == "2" && own["priceperunit"] == "240" && own["uomid"] == "boxUnit")
        let unknown = RecordReference(entity: "itemunits", side: .erp, id: RecordID("crate"))
        let crates = Self.line("1", ["itemUnitOfMeasureId": "crate"])
        #expect(decision([crates], configuration: groups).action == .wait(unknown))
    }

    @Test("fields that need the choices of the account are carried over where a person wants that")
    func optional() throws {
        let wanted = try #require(Configuration(json: #"{"alsoSynchronize":["paymentTermsId","shippingAgentId"]}"#))
        let new = made(decision(configuration: wanted))
        #expect(new["paymenttermscode"] == 2 && new["shippingmethodcode"] == 3)
        #expect(PostedSalesInvoicesPlugin.validate(wanted).isEmpty)
    }

    @Test("what people do to the lines in the CRM stays theirs, and nothing is ever written to the ERP")
    func lines() {
        var mine = Self.line("1", [:])
        mine.partner = RecordID("gone")
        mine.change = .fields([])
        let theirs = LineState(id: RecordID("9"), fields: ["productid": "x"], change: .unknown)
        var pair = RecordPair.coupled(erp: Self.invoice, crm: Self.row)
        pair.sides.erp.lines = [mine]
        pair.sides.crm.lines = [theirs]
        let kept = PostedSalesInvoicesPlugin.decision(
            about: pair, references: Self.references, partners: Self.partners)
        #expect(kept.action == .none && kept.lines.erp.isEmpty && kept.lines.crm.isEmpty)
        #expect(PostedSalesInvoicesPlugin.decision(about: .uncoupled(crm: Self.row)).action == .none)
    }
}
