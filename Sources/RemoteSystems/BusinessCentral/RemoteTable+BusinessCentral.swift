package import Model

extension RemoteTable {
    /// A field by its name.
    package func field(_ name: FieldName) -> Field? { fields.first { $0.name == name } }

    /// The field that says when a row was modified.
    var modifiedField: FieldName? {
        let names = ["lastModifiedDateTime", "systemModifiedAt", "SystemModifiedAt"]
        return names.first { name in fields.contains { $0.name == name && $0.kind == .instant } }
    }

    /// What is asked for, as the value of `$select`: the key, the stamp, and the fields that the table has.
    func selection(of names: [FieldName]) -> String {
        let present = names.filter { field($0) != nil }
        let first = [declaration.key] + (modifiedField.map { [$0] } ?? [])
        return (first + present.filter { !first.contains($0) }).map(PercentEncoding.query).joined(separator: ",")
    }

    /// How records of a Business Central page are read.
    func reading(_ names: [FieldName]) -> RecordReading {
        RecordReading(
            key: declaration.key, modified: modifiedField,
            fields: names.compactMap { name in
                field(name).map { (name: name, wire: name, form: RecordReading.Form($0.kind)) }
            })
    }

    /// The key of a record in an address: `(id)`; `nil` when it can't be one.
    func predicate(_ id: RecordID) -> String? {
        if field(declaration.key)?.kind == .text {
            return "(\(PercentEncoding.segment(ODataLiteral.string(id.text).text)))"
        }
        return ODataLiteral.guid(id.text).map { "(\($0.text))" }
    }
}

extension RecordReading.Form {
    /// What becomes of values of a kind.
    init(_ kind: RemoteTable.Field.Kind) {
        self =
            switch kind {
            case .text: .text
            case .decimal: .decimal
            case .integer: .integer
            case .boolean: .boolean
            case .date: .date
            case .instant: .instant
            case .guid, .lookup: .guid
            case .choice: .choice
            }
    }
}
