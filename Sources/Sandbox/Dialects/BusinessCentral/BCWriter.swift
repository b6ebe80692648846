import JSON

/// Creates, changes and deletes rows.
struct BCWriter {
    let handler: BCHandler
    let company: StoredRecord?

    private var tables: Tables { handler.tables }
    private var call: BCCall { handler.call }

    /// Creates a row, and the rows of its collections that the body brings along.
    func insert(_ set: BCRoute.EntitySet, fixed: [String: StoredValue], query: ODataQuery) throws -> HTTPAnswer {
        guard set.route.capabilities.contains(.insert) else { throw BCFailure.methodNotAllowed }
        let record = try create(set, try members(), fixed: fixed)
        try touchOwner(of: record)
        var answer = try reader.one(set, addedUp(record), query: query, status: 201)
        answer.headers.append(("Location", address(set, record)))
        return answer
    }

    /// Changes fields of a row; the answer is the whole row, whatever the client prefers.
    func update(
        _ set: BCRoute.EntitySet, _ record: StoredRecord, fixed: [String: StoredValue] = [:], query: ODataQuery
    ) throws -> HTTPAnswer {
        guard set.route.capabilities.contains(.update) else { throw BCFailure.methodNotAllowed }
        try checkMatch(record)
        let input = input(set)
        var values = try input.values(try members(), isNew: false)
        for (name, value) in fixed { values[name] = value }
        compute(&values, set, old: record)
        try documents.complete(&values, set.schema, old: record)
        let changed = try naming(set) { try tables.update(record, unchanged: .leaves, values: values) }
        try renameReferences(record, changed)
        if changed.version != record.version { try touchOwner(of: changed) }
        try companion?.update(with: changed, was: record)
        if record["customerId"] != changed["customerId"] { try documents.forget(record) }
        try BCStock(tables: tables, company: changed.company).adjust(changed, was: record)
        return try reader.one(set, addedUp(changed), query: query)
    }

    /// Deletes a row, and the rows that it owns.
    func delete(_ set: BCRoute.EntitySet, _ record: StoredRecord) throws -> HTTPAnswer {
        guard set.route.capabilities.contains(.delete) else { throw BCFailure.methodNotAllowed }
        try checkMatch(record)
        try documents.checkDelete(record)
        for collection in record.schema.definition.collections where collection.isOwned == true {
            let owned = Query(collection.table, where: .field(collection.field, .equal, .text(record.id)))
            for child in try tables.records(owned) { try tables.delete(collection.table, id: child.id) }
        }
        try companion?.release(from: record)
        try tables.delete(set.schema.table, id: record.id)
        try documents.forget(record)
        try touchOwner(of: record)
        if BCDocuments.role(set.schema) == .line { try documents.addUp(record) }
        return HTTPAnswer(204, headers: [("OData-Version", "4.0")])
    }

    private var documents: BCDocuments { BCDocuments(tables: tables, company: company?.id ?? "") }

    /// A row after the amounts of its document were added up, where it is one or belongs to one.
    private func addedUp(_ record: StoredRecord) throws -> StoredRecord {
        guard BCDocuments.role(record.schema) != nil else { return record }
        try documents.addUp(record)
        return try tables.record(record.schema.table, id: record.id) ?? record
    }

    private var reader: BCReader { BCReader(handler: handler, company: company) }

    /// What keeps the row beside a row, where the marketing setup says so.
    private var companion: BCCompanion? {
        handler.organization.keepsCompanyContacts ? BCCompanion(tables: tables, freeNumber: freeNumber) : nil
    }

    private func input(_ set: BCRoute.EntitySet) -> BCInput {
        BCInput(
            tables: tables, set: set, company: company?.id ?? "", localCurrency: handler.organization.localCurrency)
    }

    private func members() throws -> [JSONValue.Member] {
        if let members = call.json?.object { return members }
        guard let json = try? JSON.decode(JSONValue.self, from: call.body), let members = json.object else {
            throw BCFailure.badRequest("The request body is not a JSON object.")
        }
        return members
    }

    private func checkMatch(_ record: StoredRecord) throws {
        guard let match = call.header("If-Match") else { throw BCFailure.noMatchHeader }
        guard BCEtag.matches(match, record.version) else { throw BCFailure.changed }
    }

    private func create(
        _ set: BCRoute.EntitySet, _ members: [JSONValue.Member], fixed: [String: StoredValue]
    ) throws -> StoredRecord {
        let schema = set.schema
        let scope = schema.definition.perCompany ? company?.id ?? "" : ""
        var values = try input(set).values(members, isNew: true)
        for (name, value) in fixed { values[name] = value }
        if let series = schema.definition.numberSeries, values[series.field]?.isEmpty ?? true {
            values[series.field] = try freeNumber(schema, series.field, scope)
        }
        compute(&values, set, old: nil)
        try documents.complete(&values, schema, old: nil)
        let record = try naming(set) { try tables.insert(schema.table, company: scope, values: values) }
        try companion?.create(for: record)
        for collection in schema.definition.collections {
            guard let rows = members.first(where: { $0.name == collection.navigation })?.value.array,
                let other = handler.route.set(ofTable: collection.table)
            else { continue }
            for row in rows { _ = try create(other, row.object ?? [], fixed: [collection.field: .text(record.id)]) }
        }
        return record
    }

    /// The next number of the series that no row has.
    private func freeNumber(_ schema: TableSchema, _ field: String, _ company: String) throws -> StoredValue {
        while let number = try tables.nextNumber(schema, company: company) {
            if try tables.record(schema.table, where: [(field, .text(number))], company: company) == nil {
                return .text(number)
            }
        }
        return ""
    }

    /// Works out what depends on other fields.
    private func compute(_ values: inout [String: StoredValue], _ set: BCRoute.EntitySet, old: StoredRecord?) {
        for field in set.computed {
            guard let rule = field.computed else { continue }
            func value(_ name: String) -> StoredValue { values[name] ?? old?[name] ?? .null }
            switch rule.rule {
            case "join":
                let parts = rule.from.compactMap { value($0).text }.filter { !$0.isEmpty }
                values[field.name] = .text(parts.joined(separator: rule.separator ?? " "))
            case "related" where rule.from.count == 2:
                values[field.name] =
                    related(set.schema.field(rule.from[0]), value(rule.from[0]))?[rule.from[1]] ?? ""
            case "firstRelated":
                let row = rule.from.dropLast().compactMap { related(set.schema.field($0), value($0)) }.first
                values[field.name] = row?[rule.from.last ?? ""] ?? .null
            default: continue
            }
        }
    }

    /// The row that a lookup or a code leads to.
    private func related(_ field: FieldDefinition?, _ value: StoredValue) -> StoredRecord? {
        guard let field, let text = value.text, !text.isEmpty else { return nil }
        // A row that can't be read is as good as none: the value is only shown.
        if let target = field.targets.first { return try? tables.record(target.table, id: text) }
        guard let relation = field.relation else { return nil }
        return try? tables.record(
            relation.table, where: [(relation.field, value)], company: company?.id)
    }

    /// A new code goes to all rows that name it, as Business Central's rename does.
    private func renameReferences(_ old: StoredRecord, _ new: StoredRecord) throws {
        for code in handler.environment.links.codes[new.schema.table] ?? [] {
            guard old[code.key] != new[code.key], old[code.key] != .text("") else { continue }
            let wanted = Query(code.table, company: new.company, where: .field(code.field, .equal, old[code.key]))
            for record in try tables.records(wanted) {
                try tables.setFlow(code.table, id: record.id, values: [code.field: new[code.key]])
            }
        }
    }

    /// A document changes when its line does.
    private func touchOwner(of record: StoredRecord) throws {
        for owner in handler.environment.links.owners[record.schema.table] ?? [] {
            guard let id = record[owner.field].text, try tables.exists(owner.table, id: id) else { continue }
            try tables.touch(owner.table, id: id)
        }
    }

    private func naming<Result>(_ set: BCRoute.EntitySet, _ write: () throws -> Result) throws -> Result {
        do {
            return try write()
        } catch EngineError.duplicate(_, let fields, let values) {
            let parts = zip(fields, values).map { name, value in
                (set.schema.field(name)?.caption ?? name, value.text ?? value.integer.map { "\($0)" } ?? "")
            }
            throw BCFailure.exists(set.schema.definition.caption, parts)
        }
    }

    private func address(_ set: BCRoute.EntitySet, _ record: StoredRecord) -> String {
        let scope = set.schema.definition.perCompany ? company.map { "/companies(\($0.id))" } ?? "" : ""
        return "\(handler.root)\(scope)/\(set.route.set)(\(record.id))"
    }
}
