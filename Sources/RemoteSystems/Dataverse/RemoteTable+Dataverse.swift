import Model

extension RemoteTable {
    /// The name of a field in `$select`, filters and answers: lookups are read as `_name_value`.
    static func wireName(_ field: Field) -> String {
        if case .lookup = field.kind { "_\(field.name)_value" } else { field.name }
    }

    private var stamp: FieldName? { field("modifiedon") == nil ? nil : "modifiedon" }

    /// What is asked for, as the value of `$select`: the key, the stamp, and the fields that the table has.
    func dataverseSelection(of names: [FieldName]) -> String {
        let wanted = names.compactMap(field).map(Self.wireName)
        let first = [declaration.key] + (stamp.map { [$0] } ?? [])
        return (first + wanted.filter { !first.contains($0) }).map(PercentEncoding.query).joined(separator: ",")
    }

    /// How rows of a Dataverse table are read.
    func dataverseReading(_ names: [FieldName]) -> RecordReading {
        RecordReading(
            key: declaration.key, modified: stamp,
            fields: names.compactMap { name in
                field(name).map { (name: name, wire: Self.wireName($0), form: RecordReading.Form($0.kind)) }
            })
    }
}
