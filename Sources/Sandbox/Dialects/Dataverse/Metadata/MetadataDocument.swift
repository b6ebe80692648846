/// The service's metadata document in CSDL.
///
/// <https://docs.oasis-open.org/odata/odata-csdl-xml/v4.01/odata-csdl-xml-v4.01.html>
struct MetadataDocument {
    private let model: DataverseModel

    init(_ model: DataverseModel) { self.model = model }

    /// The document as an answer.
    func answer() -> HTTPAnswer {
        HTTPAnswer(
            200, headers: [("Content-Type", "application/xml"), ("OData-Version", "4.0")], body: Array(text.utf8))
    }

    /// The text of the document.
    var text: String {
        var lines = [
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>",
            "<edmx:Edmx Version=\"4.0\" xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\">",
            "<edmx:DataServices>",
            "<Schema Namespace=\"Microsoft.Dynamics.CRM\" Alias=\"mscrm\" xmlns=\"http://docs.oasis-open.org/odata/ns/edm\">",
            "<EntityType Name=\"crmbaseentity\" Abstract=\"true\"/>",
        ]
        for table in model.tables { lines += entityType(table) }
        lines += actions + container
        lines += ["</Schema>", "</edmx:DataServices>", "</edmx:Edmx>"]
        return lines.joined(separator: "\n")
    }

    private func entityType(_ table: DataverseTable) -> [String] {
        var lines = [
            "<EntityType Name=\"\(table.name)\" BaseType=\"mscrm.crmbaseentity\">",
            "<Key><PropertyRef Name=\"\(table.key)\"/></Key>",
        ]
        lines += table.columns.map(property)
        for (place, column) in table.columns.enumerated() {
            lines += navigations(table, column, place)
        }
        for collection in table.definition.collections {
            lines.append(
                "<NavigationProperty Name=\"\(collection.navigation)\" Type=\"Collection(mscrm.\(collection.table))\"/>"
            )
        }
        lines += table.definition.alternateKeys.isEmpty ? [] : alternateKeys(table)
        if table.definition.changeTracking {
            lines.append(
                "<Annotation Term=\"Org.OData.Capabilities.V1.ChangeTracking\"><Record>"
                    + "<PropertyValue Property=\"Supported\" Bool=\"true\"/></Record></Annotation>")
        }
        return lines + ["</EntityType>"]
    }

    private func property(_ column: DataverseColumn) -> String {
        let facet: String
        switch column.edm {
        case "Edm.String": facet = " Unicode=\"false\""
        case "Edm.Decimal": facet = " Scale=\"Variable\""
        default: facet = ""
        }
        return "<Property Name=\"\(column.readName)\" Type=\"\(column.edm)\"\(facet)/>"
    }

    private func navigations(_ table: DataverseTable, _ column: DataverseColumn, _ place: Int) -> [String] {
        if column.type == .owner {
            return [navigation(column.name, "principal", "ownerid", column, partner: nil)]
        }
        return column.field.targets.compactMap { target in
            guard let other = model.table(target.table) else { return nil }
            let partner = other.definition.collections.first { $0.table == table.name && $0.field == column.name }
            return navigation(target.navigation, target.table, other.key, column, partner: partner?.navigation)
        }
    }

    private func navigation(
        _ name: String, _ type: String, _ key: String, _ column: DataverseColumn, partner: String?
    ) -> String {
        let partner = partner.map { " Partner=\"\($0)\"" } ?? ""
        return
            "<NavigationProperty Name=\"\(name)\" Type=\"mscrm.\(type)\" Nullable=\"\(!column.field.required)\"\(partner)>"
            + "<ReferentialConstraint Property=\"\(column.readName)\" ReferencedProperty=\"\(key)\"/></NavigationProperty>"
    }

    private func alternateKeys(_ table: DataverseTable) -> [String] {
        let records = table.definition.alternateKeys.map { key in
            let references = key.fields.map { name in
                let property = table.column(name)?.readName ?? name
                return "<Record Type=\"OData.Community.Keys.V1.PropertyRef\">"
                    + "<PropertyValue Property=\"Alias\" String=\"\(property)\"/>"
                    + "<PropertyValue Property=\"Name\" PropertyPath=\"\(property)\"/></Record>"
            }
            return "<Record Type=\"OData.Community.Keys.V1.AlternateKey\"><PropertyValue Property=\"Key\"><Collection>"
                + references.joined() + "</Collection></PropertyValue></Record>"
        }
        return [
            "<Annotation Term=\"OData.Community.Keys.V1.AlternateKeys\"><Collection>\(records.joined())</Collection></Annotation>"
        ]
    }

    private var actions: [String] {
        let bulk = model.tables.flatMap { table in
            BulkAction.supported(by: table).map { action in
                "<Action Name=\"\(action.rawValue)\" IsBound=\"true\">"
                    + "<Parameter Name=\"entityset\" Type=\"Collection(mscrm.\(table.name))\" Nullable=\"false\"/>"
                    + "<Parameter Name=\"Targets\" Type=\"Collection(mscrm.\(table.name))\" Nullable=\"false\"/></Action>"
            }
        }
        return bulk + [
            "<EntityType Name=\"principal\" BaseType=\"mscrm.crmbaseentity\"><Key><PropertyRef Name=\"ownerid\"/></Key>"
                + "<Property Name=\"ownerid\" Type=\"Edm.Guid\"/></EntityType>",
            "<ComplexType Name=\"WhoAmIResponse\"><Property Name=\"BusinessUnitId\" Type=\"Edm.Guid\" Nullable=\"false\"/>"
                + "<Property Name=\"UserId\" Type=\"Edm.Guid\" Nullable=\"false\"/>"
                + "<Property Name=\"OrganizationId\" Type=\"Edm.Guid\" Nullable=\"false\"/></ComplexType>",
            "<Function Name=\"WhoAmI\"><ReturnType Type=\"mscrm.WhoAmIResponse\" Nullable=\"false\"/></Function>",
        ]
    }

    private var container: [String] {
        var lines = ["<EntityContainer Name=\"System\">"]
        for table in model.tables {
            lines.append("<EntitySet Name=\"\(table.set)\" EntityType=\"Microsoft.Dynamics.CRM.\(table.name)\">")
            for (name, navigation) in table.navigations.sorted(by: { $0.key < $1.key }) {
                let target: String? =
                    switch navigation {
                    case .single(_, let other): model.table(other)?.set
                    case .collection(let collection): model.table(collection.table)?.set
                    }
                guard let target else { continue }
                lines.append("<NavigationPropertyBinding Path=\"\(name)\" Target=\"\(target)\"/>")
            }
            lines.append("</EntitySet>")
        }
        lines.append("<FunctionImport Name=\"WhoAmI\" Function=\"Microsoft.Dynamics.CRM.WhoAmI\"/>")
        return lines + ["</EntityContainer>"]
    }
}
