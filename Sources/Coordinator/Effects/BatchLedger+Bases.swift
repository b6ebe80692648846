import Model
import RemoteSystems
import SyncStore

extension BatchLedger {
    mutating func agree(_ work: BatchWork, _ writes: [(side: Side, fields: Fields, record: RemoteRecord?)]) {
        var bases: [Side: Base] = [:]
        var isWhole = true
        for write in writes {
            guard let record = write.record else { continue }
            var base = base(write.side, record, write.fields, work)
            if !agreeLines(&base, record, write.side, work) { isWhole = false }
            bases[write.side] = base
            commit.counters.modified[write.side] += 1
            note(work, .updated, write.side, fields: work.written(to: write.side))
        }
        couple(work, ids: nil, bases: bases)
        if !isWhole, let erp = work.nominee.sides.erp.id, let crm = work.nominee.sides.crm.id {
            lookAgain(at: Sided(erp: erp, crm: crm), work)
        }
    }

    /// Puts the lines of a document whose lines were written into its base: as they were read, with those that were written in their place.
    ///
    /// Nothing is known of them where not all came back: then the result is `false`.
    private func agreeLines(_ base: inout Base, _ record: RemoteRecord, _ side: Side, _ work: BatchWork) -> Bool {
        guard let lines = shape.lines, let planned = work.planned(side), planned.write.lines != nil else { return true }
        let layout = shape.layouts[side]
        guard isWhole(record, side, work) else {
            layout.set(FieldLayout.unknown, for: LineText.field, in: &base.hashes)
            return false
        }
        let there = lines.rows(of: work.nominee, on: side, after: planned.intent, written: record.lines)
        let value = LineText.value(of: there, reading: lines.layouts[side].fields)
        layout.set(planner.hasher.hash(value, of: LineText.field, on: side), for: LineText.field, in: &base.hashes)
        return true
    }

    /// Couples the pair, or moves the bases of its coupling: as written where it was, as read where it was not.
    mutating func couple(_ work: BatchWork, ids: Sided<RecordID>?, bases: [Side: Base]) {
        let nominee = work.nominee
        let paired =
            ids ?? nominee.sides.erp.id.flatMap { erp in nominee.sides.crm.id.map { Sided(erp: erp, crm: $0) } }
        guard let paired else { return }
        let agreed = Sided { side in
            bases[side] ?? planner.base(of: side, nominee) ?? shape.layouts[side].emptyBase(version: nil)
        }
        let lines = lines(after: work)
        if var coupling = nominee.coupling, ids == nil {
            coupling.bases = agreed
            // What is the same is stored already.
            coupling.lines = lines == nominee.coupling?.lines ? nil : lines
            coupling.unequalTotals = unequalTotals(after: work)
            commit.couplings.append(coupling)
        } else {
            // A record that was created anew: its old coupling ends with the one that begins.
            if let row = nominee.coupling?.id { commit.uncoupled.append(row) }
            let generation =
                ids == nil
                ? (nominee.sides.erp.id.flatMap { planner.generations[$0] } ?? 0) : planner.generation(nominee)
            commit.couplings.append(
                Coupling(
                    ids: paired, generation: generation, bases: agreed, lines: lines,
                    unequalTotals: unequalTotals(after: work)))
            commit.counters.coupled += 1
        }
        clearAside(work)
    }

    /// The totals in which two documents that are in step now differ, as the servers answered; `nil` when that is not known, or stored.
    func unequalTotals(after work: BatchWork) -> [FieldName]? {
        guard let lines = shape.lines, !lines.totals.isEmpty else { return nil }
        var fields = Sided { work.nominee.sides[$0].fields }
        for case (let planned, .done(let record)) in work.results { fields[planned.side] = record.fields }
        let unequal = lines.unequalTotals(fields)
        return unequal == work.nominee.coupling?.unequalTotals ? nil : unequal
    }

    /// The line couplings of a document that is in step now: of the lines that were made with it, or as they were read and written.
    func lines(after work: BatchWork) -> [LineCoupling]? {
        guard let lines = shape.lines else { return nil }
        var written: [(Intent, [RemoteRecord])] = []
        for case (let planned, .done(let record)) in work.results {
            if case .create = planned.write.operation {
                return lines.couplings(after: planned.intent, made: record.lines, asSent: false)
            }
            written.append((planned.intent, record.lines))
        }
        return lines.agreed(of: work.nominee, joining: work.decision.lines, after: written)
    }

    /// Whether a document has the lines that it was made with, and no other; or all that were written in one that was there.
    func isWhole(_ record: RemoteRecord, _ side: Side, _ work: BatchWork) -> Bool {
        guard let lines = shape.lines, let planned = work.planned(side) else { return true }
        return lines.areAll(record.lines, of: planned.intent)
    }

    /// The base of a written side: as the server returned it; where it returned nothing of a field, as it was sent, else as it was.
    func base(_ side: Side, _ record: RemoteRecord, _ sent: Fields, _ work: BatchWork) -> Base {
        let layout = shape.layouts[side]
        let write = work.results.first { $0.planned.side == side }?.planned
        var base = layout.base(
            of: record, sent: write.map { FieldLayout.Sent($0.write.fields, $0.intent.sent) } ?? FieldLayout.Sent())
        base.filter = shape.filter(around: record.fields, on: side)
        base.replaced = replaced(on: side, by: base.version, work)
        let before = work.nominee.sides[side].presence == .present ? planner.base(of: side, work.nominee) : nil
        for field in layout.fields where layout.hash(of: field, in: base.hashes) == nil {
            if let value = sent[field] {
                layout.set(planner.hasher.hash(value, of: field, on: side), for: field, in: &base.hashes)
            } else if let before, let hash = layout.hash(of: field, in: before.hashes) {
                layout.set(Array(hash), for: field, in: &base.hashes)
            }
        }
        return base
    }

    /// The version that a write took the place of; `nil` where versions come again, as those of a choice column's values do.
    private func replaced(on side: Side, by version: RecordVersion?, _ work: BatchWork) -> RecordVersion? {
        guard shape.tables[side].declaration.choice == nil else { return nil }
        let before = work.nominee.sides[side].version
        return before == version ? nil : before
    }

    /// One of two writes was carried out: only what it wrote is agreed; everything else is decided again from the old base.
    mutating func agreePartly(_ work: BatchWork, _ done: [Side: RemoteRecord]) {
        guard var coupling = work.nominee.coupling else { return meet(work, done) }
        let fields = work.decision.fieldsWritten
        guard !done.isEmpty else { return }
        switch work.decision.action {
        case .update, .updateBoth: break
        case .create, .delete, .couple, .uncouple, .none, .setAside, .wait: return
        }
        for side in Side.allCases { coupling.bases[side] = shape.comparisons[side].translated(coupling.bases[side]) }
        for (side, record) in done {
            let layout = shape.layouts[side]
            let returned = layout.hashes(of: record.fields)
            for field in fields[side] {
                let hash =
                    layout.hash(of: field.name, in: returned).map(Array.init)
                    ?? planner.hasher.hash(field.value, of: field.name, on: side)
                layout.set(hash, for: field.name, in: &coupling.bases[side].hashes)
            }
            coupling.bases[side].version = record.version
            coupling.bases[side].replaced = replaced(on: side, by: record.version, work)
            coupling.bases[side].filter = shape.filter(around: record.fields, on: side)
            deliver(fields[side].names, to: side, work, &coupling)
            agreeLinesAlone(&coupling, record, side, work)
            commit.counters.modified[side] += 1
            note(work, .updated, side, fields: work.written(to: side))
        }
        noteLeft(work, &coupling)
        commit.couplings.append(coupling)
    }

    /// Of two writes that with lines was carried out: its lines are agreed, here as they are and on the other side as they were read.
    private func agreeLinesAlone(_ coupling: inout Coupling, _ record: RemoteRecord, _ side: Side, _ work: BatchWork) {
        guard work.planned(side)?.write.lines != nil else { return }
        _ = agreeLines(&coupling.bases[side], record, side, work)
        coupling.lines = lines(after: work)
        let origin = side.opposite
        let layout = shape.layouts[origin]
        guard let read = planner.base(of: origin, work.nominee),
            let hash = layout.hash(of: LineText.field, in: read.hashes)
        else { return }
        layout.set(Array(hash), for: LineText.field, in: &coupling.bases[origin].hashes)
    }

    /// Takes back that a record is inside the filter, where it was seen outside.
    func noteLeft(_ work: BatchWork, _ coupling: inout Coupling) {
        for side in Side.allCases where work.nominee.sides[side].presence == .outOfScope {
            coupling.bases[side].filter = nil
        }
    }

    /// What fields of a side were written from is agreed as it was read: an edit is told from it.
    ///
    /// A reference that was left out is not agreed: it is decided, and noted, again.
    private func deliver(_ fields: [FieldName], to side: Side, _ work: BatchWork, _ coupling: inout Coupling) {
        let origin = side.opposite
        let layout = shape.layouts[origin]
        guard let read = planner.base(of: origin, work.nominee) else { return }
        let open = planner.leftOut(work.decision, on: origin, work.nominee)
        for field in shape.sources(of: fields, on: side) where !open.contains(field) {
            guard let hash = layout.hash(of: field, in: read.hashes) else { continue }
            layout.set(Array(hash), for: field, in: &coupling.bases[origin].hashes)
        }
    }
}
