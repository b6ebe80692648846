import Synchronization

/// The switches of all faults, with the seeded chance that decides which request a share strikes.
package final class Faults: Sendable {
    /// A fault that is switched on.
    package struct Entry: Sendable, Hashable {
        /// Its number.
        package var number: Int
        /// The fault.
        package var fault: Fault
        /// How often it has struck.
        package var strikes: Int
    }

    private struct State: Sendable {
        var entries: [Entry] = []
        var next = 1
        var random: SeededRandom
        var log: [Strike] = []
    }

    /// A fault that struck.
    package struct Strike: Sendable, Hashable {
        /// The fault's number.
        package var number: Int
        /// When.
        package var moment: Moment
        /// The method and path of the request.
        package var request: String
    }

    private let clock: SandboxClock
    private let state: Mutex<State>

    /// Creates the switches, all off.
    package init(clock: SandboxClock, seed: UInt64) {
        self.clock = clock
        state = Mutex(State(random: SeededRandom(seed: seed)))
    }

    /// Switches a fault on; the answer is its number.
    @discardableResult
    @inline(never)
    package func set(_ fault: Fault) -> Int {
        state.withLock { state in
            defer { state.next += 1 }
            state.entries.append(Entry(number: state.next, fault: fault, strikes: 0))
            return state.next
        }
    }

    /// Switches a fault off, or all.
    @inline(never)
    package func clear(_ number: Int? = nil) {
        state.withLock { state in state.entries.removeAll { number == nil || $0.number == number } }
    }

    /// The faults that are on.
    @inline(never)
    package var entries: [Entry] { state.withLock { $0.entries } }

    /// The faults that have struck, the last ten thousand.
    @inline(never)
    package var strikes: [Strike] { state.withLock { $0.log } }

    /// The faults that strike a request now, in the order in which they were switched on; each strike is counted.
    ///
    /// `scopes` are what the request is about: a batch is about what its operations are about, too. `wanted` says of which
    /// faults the caller asks.
    @inline(never)
    package func strike(
        _ request: String, system: SandboxSystem?, _ scopes: [FaultScope], wanted: (Fault) -> Bool
    ) -> [Fault] {
        let now = clock.now
        return state.withLock { state in
            var struck: [Fault] = []
            for place in state.entries.indices {
                let entry = state.entries[place]
                let covered = scopes.filter { scope in
                    entry.fault.isPersons
                        || entry.fault.covers(method: scope.method, system: system, table: scope.table)
                }
                let isWrite = covered.contains(where: \.isWrite)
                guard !covered.isEmpty, wanted(entry.fault), entry.strikes < entry.fault.times ?? .max,
                    entry.fault.kind.strikes(isWrite: isWrite, chance: &state.random)
                else { continue }
                state.entries[place].strikes += 1
                if state.log.count >= 10_000 { state.log.removeFirst(1000) }
                state.log.append(Strike(number: entry.number, moment: now, request: request))
                struck.append(entry.fault)
            }
            return struck
        }
    }

    /// The status that an operation inside of a batch gets instead of being carried out; `nil`: it is carried out.
    ///
    /// Faults that are limited to a table, or to a method that no batch has, strike the operation; all others the batch.
    func status(
        inBatch request: @autoclosure () -> String, system: SandboxSystem, _ scope: @autoclosure () -> FaultScope
    ) -> Int? {
        guard hasLimitedFaults else { return nil }
        let struck = strike(request(), system: system, [scope()]) { fault in
            if case .status = fault.kind { fault.strikesInsideBatches } else { false }
        }
        guard case .status(let status, _)? = struck.first?.kind else { return nil }
        return status
    }

    /// Whether a fault is on for which it matters what the operations of a batch are about.
    @inline(never)
    var hasLimitedFaults: Bool { state.withLock { $0.entries.contains { $0.fault.strikesInsideBatches } } }

    /// How far reads that allow a replica lag behind; `nil`: not at all.
    @inline(never)
    package func staleness(system: SandboxSystem) -> Int64? {
        state.withLock { state in
            state.entries.compactMap { entry in
                guard entry.fault.covers(method: "GET", system: system, table: entry.fault.table),
                    case .staleReads(let lag) = entry.fault.kind
                else { return nil }
                return lag
            }.max()
        }
    }

    /// How far the clock of a system is off.
    @inline(never)
    func clockOffset(system: SandboxSystem) -> Int64 {
        state.withLock { state in
            state.entries.reduce(0) { sum, entry in
                guard case .clockOffset(let offset) = entry.fault.kind, entry.fault.system ?? system == system else {
                    return sum
                }
                return sum + offset
            }
        }
    }

    /// What is left of a table; `nil`: all of it.
    @inline(never)
    func revocation(system: SandboxSystem, table: String) -> Fault.Revocation? {
        state.withLock { state in
            for entry in state.entries {
                guard case .revoke(let revocation) = entry.fault.kind, entry.fault.system ?? system == system,
                    entry.fault.table ?? table == table
                else { continue }
                return revocation
            }
            return nil
        }
    }

    /// Why a rule of the business refuses a row with these values; `nil`: none does.
    @inline(never)
    func refusal(system: SandboxSystem, table: String, value: (String) -> StoredValue?) -> String? {
        state.withLock { state in
            for place in state.entries.indices {
                let entry = state.entries[place]
                guard case .refuse(let field, let text, let message) = entry.fault.kind,
                    entry.fault.system ?? system == system, entry.fault.table ?? table == table,
                    entry.strikes < entry.fault.times ?? .max, let value = value(field), !value.isEmpty,
                    text.isEmpty || Folding.fold(value.shownText).contains(Folding.fold(text))
                else { continue }
                state.entries[place].strikes += 1
                return message
            }
            return nil
        }
    }

    /// A number from the seeded chance, less than a bound.
    @inline(never)
    func pick(below bound: Int) -> Int {
        bound < 1 ? 0 : state.withLock { Int($0.random.next() % UInt64(bound)) }
    }

    /// What the server does to the values that are written to fields of a table.
    @inline(never)
    func rewrites(system: SandboxSystem, table: String) -> [(field: String, rule: Fault.RewriteRule)] {
        state.withLock { state in
            state.entries.compactMap { entry in
                guard case .rewrite(let field, let rule) = entry.fault.kind, entry.fault.system ?? system == system,
                    entry.fault.table ?? table == table
                else { return nil }
                return (field, rule)
            }
        }
    }
}

extension StoredValue {
    /// The value as text, for rules that look into it.
    fileprivate var shownText: String {
        switch self {
        case .null: ""
        case .text(let text): text
        case .integer(let number): String(number)
        }
    }
}

extension Fault {
    /// Whether it is a person's work: its table is the one that he works at, whatever the request is about.
    fileprivate var isPersons: Bool {
        if case .human = kind { true } else { false }
    }

    /// Whether it is limited to what only an operation inside of a batch can be.
    fileprivate var strikesInsideBatches: Bool { table != nil || method != nil && method != "POST" }

    /// Whether a request is in the fault's scope.
    func covers(method: String, system: SandboxSystem?, table: String?) -> Bool {
        (self.system == nil || self.system == system) && (self.table == nil || self.table == table)
            && (self.method == nil || self.method == method)
    }
}

extension Fault.Kind {
    /// After which time a request lands that was answered already; `nil`: the fault does not delay it.
    var delay: Int64? {
        switch self {
        case .landLate(let delay, _), .lateCommit(let delay, _): delay
        default: nil
        }
    }
}

extension Fault.Kind {
    /// Whether the fault strikes this time.
    func strikes(isWrite: Bool, chance: inout SeededRandom) -> Bool {
        switch self {
        case .status(_, let share): chance.happens(share)
        case .dropReply(let share), .landLate(_, let share), .landTwice(let share), .lateCommit(_, let share):
            isWrite && chance.happens(share)
        case .pageChaos(_, let share): !isWrite && chance.happens(share)
        case .corruptBody(_, let share), .human(_, let share): chance.happens(share)
        case .batchPartial: isWrite
        case .throttle, .staleReads, .rewrite, .expireTokens, .slow, .refuse, .revoke, .clockOffset: true
        }
    }
}
