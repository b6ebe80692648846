import PluginKit

/// Notes of sales orders: new ones go both ways, and changed ones; where both sides changed one, the CRM's stays.
@main
struct OrderNotesPlugin: EntityPlugin {
    static let entity: EntityName = "ordernotes"
    static let version = "1.0.0"
    static let map = FieldMap(
        OrderNoteFields.lines, matching: OrderNoteFields.matching, naturalKey: Sided(erp: ["externalId"], crm: []),
        filters: OrderNoteFields.filters, policy: .crmWins)

    /// A note of the CRM may be about anything: what it is about is written with its table.
    static func adjust(_ decision: inout Decision, about pair: RecordPair, in run: RunFacts) {
        guard case .create(.crm, var fields, let key) = decision.action, let order = fields["objectid"]?.text else {
            return
        }
        fields["objectid"] = .text("\(OrderNoteFields.table)/\(order)")
        decision.action = .create(.crm, fields, key: key)
    }
}
