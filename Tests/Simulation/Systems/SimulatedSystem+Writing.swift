package import Foundation
import Model
package import RemoteSystems
import Synchronization
import TestSupport

extension SimulatedSystem {
    /// What becomes of one write that was sent.
    fileprivate enum Fate { case answered, dropped, lost, late, locked }

    package func write(_ writes: [RemoteWrite], to table: RemoteTable, notAfter: Date) async throws -> [WriteResult] {
        RequestMeter.current?.count(side)
        try await waitForItsTurn()
        try life.step("\(side) is sent \(writes.map(\.words).joined(separator: ", "))")
        guard World.date(clock.now.offset) <= notAfter else {
            trace.note("\(side) was not asked: it is too late")
            return writes.map { _ in .notSent(Problem(.deadline)) }
        }
        let sentAt = clock.now.offset
        try await travel()
        meetRivals(of: writes, in: table.name)
        // Its answer never reaches a host that is dead by then, or dies of it.
        let isCut = life.isOver || life.endsNext
        let results = carryOut(writes, table.name, isCut: isCut, sentAt: sentAt)
        try await travel()
        try life.step("\(side) answers \(results.map(\.word).joined(separator: ", "))")
        return results
    }

    /// The rate budget may hold a request back for long.
    private func waitForItsTurn() async throws {
        let pause = state.withLock { state in
            state.random.once(in: state.faults.held) ? state.random.scale(upTo: 2_048) : 0
        }
        guard pause > 0 else { return }
        trace.note("\(side) is busy for \(pause) s")
        try await clock.sleep(until: clock.now.advanced(by: .seconds(pause)), tolerance: nil)
        try await travel()
    }

    private func carryOut(_ writes: [RemoteWrite], _ table: String, isCut: Bool, sentAt: Duration) -> [WriteResult] {
        state.withLock { state in
            state.requests += 1
            if !isCut, state.random.once(in: state.faults.turnedAway) {
                let problem = state.passingProblem()
                // A time-out is no refusal: nobody knows.
                return writes.map { _ in problem.code == .timeout ? .inDoubt(problem) : .notSent(problem) }
            }
            return writes.map { write in
                let fate = isCut ? state.fateOfTheCut() : state.fate()
                switch fate {
                case .answered:
                    return state.carryOut(write, in: table, at: clock.now.offset, on: side, isAnswered: true)
                case .dropped:
                    _ = state.carryOut(write, in: table, at: clock.now.offset, on: side, isAnswered: false)
                    return .inDoubt(Problem(.timeout))
                case .lost: return .inDoubt(Problem(.timeout))
                case .late:
                    let longest = Int(longestExecution / .milliseconds(1))
                    let due = sentAt + .milliseconds(state.random.number(1...longest))
                    state.late.append((due: max(due, clock.now.offset), table: table, write: write, run: state.run))
                    return .inDoubt(Problem(.timeout))
                case .locked: return .refused(Problem(.locked))
                }
            }
        }
    }
}

extension SimulatedSystem.State {
    fileprivate mutating func fate() -> SimulatedSystem.Fate {
        if random.once(in: faults.dropped) { return .dropped }
        if random.once(in: faults.lost) { return .lost }
        if random.once(in: faults.late) { return .late }
        if random.once(in: faults.locked) { return .locked }
        return .answered
    }

    /// What becomes of a request whose sender dies.
    fileprivate mutating func fateOfTheCut() -> SimulatedSystem.Fate {
        switch cut {
        case .landed: .dropped
        case .lost: .lost
        case .late: .late
        case nil: random.pick([.dropped, .lost, .late]) ?? .lost
        }
    }

    /// A field that refers to a row that is not there.
    private func danglingReference(_ fields: Fields, _ table: SimulatedTable) -> FieldName? {
        fields.first { field in
            guard let target = table.references[field.name], case .text(let id) = field.value, !id.isEmpty,
                id != RecordID.zero.text
            else { return false }
            return tables[target]?.rows[RecordID(id)] == nil
        }?.name
    }

    /// Carries out a write as a server does.
    mutating func carryOut(
        _ write: RemoteWrite, in name: String, at time: Duration, on side: Side, isAnswered: Bool
    ) -> WriteResult {
        guard let table = tables[name] else { return .refused(Problem(.schema)) }
        if let field = danglingReference(write.fields, table) {
            return .refused(Problem(.invalid, field: field, side: side))
        }
        func done(_ id: RecordID) -> WriteResult {
            guard let record = tables[name]?.rows[id]?.record(id, write.returning) else { return .gone }
            if isAnswered { tell([record]) }
            return .done(record)
        }
        switch write.operation {
        case .create(let key):
            if let key, table.rows[key] != nil { return .exists(key) }
            if table.isTaken(write.fields, except: nil) {
                return .refused(Problem(.duplicateKey, field: table.unique, side: side))
            }
            let id = insert(name, key: key, write.fields, .couplet, at: time, on: side, isAnswered: isAnswered)
            return done(id)
        case .update(let id, let version):
            guard let row = table.rows[id] else { return .gone }
            guard version.text == "\(row.version)" || version.text == "*" else { return .versionChanged }
            if table.isTaken(write.fields, except: id) {
                return .refused(Problem(.duplicateKey, field: table.unique, side: side))
            }
            change(name, id, write.fields, .couplet, at: time, on: side, isAnswered: isAnswered)
            return done(id)
        case .delete(let id, let version):
            guard let row = table.rows[id] else { return .gone }
            guard version.text == "\(row.version)" || version.text == "*" else { return .versionChanged }
            delete(name, id, .couplet, at: time, on: side, isAnswered: isAnswered)
            return .done(RemoteRecord(id: id, version: nil, fields: Fields()))
        }
    }
}

extension RemoteWrite {
    /// What it does, for a trace.
    var words: String {
        let values = fields.map { "\($0.name)=\($0.value.word)" }.joined(separator: " ")
        return switch operation {
        case .create(let key): "create \(key?.text ?? "") \(values)"
        case .update(let id, let version): "update \(id) if \(version) \(values)"
        case .delete(let id, let version): "delete \(id) if \(version)"
        }
    }
}

extension FieldValue {
    /// The value, for a trace.
    var word: String {
        switch self {
        case .null: "-"
        case .boolean(let flag): "\(flag)"
        case .integer(let number): "\(number)"
        case .text(let text): text
        }
    }
}

extension WriteResult {
    /// What became of it, for a trace.
    var word: String {
        switch self {
        case .done(let record): "done \(record.id)"
        case .exists(let id): "exists \(id)"
        case .versionChanged: "version changed"
        case .gone: "gone"
        case .refused(let problem): "refused \(problem.code.rawValue)"
        case .notSent(let problem): "not sent \(problem.code.rawValue)"
        case .inDoubt(let problem): "in doubt \(problem.code.rawValue)"
        }
    }
}
