/// A property that a condition speaks of.
package struct ResolvedProperty: Sendable, Hashable {
    /// The term.
    package var term: Filter.Term
    /// Its field.
    package var field: FieldDefinition

    /// Creates a property.
    package init(term: Filter.Term, field: FieldDefinition) {
        self.term = term
        self.field = field
    }
}
