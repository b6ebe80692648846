import JSON

extension Session {
    /// The bulk actions of a table: all rows in one transaction, so that one that fails undoes the others.
    ///
    /// <https://learn.microsoft.com/power-apps/developer/data-platform/bulk-operations>
    func bulk(_ action: String, on table: DataverseTable, _ operation: Operation) throws -> HTTPAnswer {
        guard BulkAction.allCases.contains(where: { $0.rawValue == action }) else {
            throw DataverseError.segmentNotFound("Microsoft.Dynamics.CRM.\(action)")
        }
        guard let action = BulkAction(rawValue: action), BulkAction.supported(by: table).contains(action) else {
            throw DataverseError.notAllowed(action, on: table.name)
        }
        let targets = try targets(table, operation)
        switch action {
        case .createMultiple: return try createMultiple(targets, table, operation)
        case .updateMultiple: for target in targets { try updateOne(target, table, operation) }
        case .upsertMultiple: for target in targets { try upsertOne(target, table, operation) }
        }
        return DataverseAnswer.noContent()
    }

    private func targets(_ table: DataverseTable, _ operation: Operation) throws -> [JSONValue] {
        guard let targets = try operation.json()["Targets"]?.array else {
            throw DataverseError.malformedBody("The parameter 'Targets' is missing.")
        }
        for target in targets {
            guard let type = target["@odata.type"]?.string else {
                throw DataverseError.malformedBody(
                    "A type named 'Microsoft.Dynamics.CRM.crmbaseentity' is abstract: '@odata.type' is missing.")
            }
            guard type.split(separator: ".").last.map(String.init) == table.name else {
                throw DataverseError.malformedBody("The type '\(type)' is not that of \(table.set).")
            }
        }
        return targets
    }

    private func createMultiple(
        _ targets: [JSONValue], _ table: DataverseTable, _ operation: Operation
    ) throws -> HTTPAnswer {
        let reader = PayloadReader(session: self, table: table, isCreate: true, references: operation.references)
        var out = WireBuffer(capacity: 64 + targets.count * 40)
        out.raw("{")
        out.member("@odata.context")
        out.string("\(root)$metadata#Microsoft.Dynamics.CRM.CreateMultipleResponse")
        out.member("Ids")
        out.raw("[")
        for target in targets {
            let record = try insert(table, reader.read(target), references: operation.references)
            out.separate()
            out.string(record.id)
        }
        out.raw("]}")
        return DataverseAnswer.ok(out)
    }

    private func updateOne(_ target: JSONValue, _ table: DataverseTable, _ operation: Operation) throws {
        let reader = PayloadReader(session: self, table: table, isCreate: false, references: operation.references)
        let payload = try reader.read(target)
        let key = try key(of: payload, table, operation)
        _ = try update(existing(table, key), table, payload)
    }

    private func upsertOne(_ target: JSONValue, _ table: DataverseTable, _ operation: Operation) throws {
        let reader = PayloadReader(session: self, table: table, isCreate: false, references: operation.references)
        let payload = try reader.read(target)
        let key = try key(of: payload, table, operation)
        if let record = try record(table, key) {
            _ = try update(record, table, payload)
            return
        }
        let creator = PayloadReader(session: self, table: table, isCreate: true, references: operation.references)
        var new = try creator.read(target)
        switch key {
        case .identity(let id): new.id = id
        case .columns(let parts): for (name, value) in try keyValues(table, parts) { new.values[name] = value }
        }
        _ = try insert(table, new, references: operation.references)
    }

    /// The key of a target: its `@odata.id`, or the key column.
    private func key(of payload: Payload, _ table: DataverseTable, _ operation: Operation) throws -> KeyPredicate {
        if let address = payload.address {
            return try RowAddress(address, model: model, references: operation.references).key
        }
        guard let id = payload.id else {
            throw DataverseError.invalidArgument("A target names neither '@odata.id' nor '\(table.key)'.")
        }
        return .identity(id)
    }
}
