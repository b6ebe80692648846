import JSON

/// Answers questions about tables and columns: `EntityDefinitions` and what is below.
///
/// <https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query-metadata-web-api>
struct MetadataService {
    let session: Session

    init(_ session: Session) { self.session = session }

    /// Answers a request for metadata.
    func answer(_ operation: Operation) throws -> HTTPAnswer {
        guard operation.method == "GET" else {
            throw DataverseError.notSupported(
                "The sandbox's tables come from its definition files and can't be changed.")
        }
        let segments = operation.path.segments
        switch segments[0].name {
        case "EntityDefinitions": return try definitions(segments, operation)
        case "GlobalOptionSetDefinitions": return try globalSets(segments[0], operation)
        default: return try relationships(segments[0], operation)
        }
    }

    private func definitions(_ segments: [ResourcePath.Segment], _ operation: Operation) throws -> HTTPAnswer {
        let query = try operation.query()
        let context = "\(session.root)$metadata#EntityDefinitions"
        guard let arguments = segments[0].arguments else {
            let objects = try session.model.tables.map { try entity($0, query) }
            return try JSONQuery(query).answer(objects, context: context)
        }
        let table = try table(arguments)
        guard segments.count > 1 else {
            let shaped = JSONQuery(query).shaped(try entity(table, query))
            return DataverseAnswer.ok(Self.adding(context + "/$entity", to: shaped))
        }
        return try below(table, Array(segments.dropFirst()), query, context)
    }

    private func below(
        _ table: DataverseTable, _ segments: [ResourcePath.Segment], _ query: ODataQuery, _ context: String
    ) throws -> HTTPAnswer {
        let objects = MetadataObjects(session, table)
        let context = "\(context)('\(table.name)')/\(segments[0].name)"
        switch segments[0].name {
        case "Attributes": return try attributes(objects, segments, query, context)
        case "Keys": return try JSONQuery(query).answer(objects.keys(), context: context)
        case "OneToManyRelationships":
            return try JSONQuery(query).answer(RelationshipObjects(session.model).oneToMany(table), context: context)
        case "ManyToOneRelationships":
            return try JSONQuery(query).answer(RelationshipObjects(session.model).manyToOne(table), context: context)
        case "ManyToManyRelationships": return try JSONQuery(query).answer([], context: context)
        default: throw DataverseError.segmentNotFound(segments[0].name)
        }
    }

    private func attributes(
        _ objects: MetadataObjects, _ segments: [ResourcePath.Segment], _ query: ODataQuery, _ context: String
    ) throws -> HTTPAnswer {
        let cast = segments.dropFirst().first.flatMap { Self.cast($0.name) }
        let wantsOptions = cast != nil || query.expand.contains { $0.navigation.hasSuffix("OptionSet") }
        if let arguments = segments[0].arguments {
            let column = try column(arguments, objects.table)
            return try attribute(column, objects, Array(segments.dropFirst(cast == nil ? 1 : 2)), query, context)
        }
        let columns = objects.table.columns.filter { cast == nil || $0.type.metadataType == cast }
        let found = columns.map { objects.attribute($0, withOptions: wantsOptions) }
        return try JSONQuery(query).answer(
            found, context: cast.map { "\(context)/Microsoft.Dynamics.CRM.\($0)" } ?? context)
    }

    private func attribute(
        _ column: DataverseColumn, _ objects: MetadataObjects, _ rest: [ResourcePath.Segment], _ query: ODataQuery,
        _ context: String
    ) throws -> HTTPAnswer {
        let object = objects.attribute(column, withOptions: true)
        guard let next = rest.first else {
            return DataverseAnswer.ok(Self.adding("\(context)/$entity", to: JSONQuery(query).shaped(object)))
        }
        guard let inner = object[next.name] else { throw DataverseError.segmentNotFound(next.name) }
        return DataverseAnswer.ok(Self.adding("\(context)/\(next.name)", to: JSONQuery(query).shaped(inner)))
    }

    private static func cast(_ name: String) -> String? {
        let prefix = "Microsoft.Dynamics.CRM."
        guard name.hasPrefix(prefix), name.hasSuffix("AttributeMetadata") else { return nil }
        return String(name.dropFirst(prefix.count))
    }

    /// The table that `LogicalName='account'` or a MetadataId means.
    private func table(_ arguments: String) throws -> DataverseTable {
        guard let key = KeyPredicate(arguments) else { throw DataverseError.metadataNotFound(arguments) }
        let found = session.model.tables.first { table in
            switch key {
            case .identity(let id): MetadataObjects(session, table).metadataID == id
            case .columns(let parts): parts.count == 1 && Self.names(parts[0], table.name, table.schemaName)
            }
        }
        guard let found else { throw DataverseError.metadataNotFound(arguments) }
        return found
    }

    private func column(_ arguments: String, _ table: DataverseTable) throws -> DataverseColumn {
        guard let key = KeyPredicate(arguments) else { throw DataverseError.metadataNotFound(arguments) }
        let objects = MetadataObjects(session, table)
        let found = table.columns.first { column in
            switch key {
            case .identity(let id): objects.metadataID(column) == id
            case .columns(let parts): parts.count == 1 && Self.names(parts[0], column.name, column.schemaName)
            }
        }
        guard let found else { throw DataverseError.metadataNotFound(arguments) }
        return found
    }

    private static func names(_ part: ODataKey.Part, _ logical: String, _ schema: String) -> Bool {
        switch part.name {
        case "LogicalName": part.value.text == logical
        case "SchemaName": part.value.text == schema
        default: false
        }
    }

    private func entity(_ table: DataverseTable, _ query: ODataQuery) throws -> JSONValue {
        let objects = MetadataObjects(session, table)
        guard var members = objects.entity().object else { return .null }
        for expansion in query.expand {
            let inner: [JSONValue]
            switch expansion.navigation {
            case "Attributes": inner = table.columns.map { objects.attribute($0, withOptions: false) }
            case "Keys": inner = objects.keys()
            case "OneToManyRelationships": inner = RelationshipObjects(session.model).oneToMany(table)
            case "ManyToOneRelationships": inner = RelationshipObjects(session.model).manyToOne(table)
            default: continue
            }
            members.append(.init(expansion.navigation, .array(inner.map(JSONQuery(expansion.query).shaped))))
        }
        return .object(members)
    }

    private func globalSets(_ segment: ResourcePath.Segment, _ operation: Operation) throws -> HTTPAnswer {
        let context = "\(session.root)$metadata#GlobalOptionSetDefinitions"
        let sets = MetadataObjects.globalSets(session)
        guard let arguments = segment.arguments else {
            return try JSONQuery(operation.query()).answer(sets, context: context)
        }
        guard case .columns(let parts)? = KeyPredicate(arguments),
            let set = sets.first(where: { $0["Name"]?.string == parts.first?.value.text })
        else { throw DataverseError.metadataNotFound(arguments) }
        return DataverseAnswer.ok(Self.adding("\(context)/$entity", to: try JSONQuery(operation.query()).shaped(set)))
    }

    private func relationships(_ segment: ResourcePath.Segment, _ operation: Operation) throws -> HTTPAnswer {
        let context = "\(session.root)$metadata#RelationshipDefinitions"
        let all = session.model.tables.flatMap { RelationshipObjects(session.model).manyToOne($0) }
        guard let arguments = segment.arguments else {
            return try JSONQuery(operation.query()).answer(all, context: context)
        }
        guard case .columns(let parts)? = KeyPredicate(arguments),
            let found = all.first(where: { $0["SchemaName"]?.string == parts.first?.value.text })
        else { throw DataverseError.metadataNotFound(arguments) }
        return DataverseAnswer.ok(Self.adding("\(context)/$entity", to: found))
    }

    private static func adding(_ context: String, to object: JSONValue) -> JSONValue {
        .object([.init("@odata.context", .string(context))] + (object.object ?? []))
    }
}
