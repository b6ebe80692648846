import PluginTesting
import Testing

@testable import SalesOrdersPlugin

@Suite("Fields of sales orders")
struct OrderFieldTests {
    /// A field of the ERP, what it follows from in the CRM, and what arrives.
    private struct Row {
        var field: FieldName
        var crm: Fields
        var result: FieldValue?

        init(_ field: FieldName, _ crm: Fields, _ result: FieldValue?) {
            self.field = field
            self.crm = crm
            self.result = result
        }

        /// The row as it is printed.
        var text: String {
            func shown(_ value: FieldValue?) -> String {
                switch value {
                case .text(let text): "“\(text)”"
                case .integer(let number): "\(number)"
                case .boolean(let flag): "\(flag)"
                case .null: "empty"
                case nil: "not written"
                }
            }
            let tried = crm.map { "\($0.name) = \(shown($0.value))" }.sorted().joined(separator: ", ")
            return "| \(field) | CRM to ERP | \(tried) | \(shown(result)) |"
        }
    }

    /// Each field of an order is tried with an ordinary value, and with one at its edge.
    private static let header: [Row] = [
        Row("externalDocumentNumber", ["ordernumber": "ord-1"], "ORD-1"),
        Row("customerId", ["customerid": "account"], "c1"),
        Row("currencyId", ["transactioncurrencyid": "usd"], "u1"),
        Row("currencyId", ["transactioncurrencyid": "eur"], .text(RecordID.zero.text)),
        Row("pricesIncludeTax", [:], false),
        Row("shipToName", ["shipto_name": "Entrepôt Nord"], "Entrepôt Nord"),
        Row(
            "shipToName", ["shipto_name": .text(String(repeating: "a", count: 120))],
            .text(String(repeating: "a", count: 100))),
        Row("shipToName", ["shipto_name": .null], nil),
        Row("shipToContact", ["shipto_contactname": "Léa"], "Léa"),
        Row("shipToAddressLine1", ["shipto_line1": "1 rue du Port"], "1 rue du Port"),
        Row("shipToAddressLine2", ["shipto_line2": "Quai B"], "Quai B"),
        Row("shipToPostCode", ["shipto_postalcode": "59000"], "59000"),
        Row("shipToCity", ["shipto_city": "Lille"], "Lille"),
        Row("shipToCountry", ["shipto_country": "fr"], "FR"),
        Row("shipToState", ["shipto_stateorprovince": "Nord"], "Nord"),
        Row("paymentTermsId", ["paymenttermscode": 4], "t1"),
        Row("paymentTermsId", ["paymenttermscode": 9], nil),
        Row("shipmentMethodId", ["freighttermscode": 2], "m1"),
        Row("shipmentMethodId", ["freighttermscode": .null], nil),
        Row("requestedDeliveryDate", ["requestdeliveryby": "2026-04-02T00:00:00Z"], "2026-04-02"),
        Row("requestedDeliveryDate", ["requestdeliveryby": .null], "0001-01-01"),
        Row("discountAmount", ["totalamountlessfreight": "77.6"], "2.4"),
        Row("discountAmount", ["totalamountlessfreight": "80"], nil),
    ]

    /// The same of a line.
    private static let lines: [Row] = [
        Row("itemId", ["productid": "lamp"], "i1"),
        Row("itemId", ["productid": "hours"], nil),
        Row("lineObjectNumber", ["productid": "hours"], "R1"),
        Row("lineType", ["productid": "lamp"], "Item"),
        Row("lineType", ["productid": "hours"], "Resource"),
        Row("description", ["isproductoverridden": true, "productdescription": "Gravure"], "Gravure"),
        Row("quantity", ["quantity": "1.5"], "1.5"),
        Row("quantity", ["quantity": "-2"], "-2"),
        Row("unitPrice", ["priceperunit": "19.9999"], "19.9999"),
        Row("discountAmount", ["volumediscountamount": "0.25", "manualdiscountamount": "1.5"], "2.5"),
        Row("discountAmount", ["manualdiscountamount": .null], "0"),
    ]

    private static let references = [
        RecordReference(entity: "customers", side: .crm, id: RecordID("account")): RecordID("c1"),
        RecordReference(entity: "currencies", side: .crm, id: RecordID("eur")): RecordID.zero,
        RecordReference(entity: "currencies", side: .crm, id: RecordID("usd")): RecordID("u1"),
        RecordReference(entity: "paymentterms", side: .crm, id: RecordID("4")): RecordID("t1"),
        RecordReference(entity: "shipmentmethods", side: .crm, id: RecordID("2")): RecordID("m1"),
        RecordReference(entity: "items", side: .crm, id: RecordID("lamp")): RecordID("i1"),
        RecordReference(entity: "resources", side: .crm, id: RecordID("hours")): RecordID("r1"),
    ]

    /// What is sent to the ERP of an order with one line.
    private func sent(order: Fields = [:], line: Fields = [:]) -> (order: Fields, line: Fields)? {
        var fields: Fields = [
            "productid": "lamp", "quantity": "4", "priceperunit": "20", "uomid": "piece",
            "volumediscountamount": "0", "manualdiscountamount": .null,
        ]
        for field in line { fields[field.name] = field.value }
        var state = LineState(id: RecordID("1"), fields: fields)
        state.fields["extendedamount"] = .text(SalesDocumentLine(state).expectedAmount.text)
        var header: Fields = [
            "ordernumber": "ORD-1", "customerid": "account", "customeridtype": "account", "statecode": 1,
            "transactioncurrencyid": "eur", "totallineitemamount": .text(SalesDocumentLine(state).amount.text),
        ]
        let empty: [FieldName] = [
            "shipto_name", "shipto_contactname", "shipto_line1", "shipto_line2", "shipto_postalcode", "shipto_city",
            "shipto_country", "shipto_stateorprovince", "requestdeliveryby", "paymenttermscode", "freighttermscode",
            "freightamount",
        ]
        for field in empty { header[field] = .null }
        header["totalamountlessfreight"] = header["totallineitemamount"]
        for field in order { header[field.name] = field.value }
        var pair = RecordPair.uncoupled(crm: header)
        pair.sides.crm.lines = [state]
        let service = Lookup.Record(
            id: RecordID("hours"), fields: ["producttypecode": 3, "productnumber": "R1", "defaultuomid": "piece"])
        guard let settings = Configuration(json: #"{"writeInItem":"X9"}"#) else { return nil }
        let made = SalesOrdersPlugin.decision(
            about: pair, references: Self.references, found: [SalesDocumentLine.lookup(RecordID("hours")): [service]],
            configuration: settings)
        guard case .create(.erp, let all, _) = made.action, case .create(_, let ofLine)? = made.lines.erp.first else {
            Issue.record("\(made)")
            return nil
        }
        return (all, ofLine)
    }

    @Test("each arrives as the table says, and the table has all of them")
    func table() throws {
        print("| field of the ERP | direction | tried with | arrives |")
        for row in Self.header {
            print(row.text)
            let order = try #require(sent(order: row.crm)?.order)
            #expect(order[row.field] == row.result, "\(row.text)")
        }
        for row in Self.lines {
            print(row.text)
            let line = try #require(sent(line: row.crm)?.line)
            #expect(line[row.field] == row.result, "\(row.text)")
        }
        #expect(Set(Self.header.map(\.field)) == Self.written(by: OrderFields.lines))
        #expect(Set(Self.lines.map(\.field)) == Self.written(by: SalesDocument.lineFields))
    }

    /// The fields of the ERP that a map writes.
    private static func written(by lines: [FieldMap.Line]) -> Set<FieldName> {
        Set(
            lines.flatMap { line in
                switch line {
                case .single(let rule): rule.direction == .toERP ? [rule.fields.erp] : []
                case .group(_, _, let rules): rules.map(\.fields.erp)
                case .constant(let constant): [constant.field]
                case .computed(let computed): [computed.field]
                case .filled(let field, let side): side == .erp ? [field] : []
                }
            })
    }
}
