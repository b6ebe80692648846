/// Writes rows with columns of others beside them.
struct JoinedRowWriter {
    private let shape: RowShape
    private let shown: [FetchQuery.Shown]
    private let writer: RowWriter
    /// The columns that a reading has to give: the table's own, then those under names of their own.
    let columns: [JoinQuery.Column]
    /// For each shown column, the place of its lookup's target.
    private let targets: [Int?]

    init(_ fetch: FetchQuery, _ shape: RowShape, _ writer: RowWriter) {
        self.shape = shape
        shown = fetch.shown
        self.writer = writer
        // Rows that are taken together when they show the same have no version and no key to tell them apart.
        let own = fetch.join.isDistinct ? [] : shape.scanned.map { JoinQuery.Column(name: JoinQuery.root, field: $0) }
        var columns = own + fetch.shown.map(\.source)
        var targets: [Int?] = []
        for column in fetch.shown {
            let field = column.column.field
            let isWanted = field.isPolymorphic && field.stamp == nil && !shape.annotations.isEmpty
            targets.append(isWanted ? columns.count : nil)
            if isWanted { columns.append(JoinQuery.Column(name: column.source.name, field: field.targetColumn)) }
        }
        self.columns = columns
        self.targets = targets
        first = own.count
    }

    private let first: Int

    /// Appends a row.
    func append(_ row: borrowing RowView, to out: inout WireBuffer) throws {
        if first > 0 {
            try writer.append(row, shape, to: &out)
            out.bytes.removeLast()
        } else {
            out.separate()
            out.raw("{")
        }
        for (place, column) in shown.enumerated() {
            // What is empty beside a row is left out, as the service does.
            guard !row.isNull(first + place) else { continue }
            let value = row.value(first + place)
            out.member(named: column.alias)
            writer.append(value, column.column, to: &out)
            try annotate(value, column, targets[place].map { row.text($0) }, to: &out)
        }
        out.raw("}")
    }

    private func annotate(
        _ value: StoredValue, _ column: FetchQuery.Shown, _ target: String?, to out: inout WireBuffer
    ) throws {
        let annotations = shape.annotations
        if annotations.formattedValue, let text = try writer.displayText(value, column.column, in: column.table, target)
        {
            out.member(named: "\(column.alias)@OData.Community.Display.V1.FormattedValue")
            out.string(text)
        }
        guard annotations.lookupLogicalName, column.column.type.isLookup,
            let table = target ?? column.column.field.targets.first?.table
        else { return }
        out.member(named: "\(column.alias)@Microsoft.Dynamics.CRM.lookuplogicalname")
        out.string(table)
    }
}
