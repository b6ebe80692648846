import Model

extension SampleCompany {
    /// Orders in every state, with lines of every type: those that the ERP has, and those of the CRM.
    mutating func addOrders() {
        var random = self.random.branch("orders")
        for (code, text, percent) in [("NORMAL", "Taux normal", "20"), ("RÉDUIT", "Taux réduit", "5.5")] {
            draft.add(
                .erp, "taxGroup", id: random.guid(),
                ["code": .text(code), "displayName": .text(text), "taxType": 1, "taxPercent": .text(percent)])
        }
        for (number, name, category) in [
            ("707000", "Ventes de marchandises", 4), ("708500", "Ports et frais facturés", 4),
            ("512000", "Banque", 1),
        ] {
            draft.add(
                .erp, "account", id: random.guid(), code: number,
                [
                    "number": .text(number), "displayName": .text(name), "category": .integer(Int64(category)),
                    "directPosting": .boolean(category == 4),
                ])
        }
        let buyers = customers.filter { $0.blocked == 0 && !$0.isBare && draft.id(.crm, "account", $0.number) != .null }
        for (place, order) in Self.ordersOfERP.enumerated() where place < buyers.count {
            addOrderOfERP(place, order, of: buyers[place], &random)
        }
        for (place, order) in Self.ordersOfCRM.enumerated() where place + 8 < buyers.count {
            addOrderOfCRM(place, order, of: buyers[place + 8], &random)
        }
    }

    // MARK: in the ERP

    /// Two drafts, one in review, three that are released.
    private static let ordersOfERP: [(status: Int64, order: CompanyOrder)] = [
        (0, CompanyOrder(lines: [.init(object: .item("A10005"), quantity: 3, price: 2_950)])),
        (
            0,
            CompanyOrder(lines: [
                .init(object: .item("A10015"), quantity: 10, price: 1_799, discount: 899),
                .init(object: .words("À livrer avant dix heures")),
            ])
        ),
        (1, CompanyOrder(lines: [.init(object: .item("A10025"), quantity: 120, price: 4_410)])),
        (
            2,
            CompanyOrder(lines: [
                .init(object: .item("A10035"), quantity: 2, price: 12_900),
                .init(object: .resource("R0020"), quantity: 4, price: 5_400),
                .init(object: .account("708500"), price: 1_250),
            ])
        ),
        (2, CompanyOrder(lines: [.init(object: .item("A10045"), quantity: 7, price: 333)])),
        (2, CompanyOrder(lines: [.init(object: .resource("R0030"), quantity: 16, price: 7_250)])),
    ]

    private mutating func addOrderOfERP(
        _ place: Int, _ made: (status: Int64, order: CompanyOrder), of customer: CompanyCustomer,
        _ random: inout CompanyRandom
    ) {
        let id = random.guid()
        var (net, tax) = (0, 0)
        var rows: [Fields] = []
        for (ordinal, line) in made.order.lines.enumerated() {
            let percent = Self.isTaxed(line) ? 20 : 0
            let lineTax = (line.amount * percent + 50) / 100
            rows.append(rowOfERP(line, ordinal, of: id, tax: lineTax, percent: percent))
            net += line.amount
            tax += lineTax
        }
        var row: Fields = [
            "number": .text("S-ORD0090\(place)"), "customerId": .text(customer.id),
            "customerNumber": .text(customer.number), "customerName": .text(customer.name),
            "billToName": .text(customer.name), "billToCustomerId": .text(customer.id),
            "billToCustomerNumber": .text(customer.number), "shipToName": .text(customer.name),
            "orderDate": .text("2026-02-1\(place)"), "postingDate": .text("2026-02-1\(place)"),
            "status": .integer(made.status),
            "requestedDeliveryDate": .text("2026-03-0\(place + 1)"), "totalAmountExcludingTax": CompanyOrder.text(net),
            "totalTaxAmount": CompanyOrder.text(tax), "totalAmountIncludingTax": CompanyOrder.text(net + tax),
        ]
        for (own, end) in [("addressLine1", "AddressLine1"), ("city", "City"), ("postalCode", "PostCode")] {
            for part in ["sellTo", "billTo", "shipTo"] { row.append(part + end, .text(customer.text(own))) }
        }
        draft.add(.erp, "salesOrder", id: id, row)
        for row in rows { draft.add(.erp, "salesOrderLine", id: random.guid(), row) }
    }

    private static func isTaxed(_ line: CompanyOrder.Line) -> Bool {
        guard case .item = line.object else { return false }
        return true
    }

    private func rowOfERP(
        _ line: CompanyOrder.Line, _ ordinal: Int, of order: String, tax: Int, percent: Int
    ) -> Fields {
        var row: Fields = [
            "documentId": .text(order), "sequence": .integer(Int64(ordinal + 1) * 10_000),
            "taxPercent": .text("\(percent)"), "discountAmount": CompanyOrder.text(line.discount),
        ]
        switch line.object {
        case .item(let number):
            row["lineType"] = 2
            row["itemId"] = draft.id(.erp, "item", number)
            row["lineObjectNumber"] = .text(number)
            row["taxCode"] = "NORMAL"
            give(number, "item", to: &row)
        case .resource(let number):
            row["lineType"] = 3
            row["lineObjectNumber"] = .text(number)
            give(number, "resource", to: &row)
        case .account(let number):
            row["lineType"] = 1
            row["accountId"] = draft.id(.erp, "account", number)
            row["lineObjectNumber"] = .text(number)
            give(number, "account", to: &row)
        case .words(let text):
            row["lineType"] = 0
            row["description"] = .text(text)
            return row
        }
        for name: FieldName in ["quantity", "shipQuantity", "invoiceQuantity"] {
            row[name] = .text("\(line.quantity)")
        }
        row["unitPrice"] = CompanyOrder.text(line.price)
        if line.base != 0 {
            row["discountPercent"] = .text(CompanyRandom.canonical(line.discount * 10_000_000 / line.base, scale: 5))
        }
        for name: FieldName in ["amountExcludingTax", "netAmount"] { row[name] = CompanyOrder.text(line.amount) }
        for name: FieldName in ["totalTaxAmount", "netTaxAmount"] { row[name] = CompanyOrder.text(tax) }
        for name: FieldName in ["amountIncludingTax", "netAmountIncludingTax"] {
            row[name] = CompanyOrder.text(line.amount + tax)
        }
        return row
    }

    /// What an item, a resource or an account gives its line.
    private func give(_ number: String, _ table: String, to row: inout Fields) {
        let source = draft.rows.first {
            $0.side == .erp && $0.table == table && $0.values["number"] == .text(number)
        }?.values
        row["description"] = source?["displayName"] ?? .null
        guard table != "account" else { return }
        row["unitOfMeasureId"] = source?["baseUnitOfMeasureId"] ?? .null
        row["unitOfMeasureCode"] = source?["baseUnitOfMeasureCode"] ?? .null
    }

    // MARK: in the CRM

    /// In every state; the submitted ones are what the ERP is to have, and two of them it can't take: one with a product that
    /// only the CRM knows, one that is written in.
    private static let ordersOfCRM: [(state: Int64, reason: Int64, order: CompanyOrder)] = [
        (0, 1, CompanyOrder(lines: [.init(object: .item("A10005"), quantity: 2, price: 2_950)])),
        (1, 3, CompanyOrder(lines: [.init(object: .item("A10015"), quantity: 3, price: 1_799)])),
        (
            1, 3,
            CompanyOrder(
                lines: [
                    .init(object: .item("A10025"), quantity: 12, price: 4_410, discount: 1_010),
                    .init(object: .resource("R0020"), quantity: 5, price: 5_335),
                ], discountPercent: 3)
        ),
        (
            1, 3,
            CompanyOrder(
                lines: [
                    .init(object: .item("A10035"), price: 12_900),
                    .init(object: .item("A10045"), quantity: 9, price: 333),
                ],
                freight: 1_250)
        ),
        (1, 3, CompanyOrder(lines: [.init(object: .item("CRM-1"), quantity: 4, price: 780)])),
        (1, 3, CompanyOrder(lines: [.init(object: .words("Gravure à la main"), quantity: 2, price: 4_500)])),
        (2, 4, CompanyOrder(lines: [.init(object: .item("A10055"), price: 990)])),
        (3, 100_001, CompanyOrder(lines: [.init(object: .item("A10065"), quantity: 6, price: 1_545)])),
        (4, 100_003, CompanyOrder(lines: [.init(object: .resource("R0020"), quantity: 8, price: 5_400)])),
    ]

    private mutating func addOrderOfCRM(
        _ place: Int, _ made: (state: Int64, reason: Int64, order: CompanyOrder), of customer: CompanyCustomer,
        _ random: inout CompanyRandom
    ) {
        let (id, order) = (random.guid(), made.order)
        let total = order.amount - order.discount + order.freight
        addOwned(
            "salesorder", id: id,
            [
                "name": .text("Commande \(place + 1)"), "ordernumber": .text("ORD-0090\(place)-BEAULI"),
                "customerid": draft.id(.crm, "account", customer.number), "customerid$table": "account",
                "pricelevelid": draft.id(.crm, "pricelevel", "PUBLIC"),
                "transactioncurrencyid": draft.id(.crm, "transactioncurrency", draft.localCurrency),
                "requestdeliveryby": Self.instant("2026-04-0\(place + 1)"), "shipto_name": .text(customer.name),
                "shipto_line1": .text(customer.text("addressLine1")), "shipto_city": .text(customer.text("city")),
                "shipto_postalcode": .text(customer.text("postalCode")),
                "shipto_country": .text(customer.text("country")),
                "discountpercentage": order.discountPercent == 0 ? .null : .text("\(order.discountPercent)"),
                "freightamount": order.freight == 0 ? .null : CompanyOrder.text(order.freight),
                "totallineitemamount": CompanyOrder.text(order.amount),
                "totallineitemdiscountamount": CompanyOrder.text(order.lineDiscount),
                "totaldiscountamount": CompanyOrder.text(order.discount + order.lineDiscount),
                "totalamountlessfreight": CompanyOrder.text(order.amount - order.discount), "totaltax": "0",
                "totalamount": CompanyOrder.text(total), "statecode": .integer(made.state),
                "statuscode": .integer(made.reason),
            ])
        for (ordinal, line) in order.lines.enumerated() {
            draft.add(.crm, "salesorderdetail", id: random.guid(), rowOfCRM(line, ordinal, of: id))
        }
    }

    private static func instant(_ day: String) -> FieldValue {
        Moment(iso: day).map { .integer($0.milliseconds) } ?? .null
    }

    private func rowOfCRM(_ line: CompanyOrder.Line, _ ordinal: Int, of order: String) -> Fields {
        var row: Fields = [
            "salesorderid": .text(order), "lineitemnumber": .integer(Int64(ordinal + 1)),
            "quantity": .text("\(line.quantity)"), "priceperunit": CompanyOrder.text(line.price),
            "ispriceoverridden": true, "baseamount": CompanyOrder.text(line.base),
            "extendedamount": CompanyOrder.text(line.amount),
            "manualdiscountamount": line.discount == 0 ? .null : CompanyOrder.text(line.discount),
            "transactioncurrencyid": draft.id(.crm, "transactioncurrency", draft.localCurrency),
        ]
        switch line.object {
        case .item(let number), .resource(let number), .account(let number):
            let product = draft.id(.crm, "product", number)
            row["productid"] = product
            row["uomid"] = draft.id(.crm, "uom", "NAV KG")
            row["salesorderdetailname"] =
                draft.rows.first { $0.side == .crm && $0.values["productid"] == product }?.values["name"] ?? .null
        case .words(let text):
            row["isproductoverridden"] = true
            row["productdescription"] = .text(text)
            row["salesorderdetailname"] = .text(text)
        }
        return row
    }
}
