import Foundation
import PluginKit

/// Amounts of the ERP, and how the CRM rounds them.
enum Amount {
    /// The number that a value is; nothing is zero.
    static func of(_ value: FieldValue?) -> Decimal {
        switch value {
        case .text(let text): Decimal(string: text) ?? 0
        case .integer(let number): Decimal(number)
        case .null, .boolean, nil: 0
        }
    }

    /// An amount as a value.
    static func value(_ amount: Decimal) -> FieldValue { .text("\(amount)") }

    /// An amount rounded half away from zero.
    static func rounded(_ amount: Decimal, _ scale: Int = 2) -> Decimal {
        var (amount, result) = (amount, Decimal())
        NSDecimalRound(&result, &amount, scale, .plain)
        return result
    }
}
