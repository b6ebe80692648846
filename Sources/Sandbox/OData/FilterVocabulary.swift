/// How a dialect names things in conditions.
package protocol FilterVocabulary {
    /// The property of a path, starting at a row of a table.
    func property(_ path: [String], of schema: TableSchema) throws -> ResolvedProperty

    /// The rows of another table that a path leads to, for `any` and `all`: the table and its field that refers back.
    func collection(_ path: [String], of schema: TableSchema) throws -> (table: String, field: String)

    /// The stored form of a value that is compared with a property; `isPart`: it is searched inside of the property.
    func value(_ literal: ODataLiteral, for property: ResolvedProperty, isPart: Bool) throws -> StoredValue

    /// The condition of a function that the dialect knows besides the usual ones; `nil`: it does not know it.
    func condition(_ call: ODataExpression, of schema: TableSchema) throws -> Filter?

    /// The pattern search of the dialect: Dataverse takes `%` and `_` as wildcards; `nil`: the plain one.
    func textTest(_ name: String, _ term: Filter.Term, _ text: String) -> Filter?
}
