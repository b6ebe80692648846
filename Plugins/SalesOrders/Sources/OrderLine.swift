import Foundation
import PluginKit

/// A line of an order of the CRM.
struct OrderLine {
    private let line: LineState

    init(_ line: LineState) { self.line = line }

    /// Its identity.
    var id: RecordID { line.id }
    /// The product that it is of; `nil` when it is written in.
    var product: RecordID? {
        guard line.fields["isproductoverridden"] != true, let id = line.fields["productid"]?.text, !id.isEmpty else {
            return nil
        }
        return RecordID(id)
    }
    /// What is written in, cut to what the ERP takes.
    var words: String {
        var text = line.fields["productdescription"]?.text ?? ""
        while text.utf16.count > 100 { text.removeLast() }
        return text
    }
    /// The unit that is counted.
    var unit: FieldValue? { line.fields["uomid"] }
    /// Whether it is of another product, or in another unit, than when it was sent.
    var isOfSomethingElse: Bool {
        guard case .fields(let changed) = line.change else { return false }
        return ["productid", "uomid", "productdescription", "isproductoverridden"].contains(where: changed.contains)
    }

    /// An amount of the CRM; none is zero.
    static func amount(_ value: FieldValue?) -> Decimal {
        switch value {
        case .text(let text): Decimal(string: text) ?? 0
        case .integer(let number): Decimal(number)
        case .null, .boolean, nil: 0
        }
    }

    /// What must be known of a product.
    static func lookup(_ product: RecordID) -> Lookup {
        .record(product, on: .crm, of: "items", reading: ["producttypecode", "productnumber", "defaultuomid"])
    }
}
