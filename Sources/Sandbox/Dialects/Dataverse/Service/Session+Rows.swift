import JSON

extension Session {
    /// `GET accounts(…)`: one row.
    func retrieve(_ table: DataverseTable, _ key: KeyPredicate, _ operation: Operation) throws -> HTTPAnswer {
        try answer(existing(table, key), table, operation)
    }

    /// One row as an answer, or the word that it has not changed.
    func answer(_ record: StoredRecord, _ table: DataverseTable, _ operation: Operation) throws -> HTTPAnswer {
        let query = try operation.query()
        let preferences = operation.preferences
        if let known = Conditions(operation.headers).knownVersion, known == record.version, query.expand.isEmpty {
            return HTTPAnswer(304, headers: [DataverseAnswer.version(record), ("OData-Version", "4.0")])
        }
        let shape = try shape(table, query, preferences.annotations)
        return try representation(record, shape, status: 200, preferences)
    }

    /// `POST accounts`: a new row.
    func create(_ table: DataverseTable, _ operation: Operation) throws -> HTTPAnswer {
        let payload = try payload(table, operation, isCreate: true)
        let record = try insert(table, payload, references: operation.references)
        return try written(record, table, operation, isNew: true)
    }

    /// `PATCH accounts(…)`: changes a row, or creates it where the conditions allow.
    func upsert(_ table: DataverseTable, _ key: KeyPredicate, _ operation: Operation) throws -> HTTPAnswer {
        let conditions = Conditions(operation.headers)
        guard let record = try record(table, key) else {
            guard !conditions.mustExist else { return try missing(table, key) }
            return try createByKey(table, key, operation)
        }
        guard !conditions.mustNotExist else { throw DataverseError.duplicateRecord }
        let payload = try payload(table, operation, isCreate: false)
        let updated = try update(record, table, payload, version: conditions.version)
        return try written(updated, table, operation, isNew: false)
    }

    private func missing(_ table: DataverseTable, _ key: KeyPredicate) throws -> HTTPAnswer {
        _ = try existing(table, key)
        throw DataverseError.keyNotFound(table.name)
    }

    /// The columns of an alternate key in the address go into the new row.
    private func createByKey(_ table: DataverseTable, _ key: KeyPredicate, _ operation: Operation) throws -> HTTPAnswer
    {
        var payload = try payload(table, operation, isCreate: true)
        var id: String?
        switch key {
        case .identity(let given): id = given
        case .columns(let parts):
            id = try identity(table, parts)
            guard id == nil else { break }
            for (name, value) in try keyValues(table, parts) { payload.values[name] = value }
        }
        let record = try insert(table, payload, id: id, references: operation.references)
        return try written(record, table, operation, isNew: true)
    }

    /// `DELETE accounts(…)`.
    func delete(_ table: DataverseTable, _ key: KeyPredicate, _ operation: Operation) throws -> HTTPAnswer {
        try remove(existing(table, key), table, version: Conditions(operation.headers).version)
        return DataverseAnswer.noContent()
    }

    /// The body of a request about a row.
    func payload(_ table: DataverseTable, _ operation: Operation, isCreate: Bool) throws -> Payload {
        let reader = PayloadReader(session: self, table: table, isCreate: isCreate, references: operation.references)
        return try reader.read(operation.json())
    }

    /// The answer to a write: the row where the client wants it, else its address.
    func written(
        _ record: StoredRecord, _ table: DataverseTable, _ operation: Operation, isNew: Bool
    ) throws -> HTTPAnswer {
        let naming = DataverseAnswer.naming(address(table, record.id))
        let preferences = operation.preferences
        guard preferences.returnsRepresentation else { return DataverseAnswer.noContent(naming) }
        let shape = try shape(table, operation.query(), preferences.annotations)
        return try representation(record, shape, status: isNew ? 201 : 200, preferences, headers: naming)
    }

    private func representation(
        _ record: StoredRecord, _ shape: RowShape, status: Int, _ preferences: Preferences,
        headers: [(name: String, value: String)] = []
    ) throws -> HTTPAnswer {
        var out = WireBuffer(capacity: 2048)
        try writer.append(record, shape, context: shape.context + "/$entity", to: &out)
        return DataverseAnswer.ok(
            out, status: status, headers: headers + [DataverseAnswer.version(record)], preferences)
    }
}
