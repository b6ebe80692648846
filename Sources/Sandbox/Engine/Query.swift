/// Which rows of a table are wanted, in which order, and how many.
package struct Query: Sendable, Hashable {
    /// One rule of the order.
    package struct Order: Sendable, Hashable {
        /// What is compared.
        package var term: Filter.Term
        /// Whether the greatest comes first.
        package var isDescending: Bool

        /// Creates a rule.
        package init(_ term: Filter.Term, descending: Bool = false) {
            self.term = term
            isDescending = descending
        }
    }

    /// The table.
    package var table: String
    /// The company; `nil` where rows belong to none.
    package var company: String?
    /// The condition.
    package var filter: Filter
    /// The order; the primary key and the id settle what it leaves open.
    package var order: [Order]
    /// How many rows are passed over.
    package var skip: Int
    /// How many rows are wanted at most.
    package var limit: Int?
    /// The last row of the page before: only what comes after it in the order is wanted.
    package var after: PageMark?
    /// Whether the user who asks sees none of the rows.
    package var seesNothing = false

    /// Creates a query for all rows of a table.
    package init(
        _ table: String, company: String? = nil, where filter: Filter = .always, order: [Order] = [], skip: Int = 0,
        limit: Int? = nil, after: PageMark? = nil
    ) {
        self.table = table
        self.company = company
        self.filter = filter
        self.order = order
        self.skip = skip
        self.limit = limit
        self.after = after
    }
}
