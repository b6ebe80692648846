/// A condition on rows, as a tree; no text of a client is in it but as a bound value.
package indirect enum Filter: Sendable, Hashable {
    /// How two terms compare.
    ///
    /// Null equals null, is unlike every value, and neither less nor greater.
    package enum Comparison: String, Sendable, Hashable {
        /// The same.
        case equal = "IS"
        /// Not the same.
        case notEqual = "IS NOT"
        /// Less.
        case less = "<"
        /// Less or the same.
        case atMost = "<="
        /// Greater.
        case greater = ">"
        /// Greater or the same.
        case atLeast = ">="
    }

    /// How a text is searched; case is ignored.
    package enum TextTest: Sendable, Hashable {
        /// The second text stands somewhere in the first.
        case contains
        /// The first text begins with the second.
        case startsWith
        /// The first text ends with the second.
        case endsWith
        /// The first text matches the second as a pattern of SQL: `%` any characters, `_` any one.
        case like
    }

    /// What a condition speaks of.
    package indirect enum Term: Sendable, Hashable {
        /// The row's own field or stamp.
        case field(String)
        /// The field of the row that lookups lead to, one after the other.
        case related([Hop], String)
        /// A value.
        case value(StoredValue)
        /// `lower`, `upper`, `trim`, `length`, `substring` of terms.
        case function(String, [Term])
    }

    /// A step from a row to another: by this row's lookup to that table's id.
    package struct Hop: Sendable, Hashable {
        /// The lookup of the row that one stands at.
        package var lookup: String
        /// The table that it leads to.
        package var table: String

        /// Creates a step.
        package init(lookup: String, table: String) {
            self.lookup = lookup
            self.table = table
        }
    }

    /// Every row.
    case always
    /// No row.
    case never
    /// All of the conditions.
    case all([Filter])
    /// One of the conditions at least.
    case any([Filter])
    /// Not the condition.
    case not(Filter)
    /// A comparison.
    case compare(Term, Comparison, Term)
    /// The term has one of the values.
    case isIn(Term, [StoredValue])
    /// A search in a text.
    case text(TextTest, Term, Term)
    /// A row of another table, whose lookup field refers to this row, meets a condition.
    case exists(table: String, field: String, Filter)
}

extension Filter {
    /// A field has a value.
    package static func field(_ name: String, _ comparison: Comparison = .equal, _ value: StoredValue) -> Filter {
        .compare(.field(name), comparison, .value(value))
    }
}
