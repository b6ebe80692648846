import JSON

/// The metadata of a table and its columns as objects.
struct MetadataObjects {
    let table: DataverseTable
    private let session: Session

    init(_ session: Session, _ table: DataverseTable) {
        self.session = session
        self.table = table
    }

    /// The identity of the table's metadata.
    var metadataID: String { ChosenID.of("entity", table.name) }

    /// The identity of a column's metadata.
    func metadataID(_ column: DataverseColumn) -> String { ChosenID.of("attribute", table.name, column.name) }

    /// The table.
    func entity() -> JSONValue {
        let definition = table.definition
        return [
            "MetadataId": .string(metadataID), "LogicalName": .string(table.name),
            "SchemaName": .string(table.schemaName),
            "EntitySetName": .string(table.set), "LogicalCollectionName": .string(table.set),
            "CollectionSchemaName": .string("\(table.schemaName)s"), "PrimaryIdAttribute": .string(table.key),
            "PrimaryNameAttribute": definition.primaryName.map(JSONValue.string) ?? .null,
            "PrimaryImageAttribute": .null,
            "ObjectTypeCode": .number(definition.annotations["objectTypeCode"] ?? "10000"),
            "OwnershipType": .string(definition.annotations["ownership"] ?? "OrganizationOwned"),
            "ChangeTrackingEnabled": .boolean(definition.changeTracking), "IsOptimisticConcurrencyEnabled": true,
            "IsCustomEntity": .boolean(table.name.contains("_")), "IsActivity": false, "IsPrivate": false,
            "IsIntersect": false, "IsLogicalEntity": false, "IsValidForAdvancedFind": true, "IsManaged": true,
            "HasActivities": true, "HasNotes": true, "TableType": "Standard",
            "IsCustomizable": ["Value": true, "CanBeChanged": true, "ManagedPropertyLogicalName": "iscustomizable"],
            "DisplayName": LabelObject.of(definition.caption),
            "DisplayCollectionName": LabelObject.of(definition.annotations["displayCollectionName"] ?? table.set),
            "Description": LabelObject.of(definition.caption),
        ]
    }

    /// The alternate keys.
    func keys() -> [JSONValue] {
        table.definition.alternateKeys.map { key in
            [
                "MetadataId": .string(ChosenID.of("key", table.name, key.name)), "LogicalName": .string(key.name),
                "SchemaName": .string(key.name), "EntityLogicalName": .string(table.name),
                "KeyAttributes": .array(key.fields.map(JSONValue.string)), "EntityKeyIndexStatus": "Active",
                "IsManaged": false, "DisplayName": LabelObject.of(key.name),
            ]
        }
    }

    /// A column; with its options where it has some and they are wanted.
    func attribute(_ column: DataverseColumn, withOptions: Bool) -> JSONValue {
        var members = common(column)
        switch column.type {
        case .string, .memo: members += text(column)
        case .integer, .bigInt, .decimal, .double, .money: members += number(column)
        case .dateTime: members += date(column)
        case .lookup, .owner, .customer:
            let targets = column.field.targets.map { JSONValue.string($0.table) }
            members.append(.init("Targets", .array(targets)))
        case .picklist, .state, .status: if withOptions { members += options(column) }
        case .boolean: if withOptions { members.append(.init("OptionSet", OptionSetObject.boolean)) }
        case .uniqueIdentifier: break
        }
        return .object(members)
    }

    private func common(_ column: DataverseColumn) -> [JSONValue.Member] {
        let field = column.field
        let isServers = field.access == .readOnly
        let level = field.annotations["requiredLevel"] ?? (field.required ? "ApplicationRequired" : "None")
        return [
            .init("@odata.type", .string("#Microsoft.Dynamics.CRM.\(column.type.metadataType)")),
            .init("MetadataId", .string(metadataID(column))), .init("LogicalName", .string(column.name)),
            .init("SchemaName", .string(column.schemaName)), .init("EntityLogicalName", .string(table.name)),
            .init("AttributeType", .string(column.type.rawValue)),
            .init("AttributeTypeName", ["Value": .string(column.type.typeName)]), .init("AttributeOf", .null),
            .init("DisplayName", LabelObject.of(field.caption)), .init("Description", LabelObject.of(field.caption)),
            .init("IsPrimaryId", .boolean(column.name == table.key)),
            .init("IsPrimaryName", .boolean(column.name == table.definition.primaryName)),
            .init("IsValidForRead", true), .init("IsValidODataAttribute", true),
            .init("IsValidForCreate", .boolean(!isServers && field.access != .updateOnly || column.name == table.key)),
            .init("IsValidForUpdate", .boolean(!isServers && field.access != .createOnly)),
            .init("IsCustomAttribute", .boolean(column.name.contains("bcbi_") || column.name.contains("cpl_"))),
            .init("IsLogical", false),
            .init(
                "RequiredLevel",
                [
                    "Value": .string(column.name == table.key ? "SystemRequired" : level), "CanBeChanged": true,
                    "ManagedPropertyLogicalName": "canmodifyrequirementlevelsettings",
                ]),
        ]
    }

    private func text(_ column: DataverseColumn) -> [JSONValue.Member] {
        let length = column.field.maxLength ?? (column.type == .memo ? 2000 : 100)
        let format = column.field.annotations["format"] ?? (column.type == .memo ? "TextArea" : "Text")
        return [
            .init("MaxLength", .number("\(length)")), .init("DatabaseLength", .number("\(length * 2)")),
            .init("Format", .string(format)), .init("FormatName", ["Value": .string(format)]),
        ]
    }

    private func number(_ column: DataverseColumn) -> [JSONValue.Member] {
        var members: [JSONValue.Member] = [
            .init("MinValue", .number(column.field.minimum ?? "-100000000000")),
            .init("MaxValue", .number(column.field.maximum ?? "100000000000")),
        ]
        guard column.field.kind == .decimal else { return members }
        members.append(.init("Precision", .number("\(column.field.scale ?? 2)")))
        if column.type == .money {
            members.append(.init("PrecisionSource", 2))
            members.append(.init("IsBaseCurrency", .boolean(column.name.hasSuffix("_base"))))
        }
        return members
    }

    private func date(_ column: DataverseColumn) -> [JSONValue.Member] {
        let format = column.isDay || column.field.annotations["format"] == "DateOnly" ? "DateOnly" : "DateAndTime"
        return [
            .init("Format", .string(format)),
            .init("DateTimeBehavior", ["Value": .string(column.isDay ? "DateOnly" : "UserLocal")]),
        ]
    }

    private func options(_ column: DataverseColumn) -> [JSONValue.Member] {
        let key = OptionSetKey(.dataverse, table: table.name, field: column.field)
        let options = session.tables.engine.options(key)
        let set = OptionSetObject.of(
            options, name: column.field.optionSet ?? "\(table.name)_\(column.name)",
            isGlobal: column.field.optionSet != nil, type: column.type, states: table.definition.states)
        let isGlobal = column.field.optionSet != nil
        return [
            .init("DefaultFormValue", .number(column.field.defaultValue ?? "-1")),
            .init("OptionSet", set), .init("GlobalOptionSet", isGlobal ? set : .null),
        ]
    }

    /// The option sets that several columns share.
    static func globalSets(_ session: Session) -> [JSONValue] {
        var sets: [String: JSONValue] = [:]
        for table in session.model.tables {
            for column in table.columns {
                guard let name = column.field.optionSet else { continue }
                let options = session.tables.engine.options(OptionSetKey(.dataverse, global: name))
                sets[name] = OptionSetObject.of(options, name: name, isGlobal: true, type: .picklist, states: nil)
            }
        }
        return sets.keys.sorted().compactMap { sets[$0] }
    }
}
