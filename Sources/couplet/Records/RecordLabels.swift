import Model

/// How people know records: by number and name, as they were read a moment ago; nothing of it is stored.
struct RecordLabels: Sendable {
    /// What was read.
    var labels: [RecordReference: String] = [:]
    /// Why the records of a side have no labels, for each side that could not be read.
    var failures: [Side: Problem] = [:]

    /// The label of a record; `nil` when it was not read, or is not there any more.
    subscript(_ record: RecordReference) -> String? { labels[record] }

    /// The label of a record, or its id.
    func name(_ record: RecordReference) -> String { labels[record] ?? record.id.text }

    /// The label of a pair: that of the ERP, where numbers are given, before that of the CRM; `nil` when neither was read.
    func label(of entity: EntityName, _ ids: Sided<RecordID?>) -> String? {
        Side.allCases.lazy.compactMap { side in
            ids[side].flatMap { labels[RecordReference(entity: entity, side: side, id: $0)] }
        }.first
    }
}

extension RecordReference {
    /// The records of a pair, as far as it has any.
    static func records(of entity: EntityName, _ ids: Sided<RecordID?>) -> [RecordReference] {
        Side.allCases.compactMap { side in ids[side].map { RecordReference(entity: entity, side: side, id: $0) } }
    }
}
