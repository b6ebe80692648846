import JSON

extension Session {
    /// What isn't a table: functions, unbound actions, metadata; `nil` when the name means something else.
    func special(_ segment: ResourcePath.Segment, _ operation: Operation) throws -> HTTPAnswer? {
        switch segment.name {
        case "$metadata": return MetadataDocument(model).answer()
        case "WhoAmI": return whoAmI()
        case "RetrieveVersion":
            return DataverseAnswer.ok(response("RetrieveVersionResponse", ("Version", "9.2.24092.00165")))
        case "RetrieveAvailableLanguages", "RetrieveProvisionedLanguages":
            return DataverseAnswer.ok(response("\(segment.name)Response", ("LocaleIds", [1033])))
        case "RetrieveTotalRecordCount": return try totalCounts(segment, operation)
        case "EntityDefinitions", "GlobalOptionSetDefinitions", "RelationshipDefinitions":
            return try MetadataService(self).answer(operation)
        case "sdkmessagefilters", "sdkmessages": return try messageFilters(operation)
        case "BulkDelete" where operation.method == "POST": return try bulkDelete(operation)
        case _ where operation.method == "POST" && OptionActions.names.contains(segment.name):
            return try OptionActions(tables: tables, model: model).answer(operation)
        case "PublishXml", "PublishAllXml": return DataverseAnswer.noContent()
        default: return try SalesActions(self, operation).answer(segment.name)
        }
    }

    /// The sets that the service has.
    func serviceDocument() -> HTTPAnswer {
        DataverseAnswer.ok([
            "@odata.context": .string("\(root)$metadata"),
            "value": .array(
                model.tables.map { table in
                    ["name": .string(table.set), "kind": "EntitySet", "url": .string(table.set)]
                }),
        ])
    }

    /// An object with the context of a function's response.
    func response(_ type: String, _ members: (String, JSONValue)...) -> JSONValue {
        .object(
            [.init("@odata.context", .string("\(root)$metadata#Microsoft.Dynamics.CRM.\(type)"))]
                + members.map { .init($0.0, $0.1) })
    }

    private func whoAmI() -> HTTPAnswer {
        let organization = environment.organization
        return DataverseAnswer.ok(
            response(
                "WhoAmIResponse", ("BusinessUnitId", .string(organization.businessUnit)),
                ("UserId", .string(user)), ("OrganizationId", .string(organization.organization))))
    }

    /// `RetrieveTotalRecordCount(EntityNames=['account'])`: exact here, a snapshot of up to a day ago in the real service.
    private func totalCounts(_ segment: ResourcePath.Segment, _ operation: Operation) throws -> HTTPAnswer {
        var text = segment.arguments ?? operation.parameter("EntityNames") ?? ""
        for (name, value) in operation.aliases { text = text.replacing(name, with: value) }
        let names = text.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init).filter {
            $0 != "EntityNames"
        }
        let counts = try names.map { name in try tables.count(Query(model.known(name).name)) }
        let collection: JSONValue = [
            "Count": .number("\(names.count)"), "IsReadOnly": false, "Keys": .array(names.map(JSONValue.string)),
            "Values": .array(counts.map { .number("\($0)") }),
        ]
        return DataverseAnswer.ok(
            response("RetrieveTotalRecordCountResponse", ("EntityRecordCountCollection", collection)))
    }

    /// Which bulk actions a table has, as clients ask before they use them.
    private func messageFilters(_ operation: Operation) throws -> HTTPAnswer {
        let rows = model.tables.flatMap { table in
            BulkAction.supported(by: table).map { action -> JSONValue in
                [
                    "sdkmessagefilterid": .string(ChosenID.of("filter", table.name, action.rawValue)),
                    "primaryobjecttypecode": .string(table.name),
                    "sdkmessageid": [
                        "sdkmessageid": .string(ChosenID.of("message", action.rawValue)),
                        "name": .string(action.rawValue),
                    ],
                ]
            }
        }
        return try JSONQuery(operation.query()).answer(rows, context: "\(root)$metadata#sdkmessagefilters")
    }

    /// A bound action on a row.
    func bound(
        _ action: String, to record: StoredRecord, _ table: DataverseTable, _ operation: Operation
    ) throws -> HTTPAnswer {
        switch action {
        case "PublishProductHierarchy" where table.name == "product":
            try write(["statecode": 0, "statuscode": 1], to: record, table, operation)
            return DataverseAnswer.noContent()
        default: throw DataverseError.segmentNotFound("Microsoft.Dynamics.CRM.\(action)")
        }
    }
}
