import Model

/// An order while it is made: its lines and what they come to, in hundredths.
struct CompanyOrder: Sendable {
    /// A line of an order.
    struct Line: Sendable {
        /// What is ordered.
        enum Object: Sendable {
            /// An item by its number; in the CRM its product.
            case item(String)
            /// A resource by its number; in the CRM its product.
            case resource(String)
            /// A G/L account by its number; the CRM has no such lines.
            case account(String)
            /// Something in words; in the CRM a write-in product.
            case words(String)
        }

        var object: Object
        /// How many, whole ones.
        var quantity = 1
        /// The price of one.
        var price = 0
        /// The discount of the line.
        var discount = 0

        /// What the line comes to without its discount.
        var base: Int { quantity * price }
        /// What the line comes to.
        var amount: Int { base - discount }
    }

    var lines: [Line]
    /// The discount of the order on top of those of the lines, in percent.
    var discountPercent = 0
    /// What the freight costs.
    var freight = 0

    /// What the lines come to.
    var amount: Int { lines.map(\.amount).reduce(0, +) }
    /// The discount of the order, rounded.
    var discount: Int { (amount * discountPercent + 50) / 100 }
    /// The discounts of the lines.
    var lineDiscount: Int { lines.map(\.discount).reduce(0, +) }

    /// An amount in canonical form.
    static func text(_ hundredths: Int) -> FieldValue { .text(CompanyRandom.canonical(hundredths, scale: 2)) }
}
