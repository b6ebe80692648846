import Model
import RemoteSystems

/// A write that a decision asks for, with the intent that is stored before it leaves.
struct PlannedWrite: Sendable {
    /// The decision's place in its batch.
    var decision: Int
    /// What is sent.
    @Boxed var write: RemoteWrite
    /// What is stored first.
    @Boxed var intent: Intent

    /// The side that is written to.
    var side: Side { intent.side }
}

/// Turns decisions into writes and their intents.
///
/// Pure.
struct WritePlanner: Sendable {
    let shape: EntityShape
    let hasher: FieldHasher
    let keys: ChosenKey
    /// The generation of ERP records whose earlier coupling ended.
    var generations: [RecordID: Int] = [:]

    /// The writes of a batch, decision by decision.
    ///
    /// Beside the run, which goes on with other batches meanwhile.
    @concurrent func writes(of works: [BatchWork]) async -> [PlannedWrite] {
        works.indices.flatMap { index in
            works[index].isOvertaken ? [] : writes(works[index].decision, at: index, about: works[index].nominee)
        }
    }

    /// The writes of one decision, in no order: each stands for itself.
    ///
    /// A record whose version nobody knows is written to by none: an edit would be rolled over unseen. It is read anew first.
    func writes(_ decision: Decision, at index: Int, about nominee: Nominee) -> [PlannedWrite] {
        switch decision.action {
        case .create(let side, let fields, let key): [create(side, fields, key, decision, index, nominee)]
        case .update, .updateBoth, .uncouple:
            Side.allCases.flatMap { update($0, decision.fieldsWritten[$0], decision, index, nominee) }
        case .delete(let side): delete(side, decision, index, nominee)
        case .none, .couple, .setAside, .wait: []
        }
    }

    /// The base of a side as the decision saw it.
    func base(of side: Side, _ nominee: Nominee) -> Base? {
        let reading = nominee.sides[side]
        if var read = shape.base(of: reading, on: side) {
            read.replaced = nominee.coupling?.bases[side].replaced
            return read
        }
        return nominee.coupling.map { shape.comparisons[side].translated($0.bases[side]) }
    }

    /// The generation that a create gives its coupling.
    func generation(_ nominee: Nominee) -> Int {
        if let coupling = nominee.coupling { return coupling.generation + 1 }
        return nominee.sides.erp.id.flatMap { generations[$0] } ?? 0
    }

    private func create(
        _ side: Side, _ fields: Fields, _ key: [FieldName], _ decision: Decision, _ index: Int, _ nominee: Nominee
    ) -> PlannedWrite {
        let generation = generation(nominee)
        let source = nominee.sides[side.opposite].id
        let operation: Intent.Operation
        let chosen: RecordID?
        switch side {
        case .crm:
            let id = keys.key(of: shape.entity, erp: source ?? .zero, generation: generation)
            (operation, chosen) = (.createKeyed(id), id)
        case .erp:
            (operation, chosen) = (key.isEmpty ? .createKeyless : .createNatural(key), nil)
        }
        var planned = PlannedWrite(
            decision: index,
            write: RemoteWrite(
                .create(key: chosen), fields: fields, returning: shape.layouts[side].fields,
                isRecognisable: chosen != nil || !key.isEmpty),
            intent: intent(side, operation, fields, decision, nominee, generation: generation))
        (planned.write.fields, planned.write.detour) = shape.detour(into: fields, on: side)
        if let lines = shape.lines, !decision.lines[side].isEmpty {
            let made = lines.created(decision.lines[side], on: side, from: nominee) { source in
                side == .crm ? keys.key(of: shape.entity, erp: source, generation: generation) : nil
            }
            (planned.write.lines, planned.intent.lines) = (made.sent, made.kept)
        }
        return planned
    }

    private func update(
        _ side: Side, _ fields: Fields, _ decision: Decision, _ index: Int, _ nominee: Nominee
    ) -> [PlannedWrite] {
        guard decision.isWritten(side), let id = nominee.sides[side].id, let version = nominee.sides[side].version,
            let way = shape.way(
                of: fields, withLines: decision.lines[side].contains { !$0.isMerelyCoupled }, to: side, nominee)
        else { return [] }
        var planned = PlannedWrite(
            decision: index,
            write: RemoteWrite(
                .update(id, version: version), fields: way.fields, returning: shape.layouts[side].fields,
                detour: way.detour),
            intent: intent(side, .update(id, version: version), fields, decision, nominee, generation: 0))
        let writes = decision.lines[side].filter { !$0.isMerelyCoupled }
        guard let shape = shape.lines, !writes.isEmpty else { return [planned] }
        let generation = nominee.coupling?.generation ?? nominee.sides.erp.id.flatMap { generations[$0] } ?? 0
        let lines = shape.changed(writes, on: side, from: nominee) { source in
            side == .crm ? keys.key(of: self.shape.entity, erp: source, generation: generation) : nil
        }
        guard let lines else { return [] }
        (planned.write.lines, planned.intent.lines) = (lines.sent, lines.kept)
        if planned.write.fields.isEmpty, planned.write.detour?.opening.isEmpty ?? true {
            planned.write.fields = self.shape.touch(nominee, on: side)
        }
        return [planned]
    }

    private func delete(
        _ side: Side, _ decision: Decision, _ index: Int, _ nominee: Nominee
    ) -> [PlannedWrite] {
        guard let id = nominee.sides[side].id, let version = nominee.sides[side].version else { return [] }
        return [
            PlannedWrite(
                decision: index,
                write: RemoteWrite(.delete(id, version: version), fields: Fields(), returning: []),
                intent: intent(side, .delete(id, version: version), Fields(), decision, nominee, generation: 0))
        ]
    }

    private func intent(
        _ side: Side, _ operation: Intent.Operation, _ fields: Fields, _ decision: Decision, _ nominee: Nominee,
        generation: Int
    ) -> Intent {
        var intent = Intent(
            side: side, operation: operation, source: nominee.sides[side.opposite].id, coupling: nominee.coupling?.id,
            generation: generation,
            sent: shape.layouts[side].sent(fields), sourceBase: delivered(from: side.opposite, decision, nominee))
        if nominee.coupling == nil, case .update = operation {
            intent.targetBase = delivered(from: side, decision, nominee)
        }
        return intent
    }

    /// What of the source side the write delivers: everything when it makes a coupling, else only the fields that changed, so that
    /// settling it later can't take back what the other write of the same decision, or a later one, agreed.
    ///
    /// A reference that was left out is not delivered: who settles the write has it decided again, since the note that it waits is
    /// stored with the coupling only.
    private func delivered(from side: Side, _ decision: Decision, _ nominee: Nominee) -> Base? {
        guard let base = base(of: side, nominee) else { return nil }
        let layout = shape.layouts[side]
        var fields = layout.fields
        // A record that is made anew gets all of the source, and a coupling of its own.
        var makesCoupling = nominee.coupling == nil
        if case .create = decision.action { makesCoupling = true }
        if !makesCoupling, case .fields(let changed) = nominee.sides[side].change { fields = changed }
        let open = leftOut(decision, on: side, nominee)
        guard fields.count < layout.fields.count || !open.isEmpty else { return base }
        var delivered = layout.emptyBase(version: base.version)
        for field in fields where !open.contains(field) {
            guard let hash = layout.hash(of: field, in: base.hashes) else { continue }
            layout.set(Array(hash), for: field, in: &delivered.hashes)
        }
        return delivered
    }

    /// The fields of a side whose references the decision leaves out.
    func leftOut(_ decision: Decision, on side: Side, _ nominee: Nominee) -> Set<FieldName> {
        Set(
            decision.leftOut.filter { $0.side == side }
                .flatMap { shape.fields(referringTo: $0, in: nominee.sides[side].fields) })
    }
}
