import Model
import RemoteSystems

extension LineShape {
    /// Whether the lines of a document show what an intent did to it, which nothing else explains.
    ///
    /// All of it was carried out, or nothing. That a line is gone tells only where no more was to be done: somebody may have deleted it.
    func showOurs(_ there: [RemoteRecord], _ intent: Intent) -> Bool {
        let layout = layouts[intent.side]
        let found = found(intent, among: there)
        let isShown = zip(intent.lines, found).contains { line, record in
            guard let record else { return false }
            let hashes = layout.hashes(of: record.fields)
            return switch line.operation {
            // A key that we chose nobody else has; a number somebody's line may have as well.
            case .create where line.key != nil: true
            case .create:
                line.sent.allSatisfy { layout.hash(of: $0.name, in: hashes)?.elementsEqual($0.hash) ?? true }
            case .update(let before):
                line.sent.contains { sent in
                    // As sent, and not as it was before.
                    let old = comparisons[intent.side].hash(of: sent.name, in: before)
                    return layout.hash(of: sent.name, in: hashes)?.elementsEqual(sent.hash) ?? false
                        && !(old?.elementsEqual(sent.hash) ?? false)
                }
            case .delete: false
            }
        }
        let areDeleted = !intent.lines.isEmpty && intent.lines.allSatisfy { $0.operation == .delete }
        return isShown || intent.sent.isEmpty && areDeleted && found.allSatisfy { $0 == nil }
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
                guard let record,
                    !lines.contains(where: { $0.ids[side] == record.id || $0.ids[side.opposite] == line.source })
                else { continue }
                let one = Intent(
                    side: side, operation: intent.operation, source: intent.source, coupling: nil, sent: [],
                    sourceBase: nil, lines: [line])
                lines += couplings(after: one, made: [record], asSent: true)
            }
        }
        return lines
    }
}
