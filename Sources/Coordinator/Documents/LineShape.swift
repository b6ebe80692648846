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

    /// How far apart the numbers of new lines are, so that a person may put others in between.
    private static let step: Int64 = 10_000

    /// Puts together what is known.
    init(
        _ description: LinesDescription, tables: Sided<LineTable>, layouts: Sided<FieldLayout>,
        known: [LayoutID: [FieldName]]
    ) {
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

    // MARK: what a plugin sees

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

    // MARK: what is written

    /// The lines of a document that is made on a side: as they are sent, and as its intent keeps them.
    func created(
        _ writes: [LineWrite], on side: Side, from nominee: Nominee, choosing chosen: (RecordID) -> RecordID?
    ) -> (lines: RemoteLines?, sent: [SentLine]) {
        var rows: [RemoteLine] = []
        var sent: [SentLine] = []
        let origin = side.opposite
        let sources = Dictionary(
            LineText.lines(in: nominee.sides[origin].fields).map { ($0.id, $0.fields) }
        ) { first, _ in first }
        var numbers = LineNumbers(of: writes, in: tables[side].number, step: side == .erp ? Self.step : 1)
        for write in writes {
            guard case .create(let source, var fields) = write, let read = sources[source] else { continue }
            let number = numbers.take(for: &fields)
            let key = chosen(source)
            rows.append(RemoteLine(key: key, fields: fields))
            sent.append(
                SentLine(
                    source: source,
                    sourceBase: Base(
                        version: nil, layout: layouts[origin].id, hashes: layouts[origin].hashes(of: read)),
                    key: key, number: number,
                    sent: layouts[side].sent(Fields(fields.filter { writable[side].contains($0.name) }))))
        }
        guard !rows.isEmpty else { return (nil, []) }
        return (.new(tables[side], rows, returning: layouts[side].fields), sent)
    }

    // MARK: what is agreed

    /// The couplings of the lines that an intent made, by what is there of them: as it is, or as it was `sent`, so that an edit made
    /// since is one still.
    func couplings(after intent: Intent, made: [RemoteRecord], asSent: Bool) -> [LineCoupling] {
        let side = intent.side
        let found = found(intent.lines, among: made, on: side)
        return zip(intent.lines, found).compactMap { line, record in
            guard let record else { return nil }
            var hashes = layouts[side].hashes(of: record.fields)
            if asSent {
                for field in line.sent { layouts[side].set(field.hash, for: field.name, in: &hashes) }
            }
            var ids = Sided(erp: record.id, crm: record.id)
            ids[side.opposite] = line.source
            let base = Base(version: nil, layout: layouts[side].id, hashes: hashes)
            var bases = Sided(erp: base, crm: base)
            bases[side.opposite] = comparisons[side.opposite].translated(line.sourceBase)
            return LineCoupling(ids: ids, bases: bases)
        }
    }

    /// Whether the lines of a document are those that an intent made, and as it sent them.
    func areAsSent(_ made: [RemoteRecord], _ intent: Intent) -> Bool {
        guard made.count == intent.lines.count else { return false }
        let found = found(intent.lines, among: made, on: intent.side)
        return zip(intent.lines, found).allSatisfy { line, record in
            guard let record else { return false }
            let hashes = layouts[intent.side].hashes(of: record.fields)
            return line.sent.allSatisfy { sent in
                // What is not read can't be compared.
                layouts[intent.side].hash(of: sent.name, in: hashes)?.elementsEqual(sent.hash) ?? true
            }
        }
    }

    /// Whether a document has exactly the lines that an intent made, be they edited since.
    func areAll(_ made: [RemoteRecord], of intent: Intent) -> Bool {
        made.count == intent.lines.count && !found(intent.lines, among: made, on: intent.side).contains { $0 == nil }
    }

    private func found(_ lines: [SentLine], among made: [RemoteRecord], on side: Side) -> [RemoteRecord?] {
        let byID = Dictionary(made.map { ($0.id, $0) }) { first, _ in first }
        var byNumber: [Int64: RemoteRecord] = [:]
        if let name = tables[side].number {
            for record in made { if case .integer(let number)? = record.fields[name] { byNumber[number] = record } }
        }
        return lines.map { line in
            if let key = line.key { return byID[key] }
            return line.number.flatMap { byNumber[$0] }
        }
    }

    /// The line couplings of a nominee, with the bases of what was read of both sides; `nil` when nothing is known of them.
    func agreed(of nominee: Nominee) -> [LineCoupling]? {
        guard let known = nominee.coupling?.lines else { return nil }
        let read = Sided { side in
            Dictionary(LineText.lines(in: nominee.sides[side].fields).map { ($0.id, $0.fields) }) { first, _ in first }
        }
        return known.map { line in
            guard let erp = read.erp[line.ids.erp], let crm = read.crm[line.ids.crm] else { return line }
            let fields = Sided(erp: erp, crm: crm)
            var line = line
            line.bases = Sided {
                Base(version: nil, layout: layouts[$0].id, hashes: layouts[$0].hashes(of: fields[$0]))
            }
            return line
        }
    }
}
