import Model
import RemoteSystems

/// One page of a listing or of changes, from a replica that may lag behind.
///
/// Links and positions are texts: `L|last identity|start|ids only` goes on with a listing, `S|last change||` with one in the order of
/// the stamps, `C|last change|since|until` with changes.
struct FeedPage {
    let table: SimulatedTable?
    let fields: [FieldName]
    let size: Int
    /// The last change of the system.
    let sequence: Int
    /// Positions up to here are not known any more.
    let forgotten: Int
    let hasTombstones: Bool
    /// Changes after this time don't show yet.
    let seenUntil: Duration
    /// Whether some rows come that did not change.
    var repeats = false

    /// The page that a cursor leads to.
    func page(_ cursor: PageCursor) -> RecordPage {
        switch cursor {
        case .listing: return everything
        case .sweep: return listing(after: "", start: position, isSweep: true)
        case .changes(let token):
            let since = Int(token) ?? 0
            guard since >= forgotten else {
                var page = everything
                page.isRestart = true
                return page
            }
            return changes(after: since, since: since, until: position)
        case .next(let link):
            let parts = link.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 4, let start = parts[2].isEmpty ? 0 : Int(parts[2]) else {
                return RecordPage(records: [])
            }
            if parts[0] == "S" { return listing(changedAfter: Int(parts[1]) ?? 0) }
            if parts[0] == "L" { return listing(after: parts[1], start: start, isSweep: parts[3] == "ids") }
            return changes(after: Int(parts[1]) ?? 0, since: start, until: Int(parts[3]) ?? 0)
        }
    }

    /// A row as the replica has it; `nil` when it has none yet.
    private func seen(_ row: SimulatedTable.Row) -> SimulatedTable.Row? {
        guard row.changed > seenUntil else { return row }
        guard let earlier = row.earlier, earlier.changed <= seenUntil else { return nil }
        var old = row
        old.fields = earlier.fields
        (old.version, old.sequence, old.changed) = (earlier.version, earlier.sequence, earlier.changed)
        return old
    }

    private var visible: [(id: RecordID, row: SimulatedTable.Row)] {
        (table?.sorted ?? []).compactMap { entry in seen(entry.row).map { (entry.id, $0) } }
    }

    /// Up to where the replica has everything.
    private var position: Int {
        // A row that changed more than once of late does not show at all: everything since its birth is behind.
        let hidden = (table?.sorted ?? []).map(\.row).filter { $0.changed > seenUntil }.map { row in
            seen(row) == nil ? row.first : row.sequence
        }
        let gone = (table?.tombstones ?? []).filter { $0.at > seenUntil }.map(\.sequence)
        return (hidden + gone).min().map { min(sequence, $0 - 1) } ?? sequence
    }

    private var everything: RecordPage {
        hasTombstones ? listing(after: "", start: position, isSweep: false) : listing(changedAfter: 0)
    }

    /// Business Central lists in the order of its stamps: a row that is changed meanwhile comes again at the end, and the position says
    /// that it was read.
    private func listing(changedAfter last: Int) -> RecordPage {
        let rest = visible.filter { $0.row.sequence > last }.sorted { $0.row.sequence < $1.row.sequence }
        let page = rest.prefix(size)
        let isLast = rest.count <= size
        return RecordPage(
            records: page.map { $0.row.record($0.id, fields) },
            next: isLast ? nil : "S|\(page.last?.row.sequence ?? last)||", position: isLast ? "\(position)" : nil)
    }

    private func listing(after last: String, start: Int, isSweep: Bool) -> RecordPage {
        // Each page may come from another replica.
        let start = min(start, position)
        let rest = visible.filter { $0.id.text > last }
        let page = rest.prefix(size)
        let isLast = rest.count <= size
        return RecordPage(
            records: page.map { $0.row.record($0.id, isSweep ? [] : fields) },
            next: isLast ? nil : "L|\(page.last?.id.text ?? "")|\(start)|\(isSweep ? "ids" : "")",
            position: isLast ? "\(start)" : nil)
    }

    private func changes(after last: Int, since: Int, until: Int) -> RecordPage {
        let until = min(until, position)
        let rest = visible.filter { $0.row.sequence > last }.sorted { $0.row.sequence < $1.row.sequence }
        let page = rest.prefix(size)
        let isLast = rest.count <= size
        var records = page.map { $0.row.record($0.id, fields) }
        if repeats {
            records += visible.filter { $0.row.sequence <= last }.prefix(2).map { $0.row.record($0.id, fields) }
        }
        let deleted =
            hasTombstones && isLast
            ? (table?.tombstones ?? []).filter { $0.sequence > since && $0.at <= seenUntil }.map(\.id) : []
        return RecordPage(
            records: records, deleted: deleted,
            next: isLast ? nil : "C|\(page.last?.row.sequence ?? last)|\(since)|\(until)",
            position: isLast ? "\(until)" : nil)
    }
}
