/// Writes rows as JSON.
struct RowWriter {
    /// The service's root, for the links of collections.
    let root: String
    let display: DisplayCache
    let tables: Tables
    let model: DataverseModel

    init(root: String, tables: Tables, model: DataverseModel) {
        self.root = root
        self.tables = tables
        self.model = model
        display = DisplayCache(tables, model)
    }

    /// Appends a row of a scan over `shape.scanned`; expansions are not written.
    func append(_ row: borrowing RowView, _ shape: RowShape, to out: inout WireBuffer) throws {
        out.separate()
        out.raw("{")
        out.raw("\"@odata.etag\":\"W/\\\"")
        out.integer(row.integer(0))
        out.raw("\\\"\"")
        for (index, place) in shape.columns.enumerated() {
            let column = shape.table.columns[place]
            guard !row.isNull(index + 1) else {
                out.raw(column.nullMember)
                continue
            }
            out.raw(column.key)
            append(row, index + 1, column, to: &out)
            guard !shape.annotations.isEmpty else { continue }
            let target = shape.targets[index].map { row.text($0) }
            let currency = shape.currency.flatMap { row.isNull($0) ? nil : row.text($0) }
            try annotate(row.value(index + 1), column, shape, target, currency, to: &out)
        }
        out.raw("}")
    }

    /// Appends a row that was read as a whole, with its expansions; `context` begins the object.
    func append(_ record: StoredRecord, _ shape: RowShape, context: String? = nil, to out: inout WireBuffer) throws {
        out.separate()
        out.raw("{")
        if let context {
            out.member("@odata.context")
            out.string(root + context)
        }
        out.member("@odata.etag")
        out.raw("\"W/\\\"")
        out.integer(record.version)
        out.raw("\\\"\"")
        for place in shape.columns {
            let column = shape.table.columns[place]
            let value = column.value(in: record)
            guard value != .null else {
                out.raw(column.nullMember)
                continue
            }
            out.raw(column.key)
            append(value, column, to: &out)
            guard !shape.annotations.isEmpty else { continue }
            try annotate(
                value, column, shape, column.target(in: record), record["transactioncurrencyid"].text, to: &out)
        }
        for expansion in shape.expansions { try append(expansion, of: record, shape.table, to: &out) }
        out.raw("}")
    }

    /// Appends a value.
    func append(_ value: StoredValue, _ column: DataverseColumn, to out: inout WireBuffer) {
        switch (value, column.field.kind) {
        case (.null, _): out.raw("null")
        case (.integer(let number), .boolean): out.raw(number == 0 ? "false" : "true")
        case (.integer(let number), .instant): append(Moment(milliseconds: number), to: &out)
        case (.integer(let number), _): out.integer(number)
        case (.text(var text), .decimal): text.withUTF8 { Self.pad($0, column.wireScale, to: &out) }
        case (.text(let text), _): out.string(text)
        }
    }

    private func append(_ row: borrowing RowView, _ place: Int, _ column: DataverseColumn, to out: inout WireBuffer) {
        switch column.field.kind {
        case .text, .code, .date, .guid, .lookup: row.withText(place) { out.string($0) }
        case .decimal: row.withText(place) { Self.pad($0, column.wireScale, to: &out) }
        case .integer, .choice: out.integer(row.integer(place))
        case .boolean: out.raw(row.integer(place) == 0 ? "false" : "true")
        case .instant: append(Moment(milliseconds: row.integer(place)), to: &out)
        }
    }

    private static func pad(_ digits: UnsafeBufferPointer<UInt8>, _ scale: Int, to out: inout WireBuffer) {
        out.raw(digits)
        guard scale > 0 else { return }
        let point = digits.firstIndex(of: UInt8(ascii: "."))
        if point == nil { out.raw(".") }
        let present = point.map { digits.count - $0 - 1 } ?? 0
        for _ in 0..<max(0, scale - present) { out.raw("0") }
    }

    private func append(_ moment: Moment, to out: inout WireBuffer) {
        out.raw("\"")
        MomentText.append(moment, fraction: false, to: &out.bytes)
        out.raw("\"")
    }
}
