import Model
import PluginProtocol
import RemoteSystems

extension LineShape {
    /// The couplings of the lines that an intent made of lines, by what is there of them: as it is, or as it was `sent`, so that an edit
    /// made since is one still; what comes from the document itself is nobody's partner.
    func couplings(after intent: Intent, made: [RemoteRecord], asSent: Bool) -> [LineCoupling] {
        zip(intent.lines, found(intent, among: made)).compactMap { line, record in
            guard let record, line.source != intent.source else { return nil }
            return coupling(of: line, record, intent.side, asSent: asSent)
        }
    }

    private func coupling(of line: SentLine, _ record: RemoteRecord, _ side: Side, asSent: Bool) -> LineCoupling {
        var ids = Sided(erp: record.id, crm: record.id)
        ids[side.opposite] = line.source
        var bases = Sided(erp: line.sourceBase, crm: line.sourceBase)
        bases[side.opposite] = comparisons[side.opposite].translated(line.sourceBase)
        bases[side] = base(of: record.fields, on: side)
        if asSent { for field in line.sent { layouts[side].set(field.hash, for: field.name, in: &bases[side].hashes) } }
        return LineCoupling(ids: ids, bases: bases)
    }

    /// Whether what came back of a document's lines is exactly what an intent made or changed, be it edited since.
    func areAll(_ written: [RemoteRecord], of intent: Intent) -> Bool {
        let isThere = zip(intent.lines, found(intent, among: written)).allSatisfy { line, record in
            (record == nil) == (line.operation == .delete)
        }
        return isThere && written.count == intent.lines.count { $0.operation != .delete }
    }

    /// Whether the lines of a document are those that an intent made, and as it sent them.
    func areAsSent(_ made: [RemoteRecord], _ intent: Intent) -> Bool {
        guard made.count == intent.lines.count else { return false }
        return zip(intent.lines, found(intent, among: made)).allSatisfy { line, record in
            record.map { isAsSent($0, line, intent.side) } ?? false
        }
    }

    private func isAsSent(_ record: RemoteRecord, _ line: SentLine, _ side: Side) -> Bool {
        let hashes = layouts[side].hashes(of: record.fields)
        return line.sent.allSatisfy { sent in
            // What is not read can't be compared.
            layouts[side].hash(of: sent.name, in: hashes)?.elementsEqual(sent.hash) ?? true
        }
    }

    /// The line couplings of a nominee, with those that its decision and its writes add and without those whose line was deleted, and the
    /// bases of what was read of both sides, or came back of a write; `nil` when nothing is known of them.
    func agreed(
        of nominee: Nominee, joining writes: Sided<[LineWrite]>, after written: [(Intent, [RemoteRecord])] = []
    ) -> [LineCoupling]? {
        var known = nominee.coupling?.lines
        var read = Sided { side in
            Dictionary(LineText.lines(in: nominee.sides[side].fields).map { ($0.id, $0.fields) }) { first, _ in first }
        }
        for side in Side.allCases {
            for case .couple(let id, let partner) in writes[side] {
                var ids = Sided(erp: partner, crm: partner)
                ids[side] = id
                known = known ?? []
                known?.join(LineCoupling(ids: ids, bases: Sided { layouts[$0].emptyBase(version: nil) }))
            }
        }
        for (intent, records) in written where !intent.lines.isEmpty {
            let side = intent.side
            for record in records { read[side][record.id] = record.fields }
            for (line, record) in zip(intent.lines, found(intent, among: records)) {
                switch (line.operation, record) {
                case (.create, let record?):
                    known = known ?? []
                    known?.join(coupling(of: line, record, side, asSent: false))
                case (.delete, _): known?.removeAll { $0.ids[side] == line.key }
                case (.create, nil), (.update, _): continue
                }
            }
        }
        // What is gone on both sides is nobody's any more.
        if Side.allCases.allSatisfy({ nominee.sides[$0].hashes != nil && nominee.sides[$0].presence == .present }) {
            known?.removeAll { line in Side.allCases.allSatisfy { read[$0][line.ids[$0]] == nil } }
        }
        return known?.map { line in
            guard let erp = read.erp[line.ids.erp], let crm = read.crm[line.ids.crm] else { return line }
            let fields = Sided(erp: erp, crm: crm)
            var line = line
            line.bases = Sided { base(of: fields[$0], on: $0) }
            return line
        }
    }

    /// The lines of a nominee's document on a side as a write left them: those that were read, with what it made and changed of them.
    func rows(
        of nominee: Nominee, on side: Side, after intent: Intent, written: [RemoteRecord]
    ) -> [RemoteRecord] {
        let gone = Set(intent.lines.filter { $0.operation == .delete }.compactMap(\.key)).union(written.map(\.id))
        let kept = LineText.lines(in: nominee.sides[side].fields).filter { !gone.contains($0.id) }.map { line in
            var record = RemoteRecord(id: line.id, version: nil, fields: line.fields)
            if let name = tables[side].number, let number = nominee.sides[side].lineMarks[line.id]?.number {
                record.fields[name] = .integer(number)
            }
            return record
        }
        return tables[side].sorted(kept + written)
    }
}

extension [LineCoupling] {
    /// Adds the coupling of two lines of which neither has a partner that is there: what tied them to others ends.
    mutating func join(_ new: LineCoupling) {
        removeAll { known in Side.allCases.contains { known.ids[$0] == new.ids[$0] } }
        append(new)
    }
}
