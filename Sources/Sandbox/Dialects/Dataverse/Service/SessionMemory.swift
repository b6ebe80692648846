/// What the requests of one transaction share, so that a batch does not work it out a thousand times.
final class SessionMemory {
    /// A shape is the same for the same columns and annotations.
    private struct ShapeKey: Hashable {
        var table: String
        var select: String?
        var annotations: AnnotationFilter
    }

    /// A value that was read, and how often its table had been written by then.
    private struct Remembered {
        var value: StoredValue
        var writes: Int
    }

    private var lastPreferences: (header: String, preferences: Preferences)?
    private var shapes: [ShapeKey: RowShape] = [:]
    private var values: [[String]: Remembered] = [:]

    /// What a `Prefer` header asks for; the operations of a batch mostly ask for the same.
    func preferences(_ header: String?) -> Preferences {
        guard let header else { return Preferences(nil) }
        if let lastPreferences, lastPreferences.header == header { return lastPreferences.preferences }
        let preferences = Preferences(header)
        lastPreferences = (header, preferences)
        return preferences
    }

    /// A shape without expansions that was made before, or is made now.
    func shape(
        _ table: DataverseTable, _ select: String?, _ annotations: AnnotationFilter, make: () throws -> RowShape
    ) rethrows -> RowShape {
        let key = ShapeKey(table: table.name, select: select, annotations: annotations)
        if let known = shapes[key] { return known }
        let made = try make()
        shapes[key] = made
        return made
    }

    /// The value of a row's column, read anew when the table was written in between.
    func value(_ column: String, of id: String, in table: String, _ tables: Tables) throws -> StoredValue {
        try value([table, id, column], in: table, tables) { try tables.record(table, id: id)?[column] ?? .null }
    }

    /// A value under a name of its own, read anew when the table was written in between.
    func value(
        _ key: [String], in table: String, _ tables: Tables, read: () throws -> StoredValue
    ) throws -> StoredValue {
        let writes = tables.writes(to: try tables.schema(table))
        if let known = values[key], known.writes == writes { return known.value }
        let value = try read()
        values[key] = Remembered(value: value, writes: writes)
        return value
    }
}

extension Session {
    /// The currency of the organisation; `nil` when it has none.
    func localCurrency() throws -> String? {
        let (table, column) = ("transactioncurrency", "isocurrencycode")
        guard model.table(table) != nil else { return nil }
        let code = environment.organization.localCurrency
        let id = try memory.value([table, column, code], in: table, tables) {
            try tables.record(table, where: [(column, .text(code))]).map { .text($0.id) } ?? .null
        }
        return id.text
    }
}
