import JSON

/// Carries out one operation inside a transaction.
struct BCHandler {
    let tables: Tables
    let route: BCRoute
    let call: BCCall
    let environment: BCEnvironment
    var organization: Organization { environment.organization }

    /// What an address leads to.
    enum Target {
        /// The rows of a set; `parent` limits them to those of a row.
        case rows(BCRoute.EntitySet, parent: Filter?, values: [String: StoredValue])
        /// One row.
        case row(BCRoute.EntitySet, StoredRecord)
        /// The row that a lookup leads to, or nothing.
        case none(BCRoute.EntitySet)
        /// The number of rows of a set.
        case count(BCRoute.EntitySet, parent: Filter?)
        /// An action of a row.
        case action(String, StoredRecord)
        /// The contacts of a customer, as the bridge between both shows them.
        case contacts(StoredRecord)
    }

    /// The answer.
    func answer() throws -> HTTPAnswer {
        if call.allowsReplica, !call.isRead {
            throw BCFailure.badRequest(
                "The Data-Access-Intent header with value ReadOnly is allowed on GET requests only.")
        }
        let segments = call.address.segments
        guard let first = segments.first else { return try serviceDocument() }
        if first.name == "$metadata" { return metadata() }
        let (company, rest) = try company(segments)
        let query = try readQuery()
        if call.method == "GET", rest.first?.name == "webhookSupportedResources" { return supportedResources(query) }
        let target = try target(rest, company: company)
        switch (call.method, target) {
        case ("GET", .rows(let set, let parent, _)):
            return try BCReader(handler: self, company: company).list(set, parent: parent, query: query)
        case ("GET", .count(let set, let parent)):
            return try BCReader(handler: self, company: company).count(set, parent: parent, query: query)
        case ("GET", .row(let set, let record)):
            return try BCReader(handler: self, company: company).one(set, record, query: query)
        case ("GET", .none): return HTTPAnswer(204, headers: [("OData-Version", "4.0")])
        case ("POST", .rows(let set, _, _)) where set.schema.table == WebhookRules.table:
            tables.isRecorded = false
            let values = try subscriptionValues(isNew: true)
            return try BCWriter(handler: self, company: company).insert(set, fixed: values, query: query)
        case ("PATCH", .row(let set, let record)) where set.schema.table == WebhookRules.table:
            tables.isRecorded = false
            let values = try subscriptionValues(isNew: false)
            return try BCWriter(handler: self, company: company).update(set, record, fixed: values, query: query)
        case ("DELETE", .row(let set, let record)) where set.schema.table == WebhookRules.table:
            tables.isRecorded = false
            return try BCWriter(handler: self, company: company).delete(set, record)
        case ("POST", .rows(let set, _, let values)):
            return try BCWriter(handler: self, company: company).insert(set, fixed: values, query: query)
        case ("PATCH", .row(let set, let record)), ("PUT", .row(let set, let record)):
            return try BCWriter(handler: self, company: company).update(set, record, query: query)
        case ("DELETE", .row(let set, let record)):
            return try BCWriter(handler: self, company: company).delete(set, record)
        case ("GET", .contacts(let customer)): return try contactsInformation(of: customer)
        case ("POST", .action(let action, let record)):
            return try BCDocumentActions(tables: tables, company: record.company).perform(action, on: record)
        default: throw BCFailure.methodNotAllowed
        }
    }

    /// The address of the route, as links carry it.
    var root: String { call.origin + call.address.root }

    private func readQuery() throws -> ODataQuery {
        do {
            return try ODataQuery(call.parameters)
        } catch let error as ODataSyntaxError {
            throw BCFailure.badRequest(error.message)
        }
    }

    /// The company that the address, its parameter or a header names, and the segments after it.
    private func company(_ segments: [BCAddress.Segment]) throws -> (StoredRecord?, [BCAddress.Segment]) {
        let names = call.address.isWebService ? ["Company", "company"] : ["companies"]
        if let first = segments.first, names.contains(first.name), let key = first.key, segments.count > 1 {
            return (try environment.memory.company(key) { try company(key) }, Array(segments.dropFirst()))
        }
        if let wanted = call.parameter("company") ?? call.header("Company") {
            return (try company(wanted), segments)
        }
        return (nil, segments)
    }

    private func company(_ key: String) throws -> StoredRecord {
        var literal = key
        if let parsed = try? ODataParser.key(key) {
            switch parsed {
            case .single(let value): literal = value.text
            case .named(let parts): literal = parts.first?.value.text ?? key
            }
        }
        let found: StoredRecord?
        if let id = GUIDText.canonical(literal) {
            found = try tables.record("company", id: id)
        } else {
            found = try tables.record("company", where: [("name", .text(literal))])
        }
        guard let found else { throw BCFailure.noCompany(literal) }
        return found
    }

    private func target(_ segments: [BCAddress.Segment], company: StoredRecord?) throws -> Target {
        guard let first = segments.first else { throw BCFailure.noResource("") }
        guard let set = route.sets[first.name] ?? webServiceCompanies(first.name) else {
            throw BCFailure.noResource(first.name)
        }
        switch environment.faults?.revocation(system: .businessCentral, table: set.schema.table) {
        case .forbidden: throw BCFailure.missingPermission(set.schema.definition.caption)
        case .gone: throw BCFailure.noResource(first.name)
        case .empty, nil: break
        }
        if set.schema.definition.perCompany, company == nil {
            throw BCFailure(
                400, "BadRequest",
                "You must specify a company: as companies(…) in the address, or as the parameter company.")
        }
        guard let key = first.key else { return try rows(set, parent: nil, values: [:], segments.dropFirst(), company) }
        return try follow(set, try record(set, key: key, company: company), segments.dropFirst(), company)
    }

    private func webServiceCompanies(_ name: String) -> BCRoute.EntitySet? {
        name == "Company" ? route.set(ofTable: "company") : nil
    }

    private func rows(
        _ set: BCRoute.EntitySet, parent: Filter?, values: [String: StoredValue], _ rest: ArraySlice<BCAddress.Segment>,
        _ company: StoredRecord?
    ) throws -> Target {
        guard let next = rest.first else { return .rows(set, parent: parent, values: values) }
        guard next.name == "$count", rest.count == 1 else { throw BCFailure.noResource(next.name) }
        return .count(set, parent: parent)
    }

    /// Follows navigation properties from a row.
    private func follow(
        _ set: BCRoute.EntitySet, _ record: StoredRecord, _ rest: ArraySlice<BCAddress.Segment>,
        _ company: StoredRecord?
    ) throws -> Target {
        guard let next = rest.first else { return .row(set, record) }
        if next.name.hasPrefix("Microsoft.NAV.") {
            let action = String(next.name.dropFirst("Microsoft.NAV.".count))
            guard set.schema.definition.actions.contains(action), rest.count == 1 else {
                throw BCFailure.noResource(next.name)
            }
            return .action(action, record)
        }
        if set.schema.table == "customer", next.name == "contactsInformation", rest.count == 1 {
            return .contacts(record)
        }
        for field in set.schema.definition.fields {
            guard let step = field.targets.first(where: { $0.navigation == next.name }) else { continue }
            guard let other = route.set(ofTable: step.table) else { throw BCFailure.noResource(next.name) }
            guard let id = record[field.name].text, let found = try tables.record(step.table, id: id) else {
                return .none(other)
            }
            return try follow(other, found, rest.dropFirst(), company)
        }
        guard let collection = set.schema.definition.collections.first(where: { $0.navigation == next.name }),
            let other = route.set(ofTable: collection.table)
        else { throw BCFailure.noResource(next.name) }
        guard let key = next.key else {
            return try rows(
                other, parent: .field(collection.field, .equal, .text(record.id)),
                values: [collection.field: .text(record.id)], rest.dropFirst(), company)
        }
        let child = try self.record(other, key: key, company: company)
        guard child[collection.field] == .text(record.id) else { throw BCFailure.noRecord }
        return try follow(other, child, rest.dropFirst(), company)
    }

    /// The row of a key: its id, or a web service's primary key.
    private func record(_ set: BCRoute.EntitySet, key: String, company: StoredRecord?) throws -> StoredRecord {
        let company = set.schema.definition.perCompany ? company?.id : nil
        func invalid() -> BCFailure {
            BCFailure(404, "BadRequest_NotFound", "The key '\(key)' is not valid for the resource '\(set.route.set)'.")
        }
        let parsed: ODataKey
        do { parsed = try ODataParser.key(key) } catch { throw invalid() }
        let found: StoredRecord?
        switch parsed {
        case .single(.guid(let id)): found = try tables.record(set.schema.table, id: id, company: company)
        case .single(let value):
            guard set.route.key.count == 1 else { throw invalid() }
            found = try record(set, [(set.route.key[0], value)], company)
        case .named(let parts):
            if parts.count == 1, case .guid(let id) = parts[0].value {
                found = try tables.record(set.schema.table, id: id, company: company)
            } else {
                let named = try parts.map { part in
                    guard let field = set.field(part.name), set.route.key.contains(field.name) else { throw invalid() }
                    return (field.name, part.value)
                }
                guard named.count == set.route.key.count else { throw invalid() }
                found = try record(set, named, company)
            }
        }
        guard let found else { throw BCFailure.noRecord }
        return found
    }

    private func record(
        _ set: BCRoute.EntitySet, _ parts: [(String, ODataLiteral)], _ company: String?
    ) throws -> StoredRecord? {
        let vocabulary = vocabulary(set)
        let values = try parts.map { name, literal in
            guard let field = set.schema.field(name) else { throw BCFailure.noResource(name) }
            let property = ResolvedProperty(term: .field(name), field: field)
            return (field: name, value: try vocabulary.value(literal, for: property, isPart: false))
        }
        return try tables.record(set.schema.table, where: values, company: company)
    }

    /// The words for conditions on a set.
    func vocabulary(_ set: BCRoute.EntitySet) -> BCVocabulary {
        let engine = tables.engine
        return BCVocabulary(set: set, options: { engine.options($0) }, localCurrency: organization.localCurrency)
    }

    private func serviceDocument() throws -> HTTPAnswer {
        let sets = route.sets.keys.sorted().map { name -> JSONValue in
            ["name": .string(name), "kind": "EntitySet", "url": .string(name)]
        }
        return json(["@odata.context": .string(root + "/$metadata"), "value": .array(sets)])
    }

    private func metadata() -> HTTPAnswer {
        HTTPAnswer(
            200, headers: [("Content-Type", "application/xml"), ("OData-Version", "4.0")],
            body: Array(BCMetadata(route: route, engine: tables.engine).text.utf8))
    }

    private func json(_ value: JSONValue) -> HTTPAnswer {
        HTTPAnswer(200, headers: Self.jsonHeaders, body: JSON.encode(value))
    }

    /// The headers of every body with data.
    static let jsonHeaders = [
        (name: "Content-Type", value: "application/json; odata.metadata=minimal; odata.streaming=true"),
        (name: "OData-Version", value: "4.0"),
    ]
}
