package import Model
import RemoteSystems
import Synchronization
import TestSupport

/// A remote system in virtual time: tables, versions, a feed of changes, a ledger of who did what, and faults that a history switches on.
///
/// Its requests take time, and what people do happens in between.
package final class SimulatedSystem: RemoteSystem {
    struct State {
        var tables: [String: SimulatedTable]
        var faults = SystemFaults.none
        var random: SeededRandom
        var sequence = 0
        var made = 0
        var ledger: [LedgerEntry] = []
        /// The versions of each row that Couplet was told of.
        var told: [RecordID: Set<RecordVersion>] = [:]
        var run = 0
        var requests = 0
        /// What arrives late, when, and the run that sent it.
        var late: [(due: Duration, table: String, write: RemoteWrite, run: Int)] = []
        /// Positions up to here are not known any more.
        var forgotten = 0
        /// What becomes of a request whose sender dies; `nil` leaves it to chance.
        var cut: CutFate?
        var pageSize = Int.max
        var latency: ClosedRange<Int> = 5...200
    }

    package let side: Side
    package let longestExecution: Duration = .seconds(600)
    let clock: VirtualClock
    let life: HostLife
    let trace: Trace
    let state: Mutex<State>
    /// People, who go on with their work while requests are under way.
    private let people: Mutex<@Sendable () -> Void> = Mutex({})
    /// A person who edits the row that a write is on its way to.
    private let rival: Mutex<@Sendable (String, RecordID, UInt64) -> Void> = Mutex({ _, _, _ in })

    init(
        _ side: Side, tables: [SimulatedTable], seed: UInt64, clock: VirtualClock, life: HostLife, trace: Trace
    ) {
        self.side = side
        self.clock = clock
        self.life = life
        self.trace = trace
        state = Mutex(
            State(
                tables: Dictionary(uniqueKeysWithValues: tables.map { ($0.name, $0) }),
                random: SeededRandom(seed, at: side == .erp ? 1 : 2)))
    }

    // MARK: what the history does

    func onEachRequest(_ people: @escaping @Sendable () -> Void) { self.people.withLock { $0 = people } }
    func onRival(_ rival: @escaping @Sendable (String, RecordID, UInt64) -> Void) { self.rival.withLock { $0 = rival } }

    /// Somebody may be quicker than what is on its way.
    func meetRivals(of writes: [RemoteWrite], in table: String) {
        for write in writes {
            guard case .update(let id, _) = write.operation else { continue }
            let place = state.withLock { state in
                state.random.once(in: state.faults.rivals) ? state.random.next() : nil
            }
            if let place { rival.withLock { $0 }(table, id, place) }
        }
    }
    func setFaults(_ faults: SystemFaults) { state.withLock { $0.faults = faults } }
    func setCut(_ fate: CutFate?) { state.withLock { $0.cut = fate } }
    func setPages(of size: Int) { state.withLock { $0.pageSize = size } }
    func beginRun(_ run: Int) { state.withLock { $0.run = run } }
    /// No position that was handed out so far is known any more.
    func forgetPositions() { state.withLock { $0.forgotten = $0.sequence } }
    var ledger: [LedgerEntry] { state.withLock(\.ledger) }
    var requests: Int { state.withLock(\.requests) }

    func rows(of table: String) -> [(id: RecordID, row: SimulatedTable.Row)] {
        state.withLock { $0.tables[table]?.sorted ?? [] }
    }

    /// A person makes a row.
    @discardableResult
    func make(in table: String, _ fields: Fields) -> RecordID? {
        act { state in
            guard state.tables[table]?.isTaken(fields, except: nil) == false else { return nil }
            return state.insert(table, key: nil, fields, .person, at: clock.now.offset, on: side)
        }
    }

    /// A person changes a row.
    func edit(_ id: RecordID, of table: String, _ fields: Fields) {
        act { $0.change(table, id, fields, .person, at: clock.now.offset, on: side) }
    }

    /// A person deletes a row.
    func delete(_ id: RecordID, of table: String) {
        act { $0.delete(table, id, .person, at: clock.now.offset, on: side) }
    }

    private func act<Value: Sendable>(_ body: (inout State) -> Value) -> Value {
        land()
        return state.withLock { body(&$0) }
    }

    /// What was under way for long, and is due now, lands.
    func land() {
        let now = clock.now.offset
        let landed: [String] = state.withLock { state in
            let due = state.late.filter { $0.due <= now }.sorted { $0.due < $1.due }
            state.late.removeAll { $0.due <= now }
            return due.map { late in
                let current = state.run
                state.run = late.run
                defer { state.run = current }
                let result = state.carryOut(late.write, in: late.table, at: late.due, on: side, isAnswered: false)
                return "\(side) lands late: \(late.write.words): \(result.word)"
            }
        }
        for line in landed { trace.note(line) }
    }

    /// Time passes for a request: half of what it takes.
    func travel() async throws {
        let pause = state.withLock { state in state.random.number(state.latency) }
        try await clock.sleep(until: clock.now.advanced(by: .milliseconds(pause)), tolerance: nil)
        people.withLock { $0 }()
        land()
    }
}

extension SimulatedSystem.State {
    mutating func insert(
        _ table: String, key: RecordID?, _ fields: Fields, _ author: LedgerEntry.Author, at time: Duration,
        on side: Side, isAnswered: Bool = true
    ) -> RecordID {
        made += 1
        let id = key ?? RecordID("\(side.rawValue)-\(table)-\(made)")
        note(.create, table, id, fields, author, at: time, on: side, isAnswered) { table, sequence in
            table.put(id, fields, sequence: sequence, at: time)
        }
        return id
    }

    mutating func change(
        _ table: String, _ id: RecordID, _ fields: Fields, _ author: LedgerEntry.Author, at time: Duration,
        on side: Side, isAnswered: Bool = true, isCascade: Bool = false
    ) {
        guard tables[table]?.rows[id] != nil else { return }
        note(.update, table, id, fields, author, at: time, on: side, isAnswered, isCascade) { table, sequence in
            table.put(id, fields, sequence: sequence, at: time)
        }
    }

    /// Deletes a row; what refers to it is emptied, by the server, on behalf of whoever deletes.
    mutating func delete(
        _ table: String, _ id: RecordID, _ author: LedgerEntry.Author, at time: Duration, on side: Side,
        isAnswered: Bool = true
    ) {
        guard tables[table]?.rows[id] != nil else { return }
        note(.delete, table, id, Fields(), author, at: time, on: side, isAnswered) { table, sequence in
            table.remove(id, sequence: sequence, at: time)
        }
        for name in tables.keys.sorted() {
            for (row, content) in tables[name]?.sorted ?? [] {
                let pointing = content.fields.filter { $0.value == .text(id.text) }
                if !pointing.isEmpty {
                    let emptied = Fields(pointing.map { Fields.Element($0.name, .null) })
                    change(name, row, emptied, author, at: time, on: side, isAnswered: isAnswered, isCascade: true)
                }
            }
        }
    }

    private mutating func note(
        _ kind: LedgerEntry.Kind, _ table: String, _ id: RecordID, _ fields: Fields, _ author: LedgerEntry.Author,
        at time: Duration, on side: Side, _ isAnswered: Bool, _ isCascade: Bool = false,
        _ change: (inout SimulatedTable, Int) -> Void
    ) {
        guard var changed = tables[table] else { return }
        let before = changed.rows[id]?.fields
        let isBlind =
            author == .couplet && !isCascade
            && changed.rows[id].map { told[id]?.contains(RecordVersion("\($0.version)")) != true } ?? false
        sequence += 1
        change(&changed, sequence)
        tables[table] = changed
        ledger.append(
            LedgerEntry(
                time: time, run: run, author: author, kind: kind, side: side, table: table, id: id, written: fields,
                before: before, after: changed.rows[id]?.fields, isCascade: isCascade,
                isAnswered: isAnswered, isBlind: isBlind))
    }

    /// Couplet gets to read records.
    mutating func tell(_ records: some Sequence<RemoteRecord>) {
        for record in records { if let version = record.version { told[record.id, default: []].insert(version) } }
    }
}
