import Coordinator
import Model

/// What people call the records of a plan: those that it is about, and those that its fields refer to.
struct PlanNames: Sendable {
    private(set) var labels: RecordLabels
    /// Records that are there only once the plan is carried out, with the record that they would be made from.
    private let sources: [RecordReference: RecordReference]

    /// Reads the labels of what is shown: of each entity, the first `limit` records.
    init(_ report: RunReport, limit: Int, _ reader: LabelReader) async {
        let plans = report.entities.compactMap(\.result.plan)
        var sources: [RecordReference: RecordReference] = [:]
        for plan in plans {
            for entry in plan.entries where entry.operation == .create {
                guard let created = entry.createdSide, let id = entry.ids[created],
                    let source = entry.ids[created.opposite]
                else { continue }
                sources[RecordReference(entity: plan.entity, side: created, id: id)] =
                    RecordReference(entity: plan.entity, side: created.opposite, id: source)
            }
        }
        self.sources = sources
        var wanted: Set<RecordReference> = []
        for plan in plans {
            for entry in plan.entries.prefix(limit) {
                for record in RecordReference.records(of: plan.entity, entry.ids) + entry.references(plan) {
                    wanted.insert(sources[record] ?? record)
                }
            }
        }
        labels = await reader.labels(of: wanted)
    }

    /// What the pair of an entry is called; `nil` when its records have no label.
    func label(of entity: EntityName, _ entry: PlanReport.Entry) -> String? {
        RecordReference.records(of: entity, entry.ids).lazy.compactMap(label).first
    }

    /// A value as a person reads it: the record itself where it refers to one.
    func shown(_ value: FieldValue, in change: PlanReport.FieldChange, of plan: PlanReport, _ words: Words) -> String {
        guard let record = plan.reference(value, in: change), let label = label(record) else {
            return words.shown(value)
        }
        return label
    }

    private func label(_ record: RecordReference) -> String? { labels[sources[record] ?? record] }
}

extension PlanReport {
    /// The record that a value of a change refers to; `nil` when the field refers to none.
    fileprivate func reference(_ value: FieldValue, in change: FieldChange) -> RecordReference? {
        guard let entity = references[change.side][change.field] else { return nil }
        switch value {
        case .text(let text) where !text.isEmpty:
            return RecordReference(entity: entity, side: change.side, id: RecordID(text))
        case .integer(let number): return RecordReference(entity: entity, side: change.side, id: RecordID("\(number)"))
        case .null, .boolean, .text: return nil
        }
    }
}

extension PlanReport.Entry {
    /// The side on which a record would be made.
    fileprivate var createdSide: Side? { operation == .create ? changes.first?.side : nil }

    /// The records that its lines name besides its own.
    fileprivate func references(_ plan: PlanReport) -> [RecordReference] {
        var references = changes.flatMap { change in
            [change.before, change.after].compactMap { $0 }.compactMap { plan.reference($0, in: change) }
        }
        if case .waiting(let reference) = outcome { references.append(reference) }
        return references
    }
}
