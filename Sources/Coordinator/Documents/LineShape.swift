import Model
import PluginProtocol
import RemoteSystems

/// What the host knows of the lines of an entity's documents.
struct LineShape: Sendable {
    /// The tables that were found.
    let tables: Sided<LineTable>
    /// What is read of a line on each side, and how it is hashed.
    let layouts: Sided<FieldLayout>
    /// Compares with bases of any layout.
    let comparisons: Sided<BaseComparison>
    /// The fields that may be written on each side.
    let writable: Sided<Set<FieldName>>
    /// The totals of a document that are to be the same on both sides.
    let totals: [Sided<FieldName>]

    /// Puts together what is known.
    init(
        _ description: LinesDescription, tables: Sided<LineTable>, layouts: Sided<FieldLayout>,
        known: [LayoutID: [FieldName]], totals: [Sided<FieldName>] = []
    ) {
        self.totals = totals
        self.tables = tables
        self.layouts = layouts
        comparisons = Sided { BaseComparison(layout: layouts[$0], known: known) }
        writable = Sided { side in
            Set(
                description.fields.filter { $0.direction.writes(to: side) }
                    .compactMap { side == .erp ? $0.erp : $0.crm })
        }
    }

    /// Whether a plugin may write a field of a line: one of its map, or the number.
    func mayBeWritten(_ field: FieldName, on side: Side) -> Bool {
        writable[side].contains(field) || tables[side].number == field
    }

    /// The lines of both sides of a nominee that were read, each with what differs from its base.
    func states(of nominee: Nominee) -> Sided<[LineState]> {
        Sided { side in
            let known = Dictionary((nominee.coupling?.lines ?? []).map { ($0.ids[side], $0) }) { first, _ in first }
            return LineText.lines(in: nominee.sides[side].fields).map { line in
                guard let coupling = known[line.id] else { return LineState(id: line.id, fields: line.fields) }
                let hashes = layouts[side].hashes(of: line.fields)
                return LineState(
                    id: line.id, partner: coupling.ids[side.opposite], fields: line.fields,
                    change: .fields(comparisons[side].changed(hashes, from: coupling.bases[side])))
            }
        }
    }

    /// What lines that were read go by.
    func marks(of lines: [RemoteRecord], on side: Side) -> [RecordID: LineMark] {
        Dictionary(
            lines.map { line in
                var number: Int64?
                if let name = tables[side].number, case .integer(let own)? = line.fields[name] { number = own }
                return (line.id, LineMark(version: line.version, number: number))
            }
        ) { first, _ in first }
    }

    /// What is there now of the lines that an intent is about, in their order; `nil` where one is not.
    func found(_ intent: Intent, among there: [RemoteRecord]) -> [RemoteRecord?] {
        let byID = Dictionary(there.map { ($0.id, $0) }) { first, _ in first }
        var byNumber: [Int64: RemoteRecord] = [:]
        if let name = tables[intent.side].number {
            for record in there { if case .integer(let number)? = record.fields[name] { byNumber[number] = record } }
        }
        return intent.lines.map { line in
            if let key = line.key { return byID[key] }
            return line.number.flatMap { byNumber[$0] }
        }
    }

    /// The base of a line with these values.
    func base(of fields: Fields, on side: Side) -> Base {
        Base(version: nil, layout: layouts[side].id, hashes: layouts[side].hashes(of: fields))
    }
}
