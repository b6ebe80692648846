import Model

extension RemoteTable {
    /// The name of a field in `$select`, filters and answers: lookups are read as `_name_value`.
    static func wireName(_ field: Field) -> String {
        if case .lookup = field.kind { "_\(field.name)_value" } else { field.name }
    }

    private var stamp: FieldName? { field("modifiedon") == nil ? nil : "modifiedon" }

    /// A column of the one row that a collection holds: `unit_of_measurement_schedule_units/uomid`.
    private static func step(_ name: FieldName) -> (navigation: String, column: FieldName)? {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        return parts.count == 2 && parts.allSatisfy(isIdentifier) ? (parts[0], parts[1]) : nil
    }

    private static func isIdentifier(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy {
                $0 == UInt8(ascii: "_") || $0 < 128 && UnicodeScalar($0).properties.isAlphabetic
                    || (48...57).contains($0)
            }
    }

    /// What is asked for by identity: the value of `$select`, and an `$expand` for each step into a collection.
    ///
    /// <https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/join-tables>
    func dataverseSelectionWithSteps(of names: [FieldName]) -> String {
        let steps = names.compactMap(Self.step).map { "\($0.navigation)($select=\($0.column))" }
        let selection = dataverseSelection(of: names)
        return steps.isEmpty ? selection : "\(selection)&$expand=\(steps.joined(separator: ","))"
    }

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
                if let step = Self.step(name) { return (name: name, wire: step.navigation, form: .only(step.column)) }
                return field(name).map { (name: name, wire: Self.wireName($0), form: RecordReading.Form($0.kind)) }
            })
    }
}
