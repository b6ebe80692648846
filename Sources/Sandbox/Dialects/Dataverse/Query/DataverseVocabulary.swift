/// How Dataverse names things in conditions: lookups as `_x_value`, paths along navigation properties.
struct DataverseVocabulary: FilterVocabulary {
    let model: DataverseModel
    /// The time and the caller, for functions such as `LastXDays` and `EqualUserId`.
    let now: Moment
    let user: String

    func property(_ path: [String], of schema: TableSchema) throws -> ResolvedProperty {
        let (term, column) = try column(path, of: try model.known(schema.table))
        return ResolvedProperty(term: term, field: column.field)
    }

    func collection(_ path: [String], of schema: TableSchema) throws -> (table: String, field: String) {
        let table = try model.known(schema.table)
        guard path.count == 1, case .collection(let collection)? = table.navigations[path[0]] else {
            throw DataverseError.unknownColumn(path.joined(separator: "/"), of: table.name)
        }
        return (collection.table, collection.field)
    }

    func value(_ literal: ODataLiteral, for property: ResolvedProperty, isPart: Bool) throws -> StoredValue {
        try LiteralValue.value(literal, for: property.field)
    }

    func condition(_ call: ODataExpression, of schema: TableSchema) throws -> Filter? {
        let prefix = "Microsoft.Dynamics.CRM."
        guard case .namedCall(let name, let arguments) = call, name.hasPrefix(prefix) else { return nil }
        return try QueryFunction(self, arguments).filter(
            String(name.dropFirst(prefix.count)), on: try model.known(schema.table))
    }

    /// Dataverse builds a LIKE of a search: percent signs and underscores are wildcards.
    func textTest(_ name: String, _ term: Filter.Term, _ text: String) -> Filter? {
        guard text.contains(where: { $0 == "%" || $0 == "_" }) else { return nil }
        let pattern = name == "contains" ? "%\(text)%" : name == "startswith" ? "\(text)%" : "%\(text)"
        return .text(.like, term, .value(.text(pattern)))
    }

    /// The column at the end of a path.
    func column(_ path: [String], of table: DataverseTable) throws(DataverseError) -> (Filter.Term, DataverseColumn) {
        var table = table
        var hops: [Filter.Hop] = []
        for name in path.dropLast() {
            guard case .single(let place, let target)? = table.navigations[name] else {
                throw .unknownColumn(name, of: table.name)
            }
            let actual = target == "principal" ? "systemuser" : target
            hops.append(Filter.Hop(lookup: table.columns[place].name, table: actual))
            table = try model.known(actual)
        }
        // Lookups are filtered by `_x_value`; the service also takes the bare name.
        guard let name = path.last, let column = table.column(readAs: name) ?? table.column(name) else {
            throw .unknownColumn(path.last ?? "", of: table.name)
        }
        return (hops.isEmpty ? .field(column.name) : .related(hops, column.name), column)
    }
}
