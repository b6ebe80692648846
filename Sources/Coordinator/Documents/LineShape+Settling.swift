import Model
import RemoteSystems

extension LineShape {
    /// What the lines of a document tell of an intent, of which all was carried out, or nothing.
    func evidence(of intent: Intent, in there: [RemoteRecord]) -> LineEvidence {
        var evidence = LineEvidence()
        let found = found(intent, among: there)
        for (line, record) in zip(intent.lines, found) {
            switch (line.operation, record) {
            // A key that we chose nobody else has.
            case (.create, _?) where line.key != nil: evidence.isCertain = true
            case (.create, nil), (.delete, _?): evidence.isContrary = true
            case (.create, let record?): note(record, under: line, intent.side, in: &evidence)
            case (.update(let before), let record?): note(record, line.sent, before, intent.side, in: &evidence)
            // Somebody may have deleted it.
            case (.update, nil), (.delete, nil): continue
            }
        }
        let areDeleted = !intent.lines.isEmpty && intent.lines.allSatisfy { $0.operation == .delete }
        if intent.sent.isEmpty, areDeleted, found.allSatisfy({ $0 == nil }) { evidence.isShown = true }
        return evidence
    }

    /// A line that is there under the number of one that we sent: it was free at the version that our write was held to.
    private func note(_ record: RemoteRecord, under line: SentLine, _ side: Side, in evidence: inout LineEvidence) {
        let hashes = layouts[side].hashes(of: record.fields)
        let equal = line.sent.count { layouts[side].hash(of: $0.name, in: hashes)?.elementsEqual($0.hash) ?? true }
        if equal == line.sent.count {
            evidence.isShown = true
        } else if equal * 2 > line.sent.count {
            (evidence.isShown, evidence.isEdited) = (true, true)
        } else {
            evidence.isDoubtful = true
        }
    }

    /// A line that was to be changed.
    private func note(
        _ record: RemoteRecord, _ sent: [Intent.SentField], _ before: Base, _ side: Side,
        in evidence: inout LineEvidence
    ) {
        let hashes = layouts[side].hashes(of: record.fields)
        for field in sent {
            guard let now = layouts[side].hash(of: field.name, in: hashes) else { continue }
            evidence.note(now, sent: field.hash, before: comparisons[side].hash(of: field.name, in: before))
        }
    }

    /// The line couplings of a document after an intent that turned out to have been carried out: what it sent is agreed, and whatever
    /// differs is an edit made since.
    func settled(_ known: [LineCoupling], after intent: Intent, there: [RemoteRecord]) -> [LineCoupling] {
        let side = intent.side
        var lines = known
        for (line, record) in zip(intent.lines, found(intent, among: there)) {
            switch line.operation {
            case .delete: lines.removeAll { $0.ids[side] == line.key }
            case .update:
                guard let place = lines.firstIndex(where: { $0.ids[side] == line.key }) else { continue }
                lines[place].bases[side] = comparisons[side].translated(lines[place].bases[side])
                for field in line.sent {
                    layouts[side].set(field.hash, for: field.name, in: &lines[place].bases[side].hashes)
                }
                lines[place].bases[side.opposite] = comparisons[side.opposite].translated(line.sourceBase)
            case .create:
                // Its source may have had a partner that is gone.
                guard let record,
                    !lines.contains(where: { known in
                        known.ids[side] == record.id
                            || known.ids[side.opposite] == line.source && there.contains { $0.id == known.ids[side] }
                    })
                else { continue }
                let one = Intent(
                    side: side, operation: intent.operation, source: intent.source, coupling: nil, sent: [],
                    sourceBase: nil, lines: [line])
                for coupling in couplings(after: one, made: [record], asSent: true) { lines.join(coupling) }
            }
        }
        return lines
    }
}
