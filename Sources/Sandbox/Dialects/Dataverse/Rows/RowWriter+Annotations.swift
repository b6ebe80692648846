extension RowWriter {
    /// Appends the annotations of a value that is not empty.
    func annotate(
        _ value: StoredValue, _ column: DataverseColumn, _ shape: RowShape, _ target: String?, _ currency: String?,
        to out: inout WireBuffer
    ) throws {
        let table = column.type.isLookup ? target ?? column.field.targets.first?.table : nil
        if shape.annotations.formattedValue, let text = try text(value, column, shape.table, table, currency) {
            out.member(column.formattedKey)
            out.string(text)
        }
        guard let table else { return }
        if shape.annotations.lookupLogicalName {
            out.member(column.logicalNameKey)
            out.string(table)
        }
        if shape.annotations.navigationProperty, let navigation = Self.navigation(column, to: table) {
            out.member(column.navigationKey)
            out.string(navigation)
        }
    }

    /// The text that people see for a value that stands outside of a row; `column` is `nil` for a number of rows.
    func displayText(
        _ value: StoredValue, _ column: DataverseColumn?, in table: DataverseTable, _ target: String? = nil
    ) throws -> String? {
        guard let column else { return value.integer.map { DisplayText.whole($0) } }
        guard value != .null else { return nil }
        let usual = column.type.isLookup ? column.field.targets.first?.table : nil
        return try text(value, column, table, target ?? usual, nil)
    }

    /// The text that people see for a value; `nil` when it looks as it is.
    private func text(
        _ value: StoredValue, _ column: DataverseColumn, _ table: DataverseTable, _ target: String?, _ currency: String?
    ) throws -> String? {
        switch (column.type, value) {
        case (.picklist, .integer(let number)), (.state, .integer(let number)), (.status, .integer(let number)):
            return display.label(of: number, column, in: table)
        case (.boolean, .integer(let number)): return number == 0 ? "No" : "Yes"
        case (.integer, .integer(let number)), (.bigInt, .integer(let number)): return DisplayText.whole(number)
        case (.money, .text(let text)):
            let shown = try display.currency(currency)
            return DisplayText.money(text, symbol: shown.symbol, digits: shown.digits)
        case (.decimal, .text(let text)), (.double, .text(let text)):
            return DisplayText.decimal(text, digits: column.field.scale ?? 2)
        case (.dateTime, .integer(let number)): return DisplayText.moment(Moment(milliseconds: number))
        case (.dateTime, .text(let day)): return DisplayText.day(day)
        case (.lookup, .text(let id)), (.owner, .text(let id)), (.customer, .text(let id)):
            return try target.flatMap { try display.name(of: id, in: $0) }
        default: return nil
        }
    }

    /// The navigation property of a lookup that refers to a row of a table.
    static func navigation(_ column: DataverseColumn, to table: String) -> String? {
        if column.type == .owner { return column.name }
        return column.field.targets.first { $0.table == table }?.navigation
    }
}
