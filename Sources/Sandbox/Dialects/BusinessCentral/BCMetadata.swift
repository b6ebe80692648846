/// The `$metadata` of a route: CSDL in XML, namespace `Microsoft.NAV`.
struct BCMetadata {
    let route: BCRoute
    let engine: Engine

    /// The document.
    var text: String {
        let sets = route.sets.values.sorted { $0.route.set < $1.route.set }
        var types: Set<String> = []
        let described = sets.filter { types.insert($0.route.entity).inserted }
        return """
            <?xml version="1.0" encoding="utf-8"?><edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">\
            <edmx:DataServices><Schema Namespace="Microsoft.NAV" xmlns="http://docs.oasis-open.org/odata/ns/edm">\
            \(described.map(entityType).joined())\(described.map(enumTypes).joined())\
            <EntityContainer Name="default">\(sets.map(entitySet).joined())</EntityContainer></Schema>\
            </edmx:DataServices></edmx:Edmx>
            """
    }

    private func entityType(_ set: BCRoute.EntitySet) -> String {
        let keys = set.route.key.isEmpty ? [set.schema.definition.key] : set.route.key
        let keyNames = keys.compactMap { key in set.fields.first { $0.field.name == key }?.name }
        let refs = keyNames.map { "<PropertyRef Name=\"\(XMLText.escape($0))\" />" }.joined()
        return "<EntityType Name=\"\(set.route.entity)\"><Key>\(refs)</Key>"
            + set.fields.map { property($0.name, $0.field, set, isKey: keyNames.contains($0.name)) }.joined()
            + navigations(set) + "</EntityType>"
    }

    private func property(_ name: String, _ field: FieldDefinition, _ set: BCRoute.EntitySet, isKey: Bool) -> String {
        let length = field.maxLength.map { " MaxLength=\"\($0)\"" } ?? ""
        let scale = field.kind == .decimal ? " Scale=\"Variable\"" : ""
        let isNullable = isKey ? " Nullable=\"false\"" : ""
        let isEditable = field.access == .readWrite || field.access == .updateOnly
        let isSettable = field.access == .readWrite || field.access == .createOnly
        let type = field.kind == .choice ? "Microsoft.NAV.\(enumName(set, field))" : Self.edm(field.kind)
        return "<Property Name=\"\(XMLText.escape(name))\" Type=\"\(type)\"\(isNullable)\(length)\(scale)>"
            + "<Annotation Term=\"NAV.LabelId\" String=\"\(XMLText.escape(field.caption))\" />"
            + "<Annotation Term=\"NAV.AllowEdit\" Bool=\"\(isEditable)\" />"
            + "<Annotation Term=\"NAV.AllowEditOnCreate\" Bool=\"\(isSettable)\" /></Property>"
    }

    private func navigations(_ set: BCRoute.EntitySet) -> String {
        let singles = set.fields.flatMap(\.field.targets).compactMap { target -> String? in
            guard let other = route.set(ofTable: target.table) else { return nil }
            return "<NavigationProperty Name=\"\(target.navigation)\" Type=\"Microsoft.NAV.\(other.route.entity)\" />"
        }
        let collections = set.schema.definition.collections.compactMap { collection -> String? in
            guard let other = route.set(ofTable: collection.table) else { return nil }
            return "<NavigationProperty Name=\"\(collection.navigation)\" "
                + "Type=\"Collection(Microsoft.NAV.\(other.route.entity))\" ContainsTarget=\"true\" />"
        }
        return (singles + collections).joined()
    }

    private func enumTypes(_ set: BCRoute.EntitySet) -> String {
        set.fields.map(\.field).filter { $0.kind == .choice }.map { field in
            let options = engine.options(OptionSetKey(.businessCentral, table: set.schema.table, field: field))
            let members = options.map {
                "<Member Name=\"\(XMLText.escape(BCEnumText.encode($0.label)))\" Value=\"\($0.value)\" />"
            }
            return "<EnumType Name=\"\(enumName(set, field))\">\(members.joined())</EnumType>"
        }.joined()
    }

    private func enumName(_ set: BCRoute.EntitySet, _ field: FieldDefinition) -> String {
        set.route.entity + field.name.prefix(1).uppercased() + field.name.dropFirst()
    }

    private func entitySet(_ set: BCRoute.EntitySet) -> String {
        "<EntitySet Name=\"\(set.route.set)\" EntityType=\"Microsoft.NAV.\(set.route.entity)\">"
            + "<Annotation Term=\"Org.OData.Capabilities.V1.InsertRestrictions\"><Record><PropertyValue "
            + "Property=\"Insertable\" Bool=\"\(set.route.capabilities.contains(.insert))\" /></Record></Annotation>"
            + "<Annotation Term=\"Org.OData.Capabilities.V1.UpdateRestrictions\"><Record><PropertyValue "
            + "Property=\"Updatable\" Bool=\"\(set.route.capabilities.contains(.update))\" /></Record></Annotation>"
            + "<Annotation Term=\"Org.OData.Capabilities.V1.DeleteRestrictions\"><Record><PropertyValue "
            + "Property=\"Deletable\" Bool=\"\(set.route.capabilities.contains(.delete))\" /></Record></Annotation>"
            + "</EntitySet>"
    }

    private static func edm(_ kind: FieldDefinition.Kind) -> String {
        switch kind {
        case .text, .code, .choice: "Edm.String"
        case .decimal: "Edm.Decimal"
        case .integer: "Edm.Int32"
        case .boolean: "Edm.Boolean"
        case .date: "Edm.Date"
        case .instant: "Edm.DateTimeOffset"
        case .guid, .lookup: "Edm.Guid"
        }
    }
}
