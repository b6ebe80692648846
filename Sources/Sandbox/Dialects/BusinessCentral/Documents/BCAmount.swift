import Foundation

/// Amounts of documents: read from stored values, rounded, and written as stored values.
enum BCAmount {
    /// The number of a stored decimal; nothing is zero.
    static func number(_ value: StoredValue?) -> Decimal { value?.text.flatMap { Decimal(string: $0) } ?? 0 }

    /// An amount as it is stored; one that is too long for the service's decimals is the greatest that is not.
    static func text(_ amount: Decimal, scale: Int = 2) -> StoredValue {
        .text(DecimalText.canonical("\(amount)", scale: scale) ?? "999999999999999")
    }

    /// An amount rounded as it would be stored.
    static func rounded(_ amount: Decimal, scale: Int = 2) -> Decimal { number(text(amount, scale: scale)) }

    /// The parts of amounts, each rounded, so that their sum is the rounded sum: what rounding takes from one goes to the next.
    static func parts(_ exact: [Decimal]) -> [Decimal] {
        var rest = Decimal()
        return exact.map { part in
            let rounded = rounded(part + rest)
            rest += part - rounded
            return rounded
        }
    }
}
