import JSON

extension Session {
    /// A request along a navigation property of a row.
    func follow(
        _ navigation: DataverseTable.Navigation, _ segment: ResourcePath.Segment, _ rest: [ResourcePath.Segment],
        of record: StoredRecord, _ table: DataverseTable, _ operation: Operation
    ) throws -> HTTPAnswer {
        let isReference = rest.last?.name == "$ref"
        switch navigation {
        case .single(let place, let target):
            let column = table.columns[place]
            if isReference { return try singleReference(column, target, segment.name, of: record, table, operation) }
            return try single(column, of: record, rest, operation)
        case .collection(let collection):
            if isReference { return try collectionReference(collection, segment, of: record, table, operation) }
            return try collected(collection, segment, rest, of: record, table, operation)
        }
    }

    /// `GET accounts(…)/primarycontactid`: the row that a lookup refers to; nothing when it is empty.
    private func single(
        _ column: DataverseColumn, of record: StoredRecord, _ rest: [ResourcePath.Segment], _ operation: Operation
    ) throws -> HTTPAnswer {
        guard operation.method == "GET" else { throw DataverseError.methodNotAllowed(operation.method) }
        guard let id = record[column.name].text, let target = try target(of: column, record) else {
            return DataverseAnswer.noContent()
        }
        let row = try existing(target, .identity(id))
        guard let next = rest.first else { return try answer(row, target, operation) }
        guard let inner = target.column(readAs: next.name) else { throw DataverseError.segmentNotFound(next.name) }
        return try property(inner, Array(rest.dropFirst()), of: row, target, operation)
    }

    /// The table of the row that a lookup refers to.
    private func target(of column: DataverseColumn, _ record: StoredRecord) throws -> DataverseTable? {
        let stored = column.field.isPolymorphic ? record[column.field.targetColumn].text : nil
        return try (stored ?? column.field.targets.first?.table).map { name in try model.known(name) }
    }

    /// `GET accounts(…)/contact_customer_accounts`: the rows that belong to a row, or a new one among them.
    private func collected(
        _ collection: CollectionDefinition, _ segment: ResourcePath.Segment, _ rest: [ResourcePath.Segment],
        of record: StoredRecord, _ table: DataverseTable, _ operation: Operation
    ) throws -> HTTPAnswer {
        let target = try model.known(collection.table)
        let belongs = try RowWriter.belongs(to: record.id, table, collection, target)
        if let arguments = segment.arguments {
            guard let key = KeyPredicate(arguments) else { throw DataverseError.invalidKey(target.name) }
            return try retrieve(target, key, operation)
        }
        switch (operation.method, rest.first?.name) {
        case ("GET", "$count"):
            let query = Query(target.name, where: .all([belongs, try filter(operation.query(), on: target)]))
            return try plain("\u{FEFF}\(min(tables.count(query), Self.pageLimit))")
        case ("GET", nil):
            return try list(
                target, within: belongs, path: "\(table.set)(\(record.id))/\(collection.navigation)", operation)
        case ("POST", nil):
            let row = try insert(target, payload(target, operation, isCreate: true), references: operation.references)
            try link(row, by: collection, to: record, table)
            return try written(existing(target, .identity(row.id)), target, operation, isNew: true)
        case (_, let next?): throw DataverseError.segmentNotFound(next)
        default: throw DataverseError.methodNotAllowed(operation.method)
        }
    }

    /// `PUT accounts(…)/primarycontactid/$ref`.
    private func singleReference(
        _ column: DataverseColumn, _ target: String, _ navigation: String, of record: StoredRecord,
        _ table: DataverseTable, _ operation: Operation
    ) throws -> HTTPAnswer {
        switch operation.method {
        case "GET":
            guard let id = record[column.name].text, let other = try self.target(of: column, record) else {
                return DataverseAnswer.noContent()
            }
            return DataverseAnswer.ok([
                "@odata.context": .string("\(root)$metadata#$ref"), "@odata.id": .string(address(other, id)),
            ])
        case "PUT", "POST":
            let value = try operation.json()["@odata.id"] ?? .null
            let body = JSONValue.object([.init("\(navigation)@odata.bind", value)])
            try write(body, to: record, table, operation)
            return DataverseAnswer.noContent()
        case "DELETE":
            try write(.object([.init("\(navigation)@odata.bind", .null)]), to: record, table, operation)
            return DataverseAnswer.noContent()
        default: throw DataverseError.methodNotAllowed(operation.method)
        }
    }

    /// `POST accounts(…)/contact_customer_accounts/$ref`, and the removal of a member.
    private func collectionReference(
        _ collection: CollectionDefinition, _ segment: ResourcePath.Segment, of record: StoredRecord,
        _ table: DataverseTable, _ operation: Operation
    ) throws -> HTTPAnswer {
        let target = try model.known(collection.table)
        switch operation.method {
        case "GET": return try references(collection, target, of: record, table)
        case "POST":
            guard let text = try operation.json()["@odata.id"]?.string else {
                throw DataverseError.malformedBody("The payload has no '@odata.id'.")
            }
            try link(referenced(text, target, operation), by: collection, to: record, table)
        case "DELETE":
            let row = try member(segment, target, operation)
            var values: [String: StoredValue] = [collection.field: .null]
            if let field = target.column(collection.field)?.field, field.isPolymorphic {
                values[field.targetColumn] = .null
            }
            try tables.update(row, values: values)
        default: throw DataverseError.methodNotAllowed(operation.method)
        }
        return DataverseAnswer.noContent()
    }

    private func references(
        _ collection: CollectionDefinition, _ target: DataverseTable, of record: StoredRecord, _ table: DataverseTable
    ) throws -> HTTPAnswer {
        var out = WireBuffer()
        out.raw("{")
        out.member("@odata.context")
        out.string("\(root)$metadata#Collection($ref)")
        out.member("value")
        out.raw("[")
        let belongs = try RowWriter.belongs(to: record.id, table, collection, target)
        for row in try tables.records(Query(target.name, where: belongs, limit: Self.pageLimit)) {
            writer.appendReference(to: row.id, target, to: &out)
        }
        out.raw("]}")
        return DataverseAnswer.ok(out)
    }

    private func member(
        _ segment: ResourcePath.Segment, _ target: DataverseTable, _ operation: Operation
    ) throws -> StoredRecord {
        if let arguments = segment.arguments {
            guard let key = KeyPredicate(arguments) else { throw DataverseError.invalidKey(target.name) }
            return try existing(target, key)
        }
        guard let text = operation.parameter("$id") else { throw DataverseError.badQuery("'$id' is missing.") }
        return try referenced(text, target, operation)
    }

    private func referenced(_ text: String, _ target: DataverseTable, _ operation: Operation) throws -> StoredRecord {
        let address = try RowAddress(text, model: model, references: operation.references)
        guard address.table.name == target.name else {
            throw DataverseError.wrongTarget(target.name, address.table.name)
        }
        return try existing(address.table, address.key)
    }

    /// Writes to a row what a body says.
    func write(_ body: JSONValue, to record: StoredRecord, _ table: DataverseTable, _ operation: Operation) throws {
        let reader = PayloadReader(session: self, table: table, isCreate: false, references: operation.references)
        _ = try update(record, table, reader.read(body), version: Conditions(operation.headers).version)
    }

    /// A request about one property of a row.
    func property(
        _ column: DataverseColumn, _ rest: [ResourcePath.Segment], of record: StoredRecord, _ table: DataverseTable,
        _ operation: Operation
    ) throws -> HTTPAnswer {
        switch operation.method {
        case "GET": return try read(column, of: record, table, isRaw: rest.first?.name == "$value")
        case "PUT", "PATCH":
            let value = try operation.json()["value"] ?? .null
            try write(.object([.init(column.name, value)]), to: record, table, operation)
        case "DELETE": try write(.object([.init(column.name, .null)]), to: record, table, operation)
        default: throw DataverseError.methodNotAllowed(operation.method)
        }
        return DataverseAnswer.noContent()
    }

    private func read(
        _ column: DataverseColumn, of record: StoredRecord, _ table: DataverseTable, isRaw: Bool
    ) throws -> HTTPAnswer {
        let value = record[column.name]
        guard value != .null else { return DataverseAnswer.noContent() }
        var out = WireBuffer()
        if isRaw {
            if case .text(let text) = value, column.field.kind != .decimal { return plain(text) }
            writer.append(value, column, to: &out)
            return plain(String(decoding: out.bytes, as: UTF8.self))
        }
        out.raw("{")
        out.member("@odata.context")
        out.string("\(root)$metadata#\(table.set)(\(record.id))/\(column.readName)")
        out.member("value")
        writer.append(value, column, to: &out)
        out.raw("}")
        return DataverseAnswer.ok(out)
    }

    private func plain(_ text: String) -> HTTPAnswer {
        HTTPAnswer(200, headers: [("Content-Type", "text/plain"), ("OData-Version", "4.0")], body: Array(text.utf8))
    }
}
