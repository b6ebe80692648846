import JSON

/// The relationships between tables as objects.
struct RelationshipObjects {
    private let model: DataverseModel

    init(_ model: DataverseModel) { self.model = model }

    /// The relationships of a table's lookups.
    func manyToOne(_ table: DataverseTable) -> [JSONValue] {
        table.columns.flatMap { column in
            column.field.targets.compactMap { target in
                model.table(target.table).map { object(from: table, column, target, to: $0) }
            }
        }
    }

    /// The relationships of the lookups that refer to a table.
    func oneToMany(_ table: DataverseTable) -> [JSONValue] {
        model.tables.flatMap { other in
            other.columns.flatMap { column in
                column.field.targets.filter { $0.table == table.name }.map {
                    object(from: other, column, $0, to: table)
                }
            }
        }
    }

    private func object(
        from table: DataverseTable, _ column: DataverseColumn, _ target: LookupTarget, to referenced: DataverseTable
    ) -> JSONValue {
        let collection = referenced.definition.collections.first { $0.table == table.name && $0.field == column.name }
        let name = collection?.navigation ?? "\(referenced.name)_\(table.name)_\(column.name)"
        return [
            "MetadataId": .string(ChosenID.of("relationship", name)), "SchemaName": .string(name),
            "RelationshipType": "OneToManyRelationship", "IsCustomRelationship": .boolean(column.name.contains("_")),
            "IsManaged": true, "ReferencedEntity": .string(referenced.name),
            "ReferencedAttribute": .string(referenced.key),
            "ReferencingEntity": .string(table.name), "ReferencingAttribute": .string(column.name),
            "ReferencedEntityNavigationPropertyName": .string(name),
            "ReferencingEntityNavigationPropertyName": .string(target.navigation), "IsHierarchical": false,
            "CascadeConfiguration": [
                "Assign": "NoCascade", "Merge": "NoCascade", "Reparent": "NoCascade", "Share": "NoCascade",
                "Unshare": "NoCascade",
                "Delete": collection?.isOwned == true
                    ? "Cascade" : column.field.required ? "Restrict" : "RemoveLink",
            ],
        ]
    }
}
