#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import Model

extension LineShape {
    /// The totals in which two documents differ by half a cent or more, by the ERP's names; `nil` when one of them was not read.
    ///
    /// Each system computes its own from the lines: the tax is the ERP's, and roundings are.
    func unequalTotals(_ fields: Sided<Fields>) -> [FieldName]? {
        guard !totals.isEmpty else { return nil }
        var unequal: [FieldName] = []
        for total in totals {
            guard let erp = Self.amount(fields.erp[total.erp]), let crm = Self.amount(fields.crm[total.crm]) else {
                return nil
            }
            if abs(erp - crm) >= Self.tolerance { unequal.append(total.erp) }
        }
        return unequal
    }

    private static let tolerance = Decimal(sign: .plus, exponent: -3, significand: 5)

    private static func amount(_ value: FieldValue?) -> Decimal? {
        switch value {
        case .text(let text)?: Decimal(string: text)
        case .integer(let number)?: Decimal(number)
        // An empty order of Dataverse has no total.
        case .null?: 0
        case .boolean?, nil: nil
        }
    }
}
