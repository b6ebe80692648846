import Model
import PluginProtocol
import RemoteSystems

/// What is written of lines: as it is sent, and as its intent keeps it.
struct PlannedLines {
    var sent: RemoteLines?
    var kept: [SentLine] = []
}

extension LineShape {
    /// How far apart the numbers of new lines are, so that a person may put others in between.
    private static let step: Int64 = 10_000

    /// The lines of a document that is made on a side.
    func created(
        _ writes: [LineWrite], on side: Side, from nominee: Nominee, choosing chosen: (RecordID) -> RecordID?
    ) -> PlannedLines {
        let made = new(writes, on: side, from: nominee, choosing: chosen)
        guard !made.isEmpty else { return PlannedLines() }
        return PlannedLines(
            sent: .new(tables[side], made.map(\.row), returning: layouts[side].fields), kept: made.map(\.kept))
    }

    /// The lines that are written in a document that is there; `nil` when nobody knows the version of one that is to be changed.
    ///
    /// What goes goes first: what comes may take its number.
    func changed(
        _ writes: [LineWrite], on side: Side, from nominee: Nominee, choosing chosen: (RecordID) -> RecordID?
    ) -> PlannedLines? {
        var changes: [RemoteLineChange] = []
        var kept: [SentLine] = []
        let states = Dictionary((nominee.lines?[side] ?? []).map { ($0.id, $0) }) { first, _ in first }
        let sources = values(of: nominee, on: side.opposite)
        for case .delete(let id) in writes {
            guard let version = version(of: id, on: side, nominee) else { return nil }
            changes.append(.delete(id, version: version))
            kept.append(
                SentLine(
                    .delete, source: states[id]?.partner ?? id,
                    sourceBase: layouts[side.opposite].emptyBase(version: nil), key: id, number: nil, sent: []))
        }
        for case .update(let id, let fields) in writes {
            guard let version = version(of: id, on: side, nominee), let state = states[id],
                let source = state.partner, let read = sources[source]
            else { return nil }
            changes.append(.update(id, version: version, fields))
            kept.append(
                SentLine(
                    .update(before: base(of: state.fields, on: side)), source: source,
                    sourceBase: base(of: read, on: side.opposite), key: id, number: nil,
                    sent: layouts[side].sent(fields)))
        }
        for made in new(writes, on: side, from: nominee, choosing: chosen) {
            changes.append(.create(made.row))
            kept.append(made.kept)
        }
        return PlannedLines(sent: .changed(tables[side], changes, returning: layouts[side].fields), kept: kept)
    }

    private func new(
        _ writes: [LineWrite], on side: Side, from nominee: Nominee, choosing chosen: (RecordID) -> RecordID?
    ) -> [(row: RemoteLine, kept: SentLine)] {
        var sources = values(of: nominee, on: side.opposite)
        // What comes from the document itself has no line there.
        if let document = nominee.sides[side.opposite].id { sources[document] = Fields() }
        var numbers = LineNumbers(
            of: writes, in: tables[side].number, step: side == .erp ? Self.step : 1,
            there: nominee.sides[side].lineMarks.values.compactMap(\.number))
        return writes.compactMap { write in
            guard case .create(let source, var fields) = write, let read = sources[source] else { return nil }
            let number = numbers.take(for: &fields)
            let key = chosen(source)
            let kept = SentLine(
                source: source, sourceBase: base(of: read, on: side.opposite), key: key, number: number,
                sent: layouts[side].sent(Fields(fields.filter { writable[side].contains($0.name) })))
            return (RemoteLine(key: key, fields: fields), kept)
        }
    }

    /// In Business Central the condition on the document is one on its lines.
    private func version(of id: RecordID, on side: Side, _ nominee: Nominee) -> RecordVersion? {
        nominee.sides[side].lineMarks[id]?.version ?? (side == .erp ? RecordVersion("*") : nil)
    }

    private func values(of nominee: Nominee, on side: Side) -> [RecordID: Fields] {
        Dictionary(LineText.lines(in: nominee.sides[side].fields).map { ($0.id, $0.fields) }) { first, _ in first }
    }
}
