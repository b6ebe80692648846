import JSON
import Model

extension Dataverse {
    /// Looks a table up in the metadata: its columns, and where its lookups lead.
    package func table(for declaration: TableDeclaration) async throws -> RemoteTable {
        let tables = try await catalog.tables()
        guard let entry = tables[declaration.table] else {
            throw RemoteFailure(Problem(.schema, [declaration.table], side: side))
        }
        let route = TableDeclaration.Route(kind: .standard, path: "", set: entry.set)
        if declaration.choice != nil {
            let table = RemoteTable(declaration: declaration, route: route, fields: ChoiceTable.fields)
            // Asks for the options, so that a column that is none is found out now.
            _ = try await choices(table).options()
            return table
        }
        let definition = "\(courier.root.text)/EntityDefinitions(LogicalName='\(entry.name)')"
        async let attributes = metadata(ODataList<Attribute>.self, "\(definition)/Attributes", declaration)
        async let relationships = metadata(
            ODataList<Relationship>.self,
            "\(definition)/ManyToOneRelationships"
                + "?$select=ReferencingAttribute,ReferencedEntity,ReferencingEntityNavigationPropertyName", declaration)
        let lookups = Dictionary(grouping: try await relationships.values, by: \.attribute)
        let fields = try await attributes.values.compactMap { attribute -> RemoteTable.Field? in
            attribute.field(lookups[attribute.name] ?? [], tables)
        }
        var found = declaration
        found.key = declaration.key.isEmpty ? entry.key : declaration.key
        return RemoteTable(
            declaration: found, route: route, fields: fields + RemoteTable.typeFields(of: fields))
    }

    private func metadata<Value: JSONReadable & Sendable>(
        _ type: Value.Type, _ url: String, _ declaration: TableDeclaration
    ) async throws -> Value {
        var request = get(url)
        request.limit = Self.metadataLimit
        let response = try await courier.read(request, in: "metadata")
        return try courier.decode(type, response, about: declaration.table)
    }

    func choices(_ table: RemoteTable) -> ChoiceTable { ChoiceTable(table: table, dataverse: self) }
}

/// A column as the metadata describes it.
private struct Attribute: JSONReadable, Sendable {
    var name = ""
    var type = ""
    var maxLength: Int?
    var isPart = false
    var isReadable = true
    var isWritable = true
    var isDateOnly = false
    private var isCreatable = true
    private var isUpdatable = true

    init(from reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "LogicalName": name = try reader.text()
            case "AttributeType": type = try reader.text()
            case "AttributeOf": isPart = try !reader.text().isEmpty
            case "MaxLength": maxLength = try reader.isNull() ? nil : Int(reader.integer())
            case "IsValidForRead": isReadable = try reader.flag(whenNull: true)
            case "IsValidForCreate": isCreatable = try reader.flag(whenNull: true)
            case "IsValidForUpdate": isUpdatable = try reader.flag(whenNull: true)
            case "DateTimeBehavior":
                if try reader.peek() == .object {
                    try reader.beginObject()
                    while let key = try reader.nextKey() {
                        if key == "Value" { isDateOnly = try reader.text() == "DateOnly" }
                    }
                }
            default: break
            }
        }
        isWritable = isCreatable || isUpdatable
    }

    func field(_ lookups: [Relationship], _ tables: [String: Dataverse.Catalog.Entry]) -> RemoteTable.Field? {
        guard isReadable, !isPart else { return nil }
        let kind: RemoteTable.Field.Kind
        switch type {
        case "String", "Memo", "EntityName": kind = .text
        case "Decimal", "Money", "Double": kind = .decimal
        case "Integer", "BigInt": kind = .integer
        case "Boolean": kind = .boolean
        case "DateTime": kind = isDateOnly ? .date : .instant
        case "Uniqueidentifier": kind = .guid
        case "Picklist", "State", "Status": kind = .choice
        case "Owner": kind = .lookup(owners(tables))
        case "Lookup", "Customer": kind = .lookup(targets(lookups, tables))
        default: return nil
        }
        return RemoteTable.Field(name: name, kind: kind, maxLength: maxLength, isReadOnly: !isWritable)
    }

    /// An owner is a user or a team; the metadata names only what both are.
    private func owners(_ tables: [String: Dataverse.Catalog.Entry]) -> [RemoteTable.Field.Target] {
        ["systemuser", "team"].compactMap { owner in
            tables[owner].map { RemoteTable.Field.Target(table: owner, set: $0.set, navigation: name) }
        }
    }

    /// Where a lookup leads; the usual table of those that may lead to several comes first, since that is the one we bind to.
    private func targets(_ lookups: [Relationship], _ tables: [String: Dataverse.Catalog.Entry])
        -> [RemoteTable.Field.Target]
    {
        let usual = ["systemuser", "account"]
        return lookups.compactMap { lookup in
            tables[lookup.target].map {
                RemoteTable.Field.Target(table: lookup.target, set: $0.set, navigation: lookup.navigation)
            }
        }.sorted { left, right in
            let ranks = [left, right].map { usual.firstIndex(of: $0.table) ?? usual.count }
            return ranks[0] != ranks[1] ? ranks[0] < ranks[1] : left.table < right.table
        }
    }
}

/// A lookup as the metadata describes it.
private struct Relationship: JSONReadable, Sendable {
    var attribute = ""
    var target = ""
    var navigation = ""

    init(from reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "ReferencingAttribute": attribute = try reader.text()
            case "ReferencedEntity": target = try reader.text()
            case "ReferencingEntityNavigationPropertyName": navigation = try reader.text()
            default: break
            }
        }
    }
}
