import Foundation
import JSON

extension BackOffice.Act {
    private static let words = [
        "release", "reopen", "ship", "invoice", "shipAndInvoice", "pay", "cancel", "credit",
    ]

    /// Reads what the control is asked to have done: `{"do": "pay", "invoice": "PS-INV01001", "amount": 50}`.
    init(json: JSONValue) throws(ControlProblem) {
        let reader = FaultReader(json)
        switch try reader.text("do") {
        case "release": self = .release(order: try reader.text("order"))
        case "reopen": self = .reopen(order: try reader.text("order"))
        case "ship": self = .ship(order: try reader.text("order"))
        case "invoice": self = .invoice(order: try reader.text("order"))
        case "shipAndInvoice": self = .shipAndInvoice(order: try reader.text("order"))
        case "pay":
            var amount: Decimal?
            if let value = json["amount"] {
                guard let number = value.numberText.flatMap({ Decimal(string: $0) }) else {
                    throw ControlProblem(.number("amount"))
                }
                amount = number
            }
            self = .pay(invoice: try reader.text("invoice"), amount: amount)
        case "cancel": self = .cancel(invoice: try reader.text("invoice"))
        case "credit": self = .credit(invoice: try reader.text("invoice"))
        default: throw ControlProblem(.word("do", Self.words))
        }
    }
}

extension BackOffice.Result {
    /// The document as the control shows it.
    var json: JSONValue { ["table": .string(table), "id": .string(id), "number": .string(number)] }
}
