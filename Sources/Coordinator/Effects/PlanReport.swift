package import Model

/// What a run would do, found by a dry run: counts, differences per field, what the guards say, and the hash that an approval binds to.
package struct PlanReport: Sendable, Hashable {
    /// A field that would be written.
    package struct FieldChange: Sendable, Hashable {
        /// The side that would be written to.
        package var side: Side
        /// The field.
        package var field: FieldName
        /// What is there now, read live; `nil` when the record is new or the field is not read.
        package var before: FieldValue?
        /// What would be there.
        package var after: FieldValue
    }

    /// What would happen to one pair.
    package struct Entry: Sendable, Hashable {
        /// The pair's identities, as far as it has any; a planned create has the identity that the run will use or a stand-in.
        package var ids: Sided<RecordID?>
        /// What would be done.
        package var operation: Operation
        /// Why.
        package var reason: Reason
        /// The fields that would be written.
        package var changes: [FieldChange]
        /// Conflicts that a policy would settle.
        package var settled: [SettledConflict]
        /// What would stand in the way.
        package var outcome: Outcome
    }

    /// What would be done to a pair.
    package enum Operation: String, Sendable, Hashable, CaseIterable {
        case create, update, delete, couple, uncouple, setAside, wait
    }

    /// The entity.
    package var entity: EntityName
    /// The entities that its fields refer to: for naming the record that a value stands for.
    package var references: Sided<[FieldName: EntityName]>
    /// What would be counted.
    package var counters = Counters()
    /// The writes.
    package var tally = WriteTally()
    /// The pairs with an effect, in the order of the decisions, at most `keptEntries`.
    package var entries: [Entry] = []
    /// How many more pairs have an effect.
    package var omitted = 0
    /// What the guards would stop the run with, unless the plan is approved.
    package var verdict: Problem?
    /// How many pairs would be looked at once more, or differently, that are more than a dry run remembers or looks for: the plan lacks
    /// them.
    package var unforeseen = 0
    /// The hash over the entity and every decision with an effect, whatever their order; `nil` when decisions are lacking, for then
    /// nobody can say what would be approved.
    ///
    /// Where it was merely not looked whether all that is referred to is there, it stands for what was decided: a run writes no more.
    package var hash: String?

    /// How many entries a report keeps; the hash is over all.
    package static let keptEntries = 2_000

    /// Creates an empty report.
    package init(
        entity: EntityName, references: Sided<[FieldName: EntityName]> = Sided(erp: [:], crm: [:])
    ) {
        self.entity = entity
        self.references = references
    }

    /// The report of a dry run that was followed by another pass; what a person approves is the first.
    func followed(by next: PlanReport?) -> PlanReport {
        guard let next else { return self }
        var whole = self
        whole.counters.add(next.counters)
        let kept = next.entries.prefix(max(0, Self.keptEntries - entries.count))
        whole.entries += kept
        whole.omitted += next.omitted + next.entries.count - kept.count
        whole.unforeseen = max(unforeseen, next.unforeseen)
        if next.hash == nil { whole.hash = nil }
        return whole
    }
}

/// Makes the hash of a plan: over each decision by itself, then over all of them in order of their hashes.
struct PlanHash: Sendable {
    private let hasher: FieldHasher
    private var parts: [[UInt8]] = []
    /// Of decisions that would refer to a record that is not there: what would be done, and what was decided.
    private var foreseen: [[UInt8]] = []
    private var decided: [[UInt8]] = []

    init(hasher: FieldHasher) { self.hasher = hasher }

    /// Takes in a decision with an effect.
    ///
    /// Values go in as part of a keyed hash.
    mutating func add(_ decision: Decision, ids: Sided<RecordID?>) {
        if let part = part(decision, ids) { parts.append(part) }
    }

    /// Takes in what a decision comes to that would refer to a record which is not there.
    mutating func add(
        lost: (decision: Decision, ids: Sided<RecordID?>), of whole: (decision: Decision, ids: Sided<RecordID?>)
    ) {
        if let part = part(lost.decision, lost.ids) { foreseen.append(part) }
        if let part = part(whole.decision, whole.ids) { decided.append(part) }
    }

    private func part(_ decision: Decision, _ ids: Sided<RecordID?>) -> [UInt8]? {
        var bytes: [UInt8] = []
        for side in Side.allCases { Canonical.append(ids[side]?.text ?? "", to: &bytes) }
        switch decision.action {
        case .none, .setAside, .wait: return nil
        case .create(let side, let fields, _): append("create", [(side, fields)], to: &bytes)
        case .update(let side, let fields): append("update", [(side, fields)], to: &bytes)
        case .updateBoth(let fields): append("update", [(.erp, fields.erp), (.crm, fields.crm)], to: &bytes)
        case .delete(let side): append("delete", [(side, Fields())], to: &bytes)
        case .couple: append("couple", [], to: &bytes)
        case .uncouple(let fields):
            let writes = [(Side.erp, fields.erp), (.crm, fields.crm)].filter { !$0.1.isEmpty }
            append("uncouple", writes, to: &bytes)
        }
        append(decision.lines, to: &bytes)
        return hasher.hash(bytes)
    }

    /// Lines in their order, which is that of the document.
    private func append(_ lines: Sided<[LineWrite]>, to bytes: inout [UInt8]) {
        for side in Side.allCases {
            for line in lines[side] {
                let (word, id) =
                    switch line {
                    case .create(let source, _): ("create", source)
                    case .update(let id, _): ("update", id)
                    case .delete(let id): ("delete", id)
                    case .leave(let source): ("leave", source)
                    case .couple(let id, let partner): ("couple " + partner.text, id)
                    }
                Canonical.append(id.text, to: &bytes)
                append("line " + word, [(side, line.written)], to: &bytes)
            }
        }
    }

    /// The hash of all that was taken in, as 24 hexadecimal digits; of what was decided, unless it is foreseen what each comes to.
    func text(entity: EntityName, isForeseen: Bool) -> String {
        var bytes: [UInt8] = []
        Canonical.append(entity.text, to: &bytes)
        for part in (parts + (isForeseen ? foreseen : decided)).sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            bytes.append(contentsOf: part)
        }
        return hasher.hash(bytes).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }

    private func append(_ word: String, _ writes: [(Side, Fields)], to bytes: inout [UInt8]) {
        Canonical.append(word, to: &bytes)
        for (side, fields) in writes {
            Canonical.append(side.rawValue, to: &bytes)
            for field in fields.sorted(by: { $0.name < $1.name }) {
                Canonical.append(field.name, to: &bytes)
                Canonical.append(field.value, to: &bytes)
                bytes.append(0xFF)
            }
        }
    }
}
