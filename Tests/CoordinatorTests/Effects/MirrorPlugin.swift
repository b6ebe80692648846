import Coordinator
import JSON
import Model
import PluginProtocol
import Synchronization

/// A plugin in this process: the fields of both sides have the same names; `credit` travels to the CRM only; the ERP wins conflicts.
final class MirrorPlugin: PluginDriver {
    struct Habits: Sendable {
        var naturalKey = false
        var matchesByName = false
        /// Whether a record is recognised by number and name together, and by nothing else.
        var matchesByBoth = false
        var conflicts = ConflictPolicy.erpWins
        var fingerprint = "1"
        /// Another version decides the same, and is asked anew what it synchronizes.
        var version = 1
        var deletes = false
        var filters = Sided(erp: RecordFilter(), crm: RecordFilter())
        /// A decision of its own, instead of the usual one.
        var decide: (@Sendable (RecordPair) -> Decision.Action?)?
        /// The records that the ERP's telephone numbers stand for, and that are left out where two records meet.
        var leftOut: [RecordReference] = []
        /// A field of the CRM that always has the same value.
        var constant: FieldName?
        /// Whether it goes on asking while its batches are being carried out.
        var pipelines = false
        /// How often its process dies after it got pairs.
        var deaths = 0
        /// How often its process dies while the host reads for it.
        var deathsWhileReading = 0
        /// Pairs per batch.
        var batch = 100
        /// Whether it ends its run after each batch, and has to be asked to go on.
        var stopsShort = false
        /// Whether it ends its run without asking for anything.
        var isIdle = false
    }

    private let habits: Habits
    private let starts = Mutex(0)
    private let seen = Mutex<[RecordPair]>([])

    init(_ habits: Habits = Habits()) { self.habits = habits }

    var digest: String { "\(habits.fingerprint) \(habits.version)" + (habits.deletes ? " deletes" : "") }
    var runs: Int { starts.withLock { $0 } }
    var pairs: [RecordPair] { seen.withLock { $0 } }

    static let names: [FieldName] = ["number", "name", "phone", "credit"]

    func describe(_ parameters: EntityDescribe.Parameters) async throws -> EntityDescription {
        var rules = [MatchRule("number", [.init(erp: "number", crm: "number", .exact)])]
        if habits.naturalKey { rules[0].name = "key" }
        if habits.matchesByBoth { rules[0].criteria.append(.init(erp: "name", crm: "name", .exact)) }
        if habits.matchesByName { rules.append(MatchRule("name", [.init(erp: "name", crm: "name")])) }
        return EntityDescription(
            fields: Self.names.map { name in
                MappedField(
                    erp: name, crm: name, group: name, direction: name == "credit" ? .toCRM : .both,
                    policy: habits.conflicts)
            } + constants,
            reads: Sided(erp: Self.names, crm: Self.names + constants.compactMap(\.crm)), matchRules: rules,
            naturalKey: Sided(erp: habits.naturalKey ? ["number"] : [], crm: []),
            references: habits.leftOut.map { ReferenceUse(side: .erp, field: "phone", entity: $0.entity) },
            filters: habits.filters, creates: Sided(erp: true, crm: true),
            deletes: habits.deletes ? .delete : .uncouple, notes: [],
            fingerprint: habits.fingerprint)
    }

    private var constants: [MappedField] {
        habits.constant.map { [MappedField(erp: nil, crm: $0, direction: .toCRM, constant: "T")] } ?? []
    }

    func run(_ parameters: SyncRun.Parameters, host: any RunHost) async throws -> SyncRun.Result {
        starts.withLock { $0 += 1 }
        if habits.isIdle { return SyncRun.Result(outcome: .complete) }
        for _ in 0..<habits.deathsWhileReading {
            let asking = Task {
                try await host.next(ChangesNext.Parameters(runID: parameters.runID, limit: habits.batch))
            }
            asking.cancel()
            _ = await asking.result
            await host.restarted()
        }
        for _ in 0..<habits.deaths {
            let lost = try await host.next(ChangesNext.Parameters(runID: parameters.runID, limit: habits.batch))
            _ = try await host.apply(batch(1, Array(lost.pairs.prefix(1)), parameters.runID))
            await host.restarted()
        }
        var number = 0
        return try await withThrowingTaskGroup(of: Bool.self) { group in
            while true {
                let answer = try await host.next(ChangesNext.Parameters(runID: parameters.runID, limit: habits.batch))
                if answer.isEnd { break }
                seen.withLock { $0 += answer.pairs }
                number += 1
                let batch = batch(number, answer.pairs, parameters.runID)
                group.addTask { try await host.apply(batch).stop != nil }
                if !habits.pipelines, try await group.next() == true { return SyncRun.Result(outcome: .partial) }
                if habits.stopsShort { break }
            }
            try await group.waitForAll()
            return SyncRun.Result(outcome: .complete)
        }
    }

    private func batch(_ number: Int, _ pairs: [RecordPair], _ run: RunID) -> DecisionsApply.Parameters {
        DecisionsApply.Parameters(runID: run, batch: number, decisions: pairs.map(decision), checkpoint: "")
    }

    func decision(_ pair: RecordPair) -> Decision {
        Decision(
            pair: pair.id, action: habits.decide?(pair) ?? action(pair), reason: Reason("test"),
            leftOut: pair.isCoupled ? [] : habits.leftOut)
    }

    private func action(_ pair: RecordPair) -> Decision.Action {
        let (erp, crm) = (pair.sides.erp, pair.sides.crm)
        if let match = pair.match, !match.ambiguous.isEmpty { return .setAside(Problem(.ambiguousMatch)) }
        if pair.isCoupled {
            if erp.presence == .deleted, crm.presence == .present, habits.deletes { return .delete(.crm) }
            if erp.presence == .deleted || crm.presence == .deleted { return .uncouple() }
            return merged(pair)
        }
        switch (erp.presence, crm.presence) {
        case (.present, .absent): return .create(.crm, erp.fields, key: [])
        case (.absent, .present):
            let fields = Fields(crm.fields.filter { $0.name != "credit" })
            return .create(.erp, fields, key: habits.naturalKey ? ["number"] : [])
        case (.present, .present):
            let differing = Fields(erp.fields.filter { crm.fields[$0.name] != $0.value })
            return differing.isEmpty ? .couple : .update(.crm, differing)
        default: return .none
        }
    }

    private func merged(_ pair: RecordPair) -> Decision.Action {
        func changed(_ side: Side) -> Set<FieldName> {
            if case .fields(let names) = pair.sides[side].change { return Set(names) }
            return Set(pair.sides[side].fields.names)
        }
        let erp = changed(.erp)
        let crm = changed(.crm)
        var writes = Sided(erp: Fields(), crm: Fields())
        for name in Self.names {
            let (left, right) = (pair.sides.erp.fields[name], pair.sides.crm.fields[name])
            switch (erp.contains(name), crm.contains(name)) {
            case (false, false): continue
            case (true, true) where left == right: continue
            case (true, true) where habits.conflicts == .manual: return .setAside(Problem(.conflict, [name]))
            case (true, _): if let left { writes.crm.append(name, left) }
            case (false, true) where name == "credit": continue
            case (false, true): if let right { writes.erp.append(name, right) }
            }
        }
        return switch (writes.erp.isEmpty, writes.crm.isEmpty) {
        case (true, true): .none
        case (false, true): .update(.erp, writes.erp)
        case (true, false): .update(.crm, writes.crm)
        case (false, false): .updateBoth(writes)
        }
    }
}
