import Model
import PluginProtocol
import RemoteSystems
import SyncStore

extension EntityRun {
    /// What a batch would do: recorded, and laid over what later reads of the run see.
    ///
    /// Nothing is written anywhere.
    func planned(_ decided: [BatchWork]) async throws -> DecisionsApply.Result {
        var works = decided
        try await markOvertaken(&works)
        defer { release(works) }
        try await markOscillating(&works)
        let before = try await valuesBefore(&works)
        let decisions = works.map(\.decision)
        try await markLost(&works)
        let planner = try await planner(for: works)
        var results: [PairOutcome] = []
        var again: [Nominee] = []
        for (var work, decided) in zip(works, decisions) {
            if work.isOvertaken, !work.nominee.isTriedOut {
                again += work.nominee.apart.map { $0.decidedAnew() }
                results.append(PairOutcome(pair: work.decision.pair, .setAside(Problem(.versionChanged))))
                continue
            }
            if work.isOvertaken { work.decision.replace(.setAside(Problem(.versionChanged))) }
            let outcome = outcome(of: work)
            results.append(PairOutcome(pair: work.decision.pair, outcome))
            count(work)
            let ids = identities(after: work, planner)
            await overlay?.plan(shape.entity, work.nominee.subjects, for: work.nominee.aside)
            if work.lost == nil {
                planHash.add(work.decision, ids: ids)
            } else {
                var whole = work
                whole.decision = decided
                planHash.add(lost: (work.decision, ids), of: (decided, identities(after: whole, planner)))
            }
            await lay(work, ids)
            await remember(work, ids)
            guard let word = word(for: work.decision.action) else { continue }
            guard plan.entries.count < PlanReport.keptEntries else {
                plan.omitted += 1
                continue
            }
            plan.entries.append(
                PlanReport.Entry(
                    ids: ids, operation: word, reason: work.decision.reason, changes: changes(work, before),
                    settled: work.decision.settled, outcome: outcome))
        }
        try await decideAnew(again)
        return DecisionsApply.Result(results: results)
    }

    /// Hands out again what another decision came before: as the run would find it then.
    private func decideAnew(_ nominees: [Nominee]) async throws {
        guard !nominees.isEmpty else { return }
        var open: [Nominee] = []
        for nominee in nominees {
            var isPaired = false
            for side in Side.allCases {
                guard let id = nominee.sides[side].id, try await reader.isPlanned(side, id) else { continue }
                isPaired = true
            }
            // The other decision takes it along, and leaves nothing to be done.
            if isPaired { plan.counters.unchanged += 1 } else { open.append(nominee) }
        }
        let anew = try await reader.pairs(open).compactMap(\.self)
        fetched += try await admitted(try await Matcher(reader: reader).match(anew)).reversed()
    }

    /// What is there now on written sides that did not need to be read: read live, for the differences.
    ///
    /// A record that has another version than the store knows would refuse the write of a run, which then looks at the pair anew: so
    /// does the plan.
    private func valuesBefore(_ works: inout [BatchWork]) async throws -> Sided<[RecordID: Fields]> {
        var before: Sided<[RecordID: Fields]> = Sided(erp: [:], crm: [:])
        for side in Side.allCases {
            var unread: [Int] = []
            for (place, work) in works.enumerated() {
                guard let id = work.nominee.sides[side].id, work.decision.concerns(side) else { continue }
                if work.nominee.sides[side].hashes == nil {
                    unread.append(place)
                } else {
                    before[side][id] = work.nominee.sides[side].fields
                }
            }
            let there = try await reader.records(side, unread.compactMap { works[$0].nominee.sides[side].id })
            for place in unread {
                guard let id = works[place].nominee.sides[side].id else { continue }
                before[side][id] = there[id]?.fields
                if there[id] == nil, case .delete = works[place].decision.action { continue }
                if there[id]?.version != works[place].nominee.sides[side].version { works[place].isOvertaken = true }
            }
        }
        return before
    }

    private func changes(_ work: BatchWork, _ before: Sided<[RecordID: Fields]>) -> [PlanReport.FieldChange] {
        let changes: [PlanReport.FieldChange] = work.decision.action.written.flatMap { side, fields in
            let there = work.nominee.sides[side].id.flatMap { before[side][$0] }
            return fields.map {
                PlanReport.FieldChange(side: side, field: $0.name, before: there?[$0.name], after: $0.value)
            }
        }
        return changes + lineChanges(work)
    }

    /// What would be written of lines, each named by its place: of a new one among those that are made, else in its document.
    private func lineChanges(_ work: BatchWork) -> [PlanReport.FieldChange] {
        var changes: [PlanReport.FieldChange] = []
        for side in Side.allCases {
            let there = work.nominee.lines?[side] ?? []
            var new = there.count
            func change(_ place: Int, _ name: FieldName?, _ before: FieldValue?, _ after: FieldValue) {
                let field = "lines/\(place)" + (name.map { "/" + $0 } ?? "")
                changes.append(PlanReport.FieldChange(side: side, field: field, before: before, after: after))
            }
            for write in work.decision.lines[side] {
                switch write {
                case .create(_, let fields):
                    new += 1
                    for field in fields { change(new, field.name, nil, field.value) }
                case .update(let id, let fields):
                    guard let place = there.firstIndex(where: { $0.id == id }) else { continue }
                    for field in fields { change(place + 1, field.name, there[place].fields[field.name], field.value) }
                case .delete(let id):
                    guard let place = there.firstIndex(where: { $0.id == id }) else { continue }
                    for field in there[place].fields { change(place + 1, field.name, field.value, .null) }
                case .leave, .couple: continue
                }
            }
        }
        return changes
    }

    private func identities(after work: BatchWork, _ planner: WritePlanner) -> Sided<RecordID?> {
        var ids = work.nominee.ids
        guard case .create(let side, _, _) = work.decision.action, let source = ids[side.opposite] else { return ids }
        ids[side] =
            switch side {
            case .crm:
                shape.tables.crm.identity(
                    createdUnder: environment.keys.key(
                        of: shape.entity, erp: source, generation: planner.generation(work.nominee)))
            case .erp: environment.keys.placeholder(of: shape.entity, side: .erp, source: source)
            }
        return ids
    }

    private func lay(_ work: BatchWork, _ ids: Sided<RecordID?>) async {
        guard let overlay else { return }
        switch work.decision.action {
        case .create, .update, .updateBoth, .couple:
            // Made anew: its coupling with what was deleted ends with that.
            if work.isMadeAnew { await overlay.uncouple(shape.entity, work.nominee.ids) }
            if work.nominee.coupling == nil || work.isMadeAnew, let erp = ids.erp, let crm = ids.crm {
                wakes.formUnion(await overlay.couple(shape.entity, Sided(erp: erp, crm: crm)))
            }
            for (side, fields) in work.decision.action.written {
                if let id = ids[side] { await overlay.write(shape.entity, side, id, fields) }
            }
        case .uncouple, .delete:
            await overlay.uncouple(shape.entity, ids)
            for (side, fields) in work.decision.action.written {
                if let id = ids[side], !fields.isEmpty { await overlay.write(shape.entity, side, id, fields) }
            }
        case .none, .setAside, .wait: break
        }
    }

    /// Remembers a pair that waits for a record, or leaves a reference to it out, for when the plan couples that record.
    private func remember(_ work: BatchWork, _ ids: Sided<RecordID?>) async {
        guard let overlay else { return }
        var nominee = work.nominee
        nominee.cause = .referenceReady
        if case .wait(let reference) = work.decision.action {
            nominee.isCountedAsWaiting = true
            await overlay.wait(for: reference, shape.entity, nominee)
            return
        }
        guard let open = work.leftOut(shape), let erp = ids.erp, let crm = ids.crm else {
            return
        }
        nominee.isCountedAsWaiting = false
        let lines = shape.lines?.planned(work.decision, about: work.nominee)
        for side in Side.allCases {
            var fields = nominee.sides[side].fields
            if nominee.sides[side].presence != .present {
                // What a create leaves out, the server has as empty.
                fields = Fields(shape.layouts[side].fields.map { Fields.Element($0, .null) })
            }
            for (written, values) in work.decision.action.written where written == side {
                fields = fields.overlaid(by: values)
            }
            if let lines { fields[LineText.field] = lines.values[side] }
            nominee.sides[side] = SideReading(
                presence: .present, id: ids[side], version: nominee.sides[side].version, fields: fields,
                hashes: shape.layouts[side].hashes(of: fields))
        }
        nominee.coupling =
            (work.isMadeAnew ? nil : nominee.coupling)
            ?? Coupling(
                ids: Sided(erp: erp, crm: crm), bases: Sided { shape.layouts[$0].emptyBase(version: nil) })
        nominee.coupling?.lines = lines?.couplings
        nominee.match = nil
        nominee.aside = Aside(
            entity: shape.entity, subject: .record(.erp, erp), ids: ids, cause: .waiting(open), tries: 0,
            since: environment.now(), triedAt: environment.now())
        await overlay.wait(for: open, shape.entity, nominee)
    }

    private func outcome(of work: BatchWork) -> Outcome {
        switch work.decision.action {
        case .none: .unchanged
        case .setAside(let problem): .setAside(problem)
        case .wait(let reference): .waiting(reference)
        case .create, .update, .updateBoth, .delete, .couple, .uncouple: .planned
        }
    }

    private func count(_ work: BatchWork) {
        if work.nominee.isCountedAsWaiting { plan.counters.waiting -= 1 }
        switch work.decision.action {
        case .none: plan.counters.unchanged += 1
        case .create(let side, _, _):
            plan.counters.inserted[side] += 1
            plan.counters.coupled += 1
        case .update, .updateBoth:
            for side in Side.allCases where work.decision.isWritten(side) { plan.counters.modified[side] += 1 }
            if work.nominee.coupling == nil { plan.counters.coupled += 1 }
            if work.lost != nil { plan.counters.waiting += 1 }
        case .delete(let side):
            plan.counters.deleted[side] += 1
            plan.counters.uncoupled += 1
        case .couple: plan.counters.coupled += 1
        case .uncouple:
            for (side, fields) in work.decision.action.written where !fields.isEmpty {
                plan.counters.modified[side] += 1
            }
            plan.counters.uncoupled += 1
        case .setAside(let problem):
            plan.counters.failed += 1
            if problem.code == .conflict { plan.counters.conflicts += 1 }
        case .wait: plan.counters.waiting += 1
        }
    }

    private func word(for action: Decision.Action) -> PlanReport.Operation? {
        switch action {
        case .none: nil
        case .create: .create
        case .update, .updateBoth: .update
        case .delete: .delete
        case .couple: .couple
        case .uncouple: .uncouple
        case .setAside: .setAside
        case .wait: .wait
        }
    }

    /// The report of a dry run that went through.
    package func planReport() async -> PlanReport {
        var report = plan
        report.counters.unchanged += findings.unchanged
        report.counters.skipped += findings.skipped
        report.tally = tally
        report.verdict = guards.problem(with: tally)
        let lacking = await overlay?.unforeseen(of: shape.entity) ?? 0
        report.unforeseen = lacking + unlooked
        report.hash = lacking > 0 ? nil : planHash.text(entity: shape.entity, isForeseen: unlooked == 0)
        return report
    }
}

extension LineWrite {
    /// The fields that are written.
    var written: Fields {
        switch self {
        case .create(_, let fields), .update(_, let fields): fields
        case .delete, .leave, .couple: Fields()
        }
    }
}

extension Decision.Action {
    /// The fields that are written, per side.
    var written: [(Side, Fields)] {
        switch self {
        case .create(let side, let fields, _), .update(let side, let fields): [(side, fields)]
        case .updateBoth(let fields), .uncouple(let fields): [(.erp, fields.erp), (.crm, fields.crm)]
        case .none, .delete, .couple, .setAside, .wait: []
        }
    }
}

extension Decision {
    /// The fields that are written on each side.
    var fieldsWritten: Sided<Fields> {
        var fields = Sided(erp: Fields(), crm: Fields())
        for (side, written) in action.written { fields[side] = written }
        return fields
    }

    /// How many records are written to, a document together with its lines as one.
    var writes: Int {
        switch action {
        case .create, .delete: 1
        case .update, .updateBoth, .uncouple: Side.allCases.count(where: isWritten)
        case .none, .couple, .setAside, .wait: 0
        }
    }

    /// Replaces what is done by something that writes no line.
    mutating func replace(_ action: Action) {
        self.action = action
        lines = Sided(erp: [], crm: [])
    }

    /// Whether fields of a side's record are written, or lines of its document.
    func isWritten(_ side: Side) -> Bool {
        action.written.contains { $0.0 == side && !$0.1.isEmpty } || lines[side].contains { !$0.isMerelyCoupled }
    }

    /// Whether the record of a side is written to, or deleted.
    func concerns(_ side: Side) -> Bool {
        if case .delete(side) = action { return true }
        return isWritten(side)
    }
}
