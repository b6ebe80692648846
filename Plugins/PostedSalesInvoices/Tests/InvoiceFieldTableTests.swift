import Foundation
import PluginTesting
import Testing

@testable import PostedSalesInvoicesPlugin

/// Every field of the map: what was tried, and what the CRM is told, printed as a table for people to read.
@Suite("The fields of posted sales invoices")
struct InvoiceFieldTableTests {
    /// What one value of a field becomes.
    struct Trial: Sendable {
        var erp: FieldName
        var tried: FieldValue
        var crm: FieldName
        /// The value that is written; `nil` when the field is left out.
        var result: FieldValue?

        init(_ erp: FieldName, _ tried: FieldValue, _ crm: FieldName, _ result: FieldValue?) {
            (self.erp, self.tried, self.crm, self.result) = (erp, tried, crm, result)
        }
    }

    private static let long = String(repeating: "é", count: 260)

    private static func cut(_ length: Int) -> FieldValue { .text(String(long.prefix(length))) }

    private static let address: [Trial] = [("shipTo", "shipto"), ("billTo", "billto")].flatMap { erp, crm in
        [
            ("Name", "name", 200), ("AddressLine1", "line1", 250), ("AddressLine2", "line2", 250), ("City", "city", 80),
            ("Country", "country", 80), ("PostCode", "postalcode", 20), ("State", "stateorprovince", 50),
        ].flatMap { end, column, length -> [Trial] in
            let (from, to) = (FieldName(erp + end), FieldName("\(crm)_\(column)"))
            return [
                Trial(from, "Zürich «1»", to, "Zürich «1»"), Trial(from, "", to, nil),
                Trial(from, .text(long), to, cut(length)),
            ]
        }
    }

    static let trials: [Trial] =
        [
            Trial("number", "PS-INV9", "invoicenumber", "PS-INV9"), Trial("number", "PS-INV9", "name", "PS-INV9"),
            Trial("customerId", "c1", "customerid", "account"),
            Trial("currencyId", .text(RecordID.zero.text), "transactioncurrencyid", "eur"),
            Trial("currencyId", "usd", "transactioncurrencyid", "usdRow"),
            Trial("orderId", "o2", "salesorderid", "orderRow"), Trial("orderId", "o1", "salesorderid", nil),
            Trial("orderId", .text(RecordID.zero.text), "salesorderid", nil),
            Trial("dueDate", "2028-02-29", "duedate", "2028-02-29T00:00:00Z"), Trial("dueDate", .null, "duedate", nil),
            Trial("shipmentDate", "2026-12-31", "datedelivered", "2026-12-31T00:00:00Z"),
            Trial("shipmentDate", .null, "datedelivered", nil),
            Trial("workDescription", "Zeile 1\r\nZeile 2", "description", "Zeile 1\r\nZeile 2"),
            Trial("workDescription", "", "description", nil),
            Trial("salespersonId", "s1", "ownerid", "robin"), Trial("salespersonId", "s9", "ownerid", nil),
            Trial("salespersonId", .text(RecordID.zero.text), "ownerid", nil),
            Trial("remainingAmount", "116.2", "statuscode", 4),
            Trial("remainingAmount", "116.19", "statuscode", 100_002),
            Trial("remainingAmount", "0", "statuscode", 100_001), Trial("remainingAmount", "0", "statecode", 2),
            Trial("cancelled", true, "statuscode", 100_003), Trial("cancelled", true, "statecode", 3),
        ] + address

    private static let references = [
        RecordReference(entity: "customers", side: .erp, id: RecordID("c1")): RecordID("account"),
        RecordReference(entity: "currencies", side: .erp, id: .zero): RecordID("eur"),
        RecordReference(entity: "currencies", side: .erp, id: RecordID("usd")): RecordID("usdRow"),
        RecordReference(entity: "salespeople", side: .erp, id: RecordID("s1")): RecordID("robin"),
        RecordReference(entity: "salesorders", side: .erp, id: RecordID("o2")): RecordID("orderRow"),
    ]

    @Test("what is tried of each field arrives as it should, and the table says so")
    func table() {
        print("| ERP field | CRM field | direction | tried | result |\n| --- | --- | --- | --- | --- |")
        for trial in Self.trials {
            var fields = PostedSalesInvoicesPluginTests.invoice
            fields[trial.erp] = trial.tried
            let made = PostedSalesInvoicesPlugin.decision(
                about: .uncoupled(erp: fields), references: Self.references)
            guard case .create(.crm, let set, _) = made.action else {
                Issue.record("\(trial.erp): \(made.action)")
                continue
            }
            #expect(set[trial.crm] == trial.result, "\(trial.erp) \(trial.tried)")
            let result = set[trial.crm].map(Self.short) ?? "left out"
            print("| \(trial.erp) | \(trial.crm) | to the CRM | \(Self.short(trial.tried)) | \(result) |")
        }
    }

    @Test("nothing of the map travels to the ERP, and each field of it was tried")
    func complete() {
        let tried = Set(Self.trials.map(\.crm)).union(["discountamount"])
        for line in PostedSalesInvoicesPlugin.map.lines {
            switch line {
            case .single(let rule):
                #expect(rule.direction == .toCRM && tried.contains(rule.fields.crm), "\(rule.fields)")
            case .group(_, _, let rules):
                #expect(rules.allSatisfy { $0.direction == .toCRM && tried.contains($0.fields.crm) })
            case .constant(let constant): #expect(constant.side == .crm)
            case .computed(let field): #expect(field.side == .crm && tried.contains(field.field), "\(field.field)")
            case .filled(let field, let side): #expect(side == .crm && tried.contains(field), "\(field)")
            }
        }
    }

    private static func short(_ value: FieldValue) -> String {
        switch value {
        case .null: "nothing"
        case .boolean(let truth): "\(truth)"
        case .integer(let number): "\(number)"
        case .text(let text):
            text.isEmpty ? "empty" : text.count > 30 ? "\(text.count) characters" : text.debugDescription
        }
    }
}
