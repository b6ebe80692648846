import Model

extension RemoteTable {
    /// The name of a field in `$select`, filters and answers: lookups are read as `_name_value`.
    static func wireName(_ field: Field) -> String {
        if case .lookup = field.kind { "_\(field.name)_value" } else { field.name }
    }

    /// The lookup whose target's table a field names: `parentcustomerid` for `parentcustomeridtype`.
    ///
    /// Where a lookup may lead to several tables, its row says which by an annotation, and by no column:
    /// <https://learn.microsoft.com/power-apps/developer/data-platform/webapi/web-api-navigation-properties#multi-table-lookups>
    private func lookup(typedBy name: FieldName) -> Field? {
        guard name.hasSuffix("type"), let lookup = field(FieldName(name.dropLast(4))),
            case .lookup(let targets) = lookup.kind, targets.count > 1
        else { return nil }
        return lookup
    }

    /// The fields that name the tables which the lookups of a table lead to.
    static func typeFields(of fields: [Field]) -> [Field] {
        fields.compactMap { field in
            guard case .lookup(let targets) = field.kind, targets.count > 1 else { return nil }
            return Field(name: "\(field.name)type", kind: .text, isReadOnly: true)
        }
    }

    /// What is asked for with a preference, for fields that are no columns.
    func dataversePreference(for names: [FieldName]) -> String? {
        guard names.contains(where: { lookup(typedBy: $0) != nil }) else { return nil }
        return #"odata.include-annotations="\#(Self.typeAnnotation)""#
    }

    private static let typeAnnotation = "Microsoft.Dynamics.CRM.lookuplogicalname"

    private func wire(_ name: FieldName) -> String? {
        if let lookup = lookup(typedBy: name) { return "\(Self.wireName(lookup))@\(Self.typeAnnotation)" }
        return field(name).map(Self.wireName)
    }

    private var stamp: FieldName? { field("modifiedon") == nil ? nil : "modifiedon" }

    /// A column of the one row that a collection holds: `unit_of_measurement_schedule_units/uomid`; or of the one row
    /// in it whose column in the middle is true: `unit_of_measurement_schedule_units/isschedulebaseuom/uomid`.
    private static func step(_ name: FieldName) -> (navigation: String, flag: String?, column: FieldName)? {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard (2...3).contains(parts.count), parts.allSatisfy(isIdentifier) else { return nil }
        return (parts[0], parts.count == 3 ? parts[1] : nil, parts[parts.count - 1])
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
        let steps = names.compactMap(Self.step).map { step in
            let filter = step.flag.map { ";$filter=\($0)%20eq%20true" } ?? ""
            return "\(step.navigation)($select=\(step.column)\(filter))"
        }
        let selection = dataverseSelection(of: names)
        return steps.isEmpty ? selection : "\(selection)&$expand=\(steps.joined(separator: ","))"
    }

    /// What is asked for, as the value of `$select`: the key, the stamp, and the fields that the table has.
    func dataverseSelection(of names: [FieldName]) -> String {
        var wanted: [String] = []
        for name in names {
            guard let field = lookup(typedBy: name) ?? field(name), !wanted.contains(Self.wireName(field)) else {
                continue
            }
            wanted.append(Self.wireName(field))
        }
        let first = [declaration.key] + (stamp.map { [$0] } ?? [])
        return (first + wanted.filter { !first.contains($0) }).map(PercentEncoding.query).joined(separator: ",")
    }

    /// How rows of a Dataverse table are read.
    func dataverseReading(_ names: [FieldName]) -> RecordReading {
        RecordReading(
            key: declaration.key, modified: stamp,
            fields: names.compactMap { name in
                if let step = Self.step(name) { return (name: name, wire: step.navigation, form: .only(step.column)) }
                guard let field = field(name), let wire = wire(name) else { return nil }
                return (name: name, wire: wire, form: RecordReading.Form(field.kind))
            })
    }
}
