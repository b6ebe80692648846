import Foundation
import Model
import RemoteSystems

/// A remote system in memory, with a ledger of who wrote what, and faults that a test switches on. The ledger is what oracles read.
actor LedgerRemote: RemoteSystem {
    enum Author: Sendable, Hashable { case person, couplet }
    struct Entry: Sendable, Hashable {
        var author: Author
        var kind: String
        var id: RecordID
        var fields: [FieldName]
    }
    /// What becomes of a write that is sent.
    enum Fate: Sendable, Hashable, CaseIterable {
        /// `tardy`: its turn did not come before its time was over.
        /// `locked`: the server refuses it, as another holds a lock.
        case answered, landedUnanswered, lost, late, unavailable, tardy, locked
    }
    struct Row: Sendable, Hashable {
        var fields: Fields
        var version: Int
        var sequence: Int
        /// Its sequence when it was made.
        var born: Int
        var changed: Date?
        /// What it was before its last change.
        var earlier: Earlier?
    }
    struct Earlier: Sendable, Hashable {
        var fields: Fields
        var version: Int
    }

    nonisolated let side: Side
    nonisolated let longestExecution: Duration = .seconds(600)
    private(set) var rows: [RecordID: Row] = [:]
    private(set) var ledger: [Entry] = []
    private(set) var requests: [String] = []
    /// The lines of documents.
    private(set) var lineRows: [RecordID: [Line]] = [:]
    struct Line: Sendable, Hashable {
        var id: RecordID
        var fields: Fields
        var version = 1
    }
    private var tombstones: [(id: RecordID, sequence: Int)] = []
    private var sequence = 0
    private var created = 0
    private var late: [RemoteWrite] = []
    /// The latest start of the last request with writes.
    private(set) var latestStart: Date?
    private var fate: @Sendable (Int) -> Fate = { _ in .answered }
    private var sent = 0
    private var beforeWrite: (@Sendable (LedgerRemote) async -> Void)?
    private var refusal: (@Sendable (RemoteWrite) -> Problem?)?
    private var unique: FieldName?
    private var numbersWhatItMakes = false
    private var numbers: [RecordID: RecordID] = [:]
    private var longestCriteria = Int.max
    private var findRefusal: Problem?
    private var readingRefusal: Problem?
    private var failingIdentities = 0
    private var listingsBeforeHiding = Int.max
    private var hidesRecords = false
    private var answersWithoutBody = false
    private var listsByStamp = false
    private var lagsOnce = false
    private var versionsByContent = false
    private var betweenPages: (@Sendable (LedgerRemote) async -> Void)?
    private var beforeLines: (@Sendable (LedgerRemote) async -> Void)?
    private var lostLines = 0
    private var rewriting: @Sendable (Fields) -> Fields = { $0 }
    private var writable: FieldValue?
    /// The time of what happens now, where the system tells when a row was last changed.
    private var time: Date?
    private static let instants = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    var lists = true
    var name = "installation"

    private let prefix: String

    /// `table` sets its identities apart from those of other tables.
    init(_ side: Side, table: String = "") {
        self.side = side
        prefix = side.rawValue + (table.isEmpty ? "" : "-" + table)
    }

    // MARK: people and faults

    @discardableResult
    func create(_ fields: Fields) -> RecordID {
        created += 1
        let id = RecordID("\(prefix)-person-\(created)")
        put(id, fields, .person, "create")
        return id
    }

    /// A document with its lines.
    @discardableResult
    func create(_ fields: Fields, lines: [Fields]) -> RecordID {
        let id = create(fields)
        for line in lines { addLine(to: id, line) }
        return id
    }

    /// A line that a person adds; as in both systems, the document is another one by that.
    @discardableResult
    func addLine(to document: RecordID, _ fields: Fields) -> RecordID {
        created += 1
        let line = Line(id: RecordID("\(prefix)-line-\(created)"), fields: fields)
        lineRows[document, default: []].append(line)
        edit(document, Fields())
        return line.id
    }

    func editLine(_ place: Int, of document: RecordID, _ fields: Fields) {
        guard let line = lineRows[document]?[place] else { return }
        lineRows[document]?[place].fields = line.fields.replacing(fields)
        lineRows[document]?[place].version += 1
        edit(document, Fields())
    }

    func deleteLine(_ place: Int, of document: RecordID) {
        lineRows[document]?.remove(at: place)
        edit(document, Fields())
    }

    func edit(_ id: RecordID, _ fields: Fields) {
        guard let row = rows[id] else { return }
        put(id, row.fields.replacing(fields), .person, "update", fields.names)
    }

    /// A figure that the system works out is another one, while the row stays as it is.
    func drift(_ id: RecordID, _ fields: Fields) {
        guard let row = rows[id] else { return }
        rows[id]?.fields = row.fields.replacing(fields)
    }

    func delete(_ id: RecordID) {
        guard rows.removeValue(forKey: id) != nil else { return }
        sequence += 1
        if side == .crm { tombstones.append((id, sequence)) }
        ledger.append(Entry(author: .person, kind: "delete", id: id, fields: []))
    }

    /// A person restores what was deleted, under its identity; the deletion is still told.
    func restore(_ id: RecordID, _ fields: Fields) { put(id, fields, .person, "create") }

    /// A create of Couplet under a key lands, long after it was sent.
    func landCreate(_ id: RecordID, _ fields: Fields) { put(id, fields, .couplet, "create") }

    func setFate(_ fate: @escaping @Sendable (Int) -> Fate) { (self.fate, sent) = (fate, 0) }
    func setBeforeWrite(_ hook: (@Sendable (LedgerRemote) async -> Void)?) { beforeWrite = hook }
    func refuse(_ refusal: (@Sendable (RemoteWrite) -> Problem?)?) { self.refusal = refusal }
    func keepUnique(_ field: FieldName) { unique = field }
    /// Has records that are created under a key go by a number that stands for it, as the values of a choice column do.
    func numberWhatItMakes() { numbersWhatItMakes = true }
    /// Lists rows in the order of their changes, as Business Central does.
    ///
    /// One that is changed meanwhile comes again at the end, and the position says that it was read. `between` happens once, before the
    /// second page.
    func listByStamp(between hook: @escaping @Sendable (LedgerRemote) async -> Void) {
        (listsByStamp, betweenPages) = (true, hook)
    }
    /// Has the rows say when they were last changed, as a page of Business Central does, and changes happen at a time.
    func tellChanges(at time: Date) { self.time = time }
    /// Lists nothing any more, and with `andRecords` knows no record by its identity either.
    func hideEverything(andRecords: Bool = false) { (lists, hidesRecords) = (false, andRecords) }
    /// Lists nothing any more after so many complete listings.
    func hide(afterListings count: Int) { listingsBeforeHiding = count }
    /// Takes questions whose texts have at most so many bytes.
    func limitCriteria(to bytes: Int) { longestCriteria = bytes }
    /// Has something happen once, after documents were read, and before their lines are.
    func setBeforeLines(_ hook: (@Sendable (LedgerRemote) async -> Void)?) { beforeLines = hook }
    /// Has so many lines of each document that is made be gone before it is answered.
    func loseLines(_ count: Int) { lostLines = count }
    /// Has new lines be other than they were sent, as a server does that upper-cases a code.
    func rewriteLines(_ rewriting: @escaping @Sendable (Fields) -> Fields) { self.rewriting = rewriting }
    /// Keeps rows as they are in every `state` but this one.
    func keepRows(except state: FieldValue) { writable = state }
    /// Refuses every question.
    func refuseToFind(_ problem: Problem?) { findRefusal = problem }
    /// Reads no record by its identity.
    func refuseReading(_ problem: Problem?) { readingRefusal = problem }
    /// Does not say who it is, so many times.
    func failIdentity(times: Int) { failingIdentities = times }
    /// Answers updates without the record, as some pages do.
    func answerWithoutBody() { answersWithoutBody = true }
    /// Has a row whose values come again have its version of then, as the values of a choice column do.
    func versionByContent() { versionsByContent = true }
    /// Has the next page of changes come from a replica that does not have the last change of any row yet.
    func lagOnce() { lagsOnce = true }
    func rename(_ name: String) { self.name = name }
    func forgetRequests() { requests = [] }
    func land() {
        let writes = late
        late = []
        for write in writes { _ = carryOut(write) }
    }

    var ownWrites: [Entry] { ledger.filter { $0.author == .couplet } }
    var all: [Fields] { rows.sorted { $0.key < $1.key }.map(\.value.fields) }

    // MARK: RemoteSystem

    func identity() async throws -> String {
        guard failingIdentities > 0 else { return name }
        failingIdentities -= 1
        throw RemoteFailure(Problem(.unavailable, side: side))
    }

    func table(for declaration: TableDeclaration) async throws -> RemoteTable {
        requests.append("metadata")
        return RemoteTable(
            declaration: declaration, route: declaration.routes[0],
            fields: (["number", "name", "phone", "credit", "state", "reason"]
                + (side == .crm
                    ? ["owner", "createdon", "modifiedon"] : time == nil ? [] : ["lastModifiedDateTime"]))
                .map { RemoteTable.Field(name: $0, kind: .text) })
    }

    func page(of table: RemoteTable, reading fields: [FieldName], from cursor: PageCursor, size: Int) async throws
        -> RecordPage
    {
        // As a real client does.
        try Task.checkCancellation()
        requests.append("page")
        switch cursor {
        case .changes(let since):
            let from = Int(since) ?? 0
            let changed = rows.filter { $0.value.sequence > from }.sorted { $0.value.sequence < $1.value.sequence }
            let records = changed.map { record($0.key, lagsOnce ? $0.value.before : $0.value, fields) }
            let position = lagsOnce ? from : sequence
            lagsOnce = false
            return RecordPage(
                records: records, deleted: tombstones.filter { $0.sequence > from }.map(\.id),
                position: "\(position)")
        case .listing, .sweep:
            if listingsBeforeHiding == 0 { lists = false }
            listingsBeforeHiding -= 1
            if listsByStamp { return listing(fields, changedAfter: 0, size: size) }
            return listing(fields, from: 0, size: size, start: sequence)
        case .next(let link):
            let parts = link.split(separator: " ").compactMap { Int($0) }
            if let hook = betweenPages {
                betweenPages = nil
                await hook(self)
            }
            if listsByStamp { return listing(fields, changedAfter: parts[0], size: size) }
            return listing(fields, from: parts[0], size: size, start: parts[1])
        }
    }

    private func listing(_ fields: [FieldName], from: Int, size: Int, start: Int) -> RecordPage {
        guard lists else { return RecordPage(records: [], position: "\(start)") }
        let sorted = rows.sorted { $0.key < $1.key }
        let page = sorted.dropFirst(from).prefix(size).map { record($0.key, $0.value, fields) }
        let isLast = from + size >= sorted.count
        return RecordPage(
            records: page, next: isLast ? nil : "\(from + size) \(start)", position: isLast ? "\(start)" : nil)
    }

    private func listing(_ fields: [FieldName], changedAfter last: Int, size: Int) -> RecordPage {
        let rest = rows.filter { $0.value.sequence > last }.sorted { $0.value.sequence < $1.value.sequence }
        let page = rest.prefix(size)
        let isLast = rest.count <= size
        return RecordPage(
            records: page.map { record($0.key, $0.value, fields) },
            next: isLast ? nil : "\(page.last?.value.sequence ?? last)", position: isLast ? "\(sequence)" : nil)
    }

    func count(of table: RemoteTable) async throws -> Int {
        requests.append("count")
        return lists ? rows.count : 0
    }

    func records(_ ids: [RecordID], of table: RemoteTable, reading fields: [FieldName]) async throws
        -> [RecordID: RemoteRecord]
    {
        requests.append("records")
        if let readingRefusal { throw RemoteFailure(readingRefusal) }
        if hidesRecords { return [:] }
        return Dictionary(
            uniqueKeysWithValues: Set(ids).compactMap { asked in
                let id = numbers[asked] ?? asked
                return rows[id].map { (asked, record(id, $0, fields)) }
            })
    }

    func find(in table: RemoteTable, where criteria: Fields, reading fields: [FieldName], limit: Int) async throws
        -> [RemoteRecord]
    {
        requests.append("find")
        if let findRefusal { throw CriteriaFailure(findRefusal) }
        guard criteria.reduce(0, { $0 + ($1.value.text?.utf8.count ?? 0) }) <= longestCriteria else {
            throw CriteriaFailure(Problem(.tooLong, side: side))
        }
        return rows.sorted { $0.key < $1.key }
            .filter { row in criteria.allSatisfy { row.value.fields[$0.name] == $0.value } }.prefix(limit)
            .map { record($0.key, $0.value, fields) }
    }

    func lines(
        of documents: [RecordID], in table: RemoteTable, from lines: LineTable, reading fields: [FieldName]
    ) async throws -> [RecordID: [RemoteRecord]] {
        requests.append("lines")
        if let hook = beforeLines {
            beforeLines = nil
            await hook(self)
        }
        var found: [RecordID: [RemoteRecord]] = [:]
        for id in documents where rows[id] != nil {
            found[id] = lines.sorted(
                (lineRows[id] ?? []).map { record($0, fields + [lines.number].compactMap(\.self)) })
        }
        return found
    }

    private func record(_ line: Line, _ fields: [FieldName]) -> RemoteRecord {
        RemoteRecord(
            id: line.id, version: RecordVersion("line \(line.version)"),
            fields: Fields(fields.map { Fields.Element($0, line.fields[$0] ?? .null) }))
    }

    func write(_ writes: [RemoteWrite], to table: RemoteTable, notAfter: Date) async throws -> [WriteResult] {
        requests.append("write")
        latestStart = notAfter
        await beforeWrite?(self)
        return writes.map { write in
            sent += 1
            switch fate(sent) {
            case .answered: return carryOut(write)
            case .landedUnanswered:
                _ = carryOut(write)
                return .inDoubt(Problem(.timeout))
            case .lost: return .inDoubt(Problem(.timeout))
            case .late:
                late.append(write)
                return .inDoubt(Problem(.timeout))
            case .unavailable: return .notSent(Problem(.unavailable))
            case .locked: return .refused(Problem(.locked))
            case .tardy: return .notSent(Problem(.deadline))
            }
        }
    }

    var usage: RemoteUsage { RemoteUsage(requests: requests.count) }

    private func carryOut(_ write: RemoteWrite) -> WriteResult {
        if let problem = refusal?(write) { return .refused(problem) }
        switch write.operation {
        case .create(let chosen):
            let key = chosen.map { number(of: $0) }
            if let key, rows[key] != nil { return .exists(key) }
            if let unique, rows.values.contains(where: { $0.fields[unique] == write.fields[unique] }) {
                return .refused(Problem(.duplicateKey, field: unique))
            }
            created += 1
            let id = key ?? RecordID("\(prefix)-couplet-\(created)")
            put(id, write.fields.replacing(write.detour?.closing ?? [:]), .couplet, "create")
            if case .new(let lines, let new, let returning)? = write.lines {
                lineRows[id] = new.enumerated().map { place, line in
                    Line(id: line.key ?? RecordID("\(id)-\(place)"), fields: line.fields)
                }
                lineRows[id]?.removeLast(min(lostLines, new.count))
                guard let row = rows[id], let made = lineRows[id] else { return .gone }
                var answer = record(id, row, write.returning)
                answer.lines = lines.sorted(made.map { record($0, returning + [lines.number].compactMap(\.self)) })
                return .done(answer)
            }
            return rows[id].map { .done(record(id, $0, write.returning)) } ?? .gone
        case .update(let id, let version):
            guard let row = rows[id] else { return .gone }
            guard version.text == self.version(of: row) || version.text == "*" else { return .versionChanged }
            if let problem = isKept(row, from: write) { return .refused(problem) }
            if case .changed(let lines, let changes, let returning)? = write.lines {
                guard let touched = change(id, changes) else { return .versionChanged }
                put(id, row.fields.replacing(write.fields).replacing(write.detour?.closing ?? [:]), .couplet, "update")
                guard let row = rows[id] else { return .gone }
                var answer = record(id, row, write.returning)
                answer.lines = lines.sorted(
                    touched.map { record($0, returning + [lines.number].compactMap(\.self)) })
                return .done(answer)
            }
            put(
                id, row.fields.replacing(write.fields).replacing(write.detour?.closing ?? [:]), .couplet, "update",
                write.fields.names)
            if answersWithoutBody { return .done(RemoteRecord(id: id, version: nil, fields: Fields())) }
            return rows[id].map { .done(record(id, $0, write.returning)) } ?? .gone
        case .delete(let id, let version):
            guard let row = rows[id] else { return .gone }
            guard version.text == self.version(of: row) else { return .versionChanged }
            rows[id] = nil
            ledger.append(Entry(author: .couplet, kind: "delete", id: id, fields: []))
            return .done(RemoteRecord(id: id, version: nil, fields: Fields()))
        }
    }

    /// Changes lines of a document, all of them or none; the lines that were made or changed.
    private func change(_ document: RecordID, _ changes: [RemoteLineChange]) -> [Line]? {
        var lines = lineRows[document] ?? []
        var touched: Set<RecordID> = []
        for change in changes {
            switch change {
            case .create(let new):
                created += 1
                let id = new.key ?? RecordID("\(prefix)-line-\(created)")
                guard !lineRows.values.contains(where: { $0.contains { $0.id == id } }) else { return nil }
                lines.append(Line(id: id, fields: rewriting(new.fields)))
                touched.insert(id)
            case .update(let id, let version, let fields):
                guard let place = lines.firstIndex(where: { $0.id == id }),
                    version.text == "line \(lines[place].version)"
                else { return nil }
                lines[place].fields = lines[place].fields.replacing(fields)
                lines[place].version += 1
                touched.insert(id)
            case .delete(let id, let version):
                guard let place = lines.firstIndex(where: { $0.id == id }),
                    version.text == "line \(lines[place].version)"
                else { return nil }
                lines.remove(at: place)
            }
        }
        lineRows[document] = lines
        return lines.filter { touched.contains($0.id) }
    }

    /// What keeps a row from being written in the state that it is in.
    private func isKept(_ row: Row, from write: RemoteWrite) -> Problem? {
        guard let writable, let state = row.fields["state"], state != .null, state != writable,
            write.detour?.opening["state"] != writable
        else { return nil }
        let writesMore = write.lines != nil || write.fields.contains { $0.name != "state" && $0.name != "reason" }
        return writesMore ? Problem(.refusedByRule, side: side) : nil
    }

    private func number(of key: RecordID) -> RecordID {
        guard numbersWhatItMakes else { return key }
        let number = numbers[key] ?? RecordID("\(numbers.count + 1)")
        numbers[key] = number
        return number
    }

    private func put(_ id: RecordID, _ fields: Fields, _ author: Author, _ kind: String, _ written: [FieldName] = []) {
        sequence += 1
        rows[id] = Row(
            fields: fields, version: (rows[id]?.version ?? 0) + 1, sequence: sequence, born: rows[id]?.born ?? sequence,
            changed: time, earlier: rows[id].map { Earlier(fields: $0.fields, version: $0.version) })
        ledger.append(Entry(author: author, kind: kind, id: id, fields: written))
    }

    private func version(of row: Row) -> String {
        versionsByContent ? row.fields.map { "\($0.name) \($0.value)" }.sorted().joined() : "\(row.version)"
    }

    private func record(_ id: RecordID, _ row: Row, _ fields: [FieldName]) -> RemoteRecord {
        RemoteRecord(
            id: id, version: RecordVersion(version(of: row)),
            fields: Fields(
                fields.map { name in
                    switch name {
                    case "createdon": Fields.Element(name, .text("\(row.born)"))
                    case "lastModifiedDateTime":
                        Fields.Element(name, row.changed.map { .text($0.formatted(Self.instants)) } ?? .null)
                    case "modifiedon": Fields.Element(name, .text("\(row.sequence)"))
                    default: Fields.Element(name, row.fields[name] ?? .null)
                    }
                }))
    }
}

extension LedgerRemote.Row {
    /// The row as it was before its last change.
    var before: Self {
        guard let earlier else { return self }
        var row = self
        (row.fields, row.version) = (earlier.fields, earlier.version)
        return row
    }
}

extension Fields {
    func replacing(_ others: Fields) -> Fields {
        var fields = self
        for other in others { fields[other.name] = other.value }
        return fields
    }
}
