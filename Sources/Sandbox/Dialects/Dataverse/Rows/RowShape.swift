/// Which columns of a table an answer shows, and what beside them: made once for all rows of the answer.
struct RowShape: Sendable {
    /// The table.
    let table: DataverseTable
    /// The places of the columns shown, in the order of the definition.
    let columns: [Int]
    /// The names of the columns that were asked for; `nil`: all of them.
    let selection: [String]?
    /// The annotations wanted.
    let annotations: AnnotationFilter
    /// What follows a row's columns.
    let expansions: [Expansion]
    /// The columns to scan for: the version, what is shown, the targets of lookups, the currency.
    let scanned: [String]
    /// For each shown column, the place of its lookup's target in the scan.
    let targets: [Int?]
    /// The place of the currency in the scan.
    let currency: Int?

    init(
        _ table: DataverseTable, select: [String]?, expansions: [Expansion] = [], annotations: AnnotationFilter
    ) throws(DataverseError) {
        self.table = table
        self.annotations = annotations
        self.expansions = expansions
        selection = select
        columns = try Self.places(table, select)
        (scanned, targets, currency) = Self.layout(table, columns, annotations)
    }

    private static func places(_ table: DataverseTable, _ select: [String]?) throws(DataverseError) -> [Int] {
        guard let select else { return Array(table.columns.indices) }
        var places: Set<Int> = []
        if let key = table.place(readAs: table.key) { places.insert(key) }
        for name in select {
            if let place = table.place(readAs: name) {
                places.insert(place)
            } else if table.navigations[name] == nil {
                throw .unknownColumn(name, of: table.name)
            }
        }
        return places.sorted()
    }

    private static func layout(
        _ table: DataverseTable, _ columns: [Int], _ annotations: AnnotationFilter
    ) -> ([String], [Int?], Int?) {
        var scanned = ["_version"] + columns.map { table.columns[$0].name }
        var targets: [Int?] = []
        for place in columns {
            let field = table.columns[place].field
            let isWanted = field.isPolymorphic && field.stamp == nil && !annotations.isEmpty
            targets.append(isWanted ? scanned.count : nil)
            if isWanted { scanned.append(field.targetColumn) }
        }
        let showsMoney = annotations.formattedValue && columns.contains { table.columns[$0].type == .money }
        guard showsMoney, table.column("transactioncurrencyid") != nil else { return (scanned, targets, nil) }
        return (scanned + ["transactioncurrencyid"], targets, scanned.count)
    }

    /// What stands in the parentheses of the context: `name,_primarycontactid_value,primarycontactid(fullname)`.
    var contextArguments: String {
        let nested = expansions.map { "\($0.navigation)(\($0.shape.contextArguments))" }
        let names = (selection ?? []) + nested
        return names.joined(separator: ",")
    }

    /// The context of an answer: `$metadata#accounts(name)`, relative to the service's root.
    var context: String {
        let arguments = contextArguments
        return arguments.isEmpty ? "$metadata#\(table.set)" : "$metadata#\(table.set)(\(arguments))"
    }
}
