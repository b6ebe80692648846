/// The entity sets of one route: the standard API, a custom API, the web services.
struct BCRoute: Sendable {
    /// An entity set.
    struct EntitySet: Sendable {
        let schema: TableSchema
        let route: RouteDefinition
        /// The fields that the route has, in their order, with the names by which it knows them.
        let fields: [(name: String, field: FieldDefinition)]
        /// The fields of the table, on this route or not, that every write looks at.
        let lookups: [FieldDefinition]
        let relatedCodes: [FieldDefinition]
        let required: [FieldDefinition]
        let computed: [FieldDefinition]
        private let named: [String: FieldDefinition]

        init(schema: TableSchema, route: RouteDefinition, fields: [(name: String, field: FieldDefinition)]) {
            self.schema = schema
            self.route = route
            self.fields = fields
            let all = schema.definition.fields
            lookups = all.filter { $0.kind == .lookup && $0.stamp == nil }
            relatedCodes = all.filter { $0.kind == .code && $0.relation != nil }
            required = all.filter(\.required)
            computed = all.filter { $0.computed != nil }
            named = Dictionary(fields.map { ($0.name, $0.field) }) { first, _ in first }
        }

        /// The field that the route knows by a name.
        func field(_ name: String) -> FieldDefinition? { named[name] }
    }

    let kind: RouteDefinition.Kind
    let path: String
    /// The sets by their names.
    let sets: [String: EntitySet]

    /// All routes of the definitions.
    static func all(_ catalog: [String: TableSchema]) -> [BCRoute] {
        var routes: [String: (RouteDefinition.Kind, [String: EntitySet])] = [:]
        for schema in catalog.values {
            for route in schema.definition.routes {
                let path = route.kind == .webService ? "" : route.path
                let set = EntitySet(schema: schema, route: route, fields: fields(schema.definition, route))
                routes[path, default: (route.kind, [:])].1[route.set] = set
            }
        }
        return routes.map { BCRoute(kind: $0.value.0, path: $0.key, sets: $0.value.1) }
    }

    /// The set of a table on this route; the first by name, if it has several.
    func set(ofTable table: String) -> EntitySet? {
        sets.values.filter { $0.schema.table == table }.min { $0.route.set < $1.route.set }
    }

    private static func fields(
        _ definition: EntityDefinition, _ route: RouteDefinition
    ) -> [(name: String, field: FieldDefinition)] {
        definition.fields.compactMap { field in
            if route.kind == .webService { return field.webServiceName.map { ($0, field) } }
            return field.routes?.contains(route.kind) ?? true ? (field.name, field) : nil
        }
    }
}
