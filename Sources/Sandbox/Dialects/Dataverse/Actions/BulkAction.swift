/// The actions on many rows of a table.
enum BulkAction: String, Sendable, CaseIterable {
    case createMultiple = "CreateMultiple"
    case updateMultiple = "UpdateMultiple"
    case upsertMultiple = "UpsertMultiple"

    /// The actions that a table has; Microsoft documents none for prices, units and price lists.
    static func supported(by table: DataverseTable) -> [BulkAction] {
        let without: Set = ["productpricelevel", "uom", "uomschedule", "pricelevel"]
        guard !without.contains(table.name) else { return [] }
        var actions: [BulkAction] = []
        if table.capabilities.contains(.insert) { actions.append(.createMultiple) }
        if table.capabilities.contains(.update) { actions.append(.updateMultiple) }
        return actions.count == 2 ? actions + [.upsertMultiple] : actions
    }
}
