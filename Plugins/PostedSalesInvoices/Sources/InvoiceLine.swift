import Foundation
import PluginKit

/// A line of a posted invoice, and what it comes to in the CRM.
///
/// The CRM works a line out as quantity times price, less its discount, plus its tax, and the document as its lines less its own
/// discount. The ERP's amounts are given; so the discount of the line takes what rounding leaves.
struct InvoiceLine {
    private let line: LineState
    private let hasTaxInPrices: Bool

    init(_ line: LineState, hasTaxInPrices: Bool) {
        self.line = line
        self.hasTaxInPrices = hasTaxInPrices
    }

    /// Its identity.
    var id: RecordID { line.id }
    /// What it is of; `nil` when it is of nothing that the CRM sells.
    var product: RecordReference? { reference("itemId", to: "items") ?? reference("resourceId", to: "resources") }
    /// The unit of its item or its resource.
    var ownUnit: RecordReference? {
        reference("itemUnitOfMeasureId", to: "itemunits") ?? reference("resourceUnitOfMeasureId", to: "resourceunits")
    }
    /// The base unit of what it is of.
    var baseUnit: RecordReference? { reference("baseUnitOfMeasureId", to: "unitsofmeasure") }

    private func reference(_ field: FieldName, to entity: EntityName) -> RecordReference? {
        guard let id = line.fields[field]?.text, !id.isEmpty, id != RecordID.zero.text else { return nil }
        return RecordReference(entity: entity, side: .erp, id: RecordID(id))
    }

    private func amount(_ field: FieldName) -> Decimal { Amount.of(line.fields[field]) }
    private var net: Decimal { amount("amountExcludingTax") }
    private var gross: Decimal { amount("amountIncludingTax") }

    /// Its part of the invoice's discount, without tax.
    var invoiceDiscount: Decimal {
        let discount = amount("invoiceDiscountAmount")
        guard hasTaxInPrices, gross != 0 else { return discount }
        return Amount.rounded(discount * net / gross)
    }

    /// What is written in where there is no product: a number and a description.
    var words: String {
        let parts = [line.fields["lineObjectNumber"]?.text, line.fields["description"]?.text]
        let text = parts.compactMap(\.self).filter { !$0.isEmpty }.joined(separator: " ")
        return text.isEmpty ? "—" : text
    }

    /// What the CRM is told of its quantity, its price, its discount and its tax, counted in its own unit or in the base unit.
    func amounts(inBaseUnit: Bool) -> Fields {
        let written = inBaseUnit ? amount("quantityBase") : amount("quantity")
        // Words alone are one of something that costs nothing.
        let quantity = written == 0 ? 1 : written
        let left = net + invoiceDiscount
        var price = Amount.rounded(priceWithoutTax(quantity), 4)
        var discount = Amount.rounded(quantity * price) - left
        if discount < 0 {
            // The price was rounded down too far: as little more as comes to the line.
            price = Amount.rounded(left / quantity + Decimal(sign: .plus, exponent: -5, significand: 5), 4)
            discount = Amount.rounded(quantity * price) - left
        }
        return [
            "quantity": Amount.value(quantity), "priceperunit": Amount.value(price),
            "manualdiscountamount": Amount.value(discount), "tax": Amount.value(gross - net),
        ]
    }

    /// The price of a unit before all discounts, without tax.
    private func priceWithoutTax(_ quantity: Decimal) -> Decimal {
        let whole = amount("quantity") * amount("unitPrice")
        guard hasTaxInPrices else { return whole / quantity }
        return whole / (1 + amount("taxPercent") / 100) / quantity
    }
}
