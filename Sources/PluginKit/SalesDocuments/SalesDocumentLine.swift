/// A line of a sales document of the CRM.
public struct SalesDocumentLine: Sendable {
    private let line: LineState

    /// Looks at a line.
    public init(_ line: LineState) { self.line = line }

    /// Its identity.
    public var id: RecordID { line.id }
    /// The product that it is of; `nil` when it is written in.
    public var product: RecordID? {
        guard line.fields["isproductoverridden"] != true, let id = line.fields["productid"]?.text, !id.isEmpty else {
            return nil
        }
        return RecordID(id)
    }
    /// Whether it is a bundle, or part of one.
    public var isOfBundle: Bool {
        guard case .integer(let type)? = line.fields["producttypecode"] else { return false }
        return (2...4).contains(type)
    }
    /// What is written in, in pieces that the ERP takes; they end between words.
    public var words: [String] {
        var pieces: [String] = []
        for text in (line.fields["productdescription"]?.text ?? "").split(whereSeparator: \.isNewline) {
            var piece = ""
            for word in text.split(separator: " ") {
                var word = String(word)
                while word.utf16.count > Self.longest { pieces.append(Self.cut(&word)) }
                if !piece.isEmpty, piece.utf16.count + 1 + word.utf16.count > Self.longest {
                    pieces.append(piece)
                    piece = ""
                }
                piece += piece.isEmpty ? word : " " + word
            }
            if !piece.isEmpty { pieces.append(piece) }
        }
        return pieces
    }

    /// How much text a line of the ERP takes.
    private static let longest = 100

    /// Cuts off as much of a word as a line takes.
    private static func cut(_ word: inout String) -> String {
        var head = word
        while head.utf16.count > longest { head.removeLast() }
        word.removeFirst(head.count)
        return head
    }

    /// What the CRM says that the line comes to, without tax.
    public var amount: Amount { Amount(line.fields["extendedamount"]) - Amount(line.fields["tax"]) }
    /// What the ERP comes to with what is sent of the line.
    public var expectedAmount: Amount {
        func number(_ name: FieldName) -> Amount { Amount(line.fields[name]) }
        let quantity = number("quantity")
        let discount = quantity * number("volumediscountamount") + number("manualdiscountamount")
        return (quantity * number("priceperunit")).cents - discount.cents
    }
    /// The unit that is counted.
    public var unit: FieldValue? { line.fields["uomid"] }
    /// Whether it is of another product, or in another unit, than when it was sent.
    public var isOfSomethingElse: Bool {
        guard case .fields(let changed) = line.change else { return false }
        return ["productid", "uomid", "productdescription", "isproductoverridden"].contains(where: changed.contains)
    }

    /// What must be known of a product.
    public static func lookup(_ product: RecordID) -> Lookup {
        .record(product, on: .crm, of: "items", reading: ["producttypecode", "productnumber", "defaultuomid"])
    }
}
