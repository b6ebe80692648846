import Model
import PluginProtocol

extension MapProposal {
    /// The decimals of a proposed number: as many as Business Central keeps in quantities and unit prices.
    static let scale = 5
}

extension MapProposal.Line {
    /// The types that are proposed, by their words in the map language.
    enum Kind: String, Sendable {
        case text, code, decimal, integer, boolean, date
    }

    /// The type of the pair: that of the ERP's field.
    var kind: Kind {
        switch erp.type {
        case .code: .code
        case .decimal: .decimal
        case .integer: .integer
        case .boolean: .boolean
        case .date: .date
        case .text, .instant, .guid, .lookup, .choice: .text
        }
    }

    /// The lengths of a text; where a side tells none, the other's counts.
    var lengths: Sided<Int> {
        Sided(
            erp: erp.maxLength ?? crm.maxLength ?? Self.usualLength,
            crm: crm.maxLength ?? erp.maxLength ?? Self.usualLength)
    }

    private static let usualLength = 250
}
