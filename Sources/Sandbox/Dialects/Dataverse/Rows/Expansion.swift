/// A navigation property whose rows are shown inside of a row.
struct Expansion: Sendable {
    /// Its name.
    let navigation: String
    /// What it leads to.
    let target: DataverseTable.Navigation
    /// What is shown of the rows.
    let shape: RowShape
    /// Which rows of a collection, in which order, how many.
    let filter: Filter
    let order: [Query.Order]
    let top: Int?
    /// Whether the collection's answer carries a link to itself.
    let hasOptions: Bool
    /// Whether only references are shown.
    let isReferences: Bool
}
