/// Rows of a table, with rows of others beside them.
struct JoinQuery: Sendable, Hashable {
    /// A condition on the rows, each of which goes by a name.
    indirect enum Condition: Sendable, Hashable {
        /// All of the conditions.
        case all([Condition])
        /// One of the conditions at least.
        case any([Condition])
        /// A condition on the row that goes by a name.
        case row(String, Filter)
        /// There is a row that could be joined, or there is none.
        case exists(Join, isNegated: Bool)

        /// Whether it asks whether there are rows of other tables.
        var asksForOthers: Bool {
            switch self {
            case .all(let parts), .any(let parts): parts.contains(where: \.asksForOthers)
            case .row: false
            case .exists: true
            }
        }
    }

    /// The rows of another table that are put beside those that are there.
    struct Join: Sendable, Hashable {
        /// The name by which its rows go.
        var name: String
        var table: String
        /// Its field, and the field of the row beside it that has the same value.
        var field: String
        var parent: String
        var parentField: String
        /// Whether rows that have nothing beside them stay.
        var isOuter = false
        var condition = Condition.all([])
    }

    /// A field of the row that goes by a name.
    struct Column: Sendable, Hashable {
        var name: String
        var field: String
    }

    /// One rule of the order.
    struct Order: Sendable, Hashable {
        var column: Column
        var isDescending: Bool
    }

    /// The name by which the first table's rows go.
    static let root = ""

    var table: String
    var joins: [Join] = []
    var columns: [Column] = []
    var condition = Condition.all([])
    var order: [Order] = []
    /// Whether rows that show the same are one.
    var isDistinct = false
    var skip = 0
    var limit: Int?
}
