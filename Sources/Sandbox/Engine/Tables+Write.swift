import GRDB

extension Tables {
    /// Whether an update that changes nothing is a change: a new version and a new time.
    package enum UnchangedUpdate: Sendable {
        /// It is, as in Dataverse.
        case touches
        /// The row stays as it is, as in Business Central.
        case leaves
    }

    /// Creates a row.
    ///
    /// `values` name fields and target columns; what is absent gets the field's default, or null. The caller has checked
    /// types, lengths and references. Throws `duplicate` when a unique field or the id is taken.
    @discardableResult
    package func insert(
        _ table: String, id: String? = nil, company: String = "", created: Moment? = nil, values: [String: StoredValue]
    ) throws -> StoredRecord {
        let schema = try schema(table)
        let values = rewritten(values, table)
        var columns = schema.defaults
        for (name, value) in values {
            guard let index = schema.index(of: name) else { throw EngineError.noField(name, table: table) }
            columns[index] = value
        }
        var record = StoredRecord(
            schema: schema, row: 0, id: id ?? engine.newID(), company: company,
            version: engine.nextVersion(system), created: created ?? now, modified: created ?? now,
            createdBy: actor.user, modifiedBy: actor.user, values: columns)
        try refuse(record) { !record[$0].isEmpty }
        note(schema)
        try naming(record) { try step(.insert, of: schema, record.bindings) { _ in } }
        record.row = database.lastInsertedRowID
        let filled = schema.placesByName.filter {
            record.values[$0] != schema.empties[$0] && record.values[$0] != .null
        }
        try log(.create, record, fields: filled.map { schema.columns[$0].name })
        return record
    }

    /// Changes fields of a row.
    ///
    /// `version` is what the client expects; `nil`: whatever it is. Throws `noRecord`, `versionDiffers`, `duplicate`.
    @discardableResult
    package func update(
        _ table: String, id: String, company: String? = nil, version: Int64? = nil,
        unchanged: UnchangedUpdate = .touches,
        values: [String: StoredValue]
    ) throws -> StoredRecord {
        guard let record = try record(table, id: id, company: company) else {
            throw EngineError.noRecord(table: table, id: id)
        }
        return try update(record, version: version, unchanged: unchanged, values: values)
    }

    /// Changes fields of a row that was read in this transaction.
    @discardableResult
    package func update(
        _ record: StoredRecord, version: Int64? = nil, unchanged: UnchangedUpdate = .touches,
        values: [String: StoredValue]
    ) throws -> StoredRecord {
        let schema = record.schema
        try expect(version, record)
        let values = rewritten(values, schema.table)
        var next = record
        var changed: [String] = []
        for (name, value) in values {
            guard let index = schema.index(of: name) else { throw EngineError.noField(name, table: schema.table) }
            guard next.values[index] != value else { continue }
            next.values[index] = value
            changed.append(name)
        }
        if changed.isEmpty, unchanged == .leaves { return record }
        next.version = engine.nextVersion(system)
        next.modified = now
        next.modifiedBy = actor.user
        try refuse(next) { changed.contains($0) }
        note(schema)
        let columns = changed.sorted()
        let sets = columns.map { ", \"\($0)\" = ?" }.joined()
        let stamps: [StoredValue] = [.integer(next.version), .integer(now.milliseconds), .text(actor.user)]
        try naming(next) {
            try run(
                "UPDATE \(schema.sql) SET _version = ?, _modified = ?, _modifiedBy = ?\(sets) WHERE _row = ?",
                stamps + columns.map { next[$0] } + [.integer(record.row)])
        }
        try log(.update, next, fields: columns)
        return next
    }

    /// Deletes a row; a tombstone with its version stays.
    @discardableResult
    package func delete(
        _ table: String, id: String, company: String? = nil, version: Int64? = nil
    ) throws -> StoredRecord {
        guard let record = try record(table, id: id, company: company) else {
            throw EngineError.noRecord(table: table, id: id)
        }
        try expect(version, record)
        note(record.schema)
        try run("DELETE FROM \(record.schema.sql) WHERE _row = ?", [.integer(record.row)])
        try run(
            "INSERT INTO sandbox_deleted VALUES (?, ?, ?, ?, ?, ?)",
            [
                .text(system.rawValue), .text(table), .text(id), .text(record.company),
                .integer(engine.nextVersion(system)), .integer(now.milliseconds),
            ])
        try log(.delete, record, fields: [])
        return record
    }

    /// Gives a row a new version and time without another change: the header of a changed line.
    package func touch(_ table: String, id: String) throws { try update(table, id: id, values: [:]) }

    /// Sets fields that come from other rows: neither version nor ledger know of it.
    package func setFlow(_ table: String, id: String, values: [String: StoredValue]) throws {
        let schema = try schema(table)
        let columns = values.keys.sorted()
        guard !columns.isEmpty else { return }
        for name in columns where schema.index(of: name) == nil { throw EngineError.noField(name, table: table) }
        note(schema)
        let sets = columns.map { "\"\($0)\" = ?" }.joined(separator: ", ")
        try run(
            "UPDATE \(schema.sql) SET \(sets) WHERE _id = ?", columns.map { values[$0] ?? .null } + [.text(id)])
    }

    /// Lets a rule of the business look at the fields that are written.
    private func refuse(_ record: StoredRecord, _ isWritten: (String) -> Bool) throws {
        let reason = engine.faults.refusal(system: system, table: record.schema.table) { field in
            isWritten(field) ? record[field] : nil
        }
        if let reason { throw EngineError.refused(reason) }
    }

    private func expect(_ version: Int64?, _ record: StoredRecord) throws {
        guard let version, version != record.version else { return }
        throw EngineError.versionDiffers(table: record.schema.table, id: record.id, version: record.version)
    }

    private func rewritten(_ values: [String: StoredValue], _ table: String) -> [String: StoredValue] {
        let rules = engine.faults.rewrites(system: system, table: table)
        guard !rules.isEmpty else { return values }
        var values = values
        for (field, rule) in rules {
            if let value = values[field] { values[field] = rule.applied(to: value) }
        }
        return values
    }

    /// Does a write and says which values are taken when the store refuses it.
    private func naming(_ record: StoredRecord, _ write: () throws -> Void) throws {
        do {
            try write()
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            let schema = record.schema
            for fields in schema.uniqueFields {
                let values = fields.map { (field: $0, value: record[$0]) }
                guard let other = try self.record(schema.table, where: values, company: record.company),
                    other.id != record.id
                else { continue }
                throw EngineError.duplicate(table: schema.table, fields: fields, values: values.map(\.value))
            }
            guard try exists(schema.table, id: record.id) else { throw error }
            throw EngineError.duplicate(
                table: schema.table, fields: [schema.definition.key], values: [.text(record.id)])
        }
    }
}

extension FieldDefinition {
    /// The value of a new row for which nothing is given.
    func newValue(_ system: SandboxSystem) -> StoredValue {
        guard let text = defaultValue else { return emptyValue(system) }
        switch kind {
        case .text, .code, .decimal, .date, .guid, .lookup: return .text(text)
        case .integer, .choice: return Int64(text).map { .integer($0) } ?? .null
        case .boolean: return .integer(text == "true" ? 1 : 0)
        case .instant: return Moment(iso: text).map { .integer($0.milliseconds) } ?? .null
        }
    }

    /// What stands for no value: null in Dataverse; in Business Central each type has an empty value of its own.
    package func emptyValue(_ system: SandboxSystem) -> StoredValue {
        guard system == .businessCentral else { return .null }
        switch kind {
        case .text, .code: return ""
        case .decimal: return "0"
        case .integer, .boolean: return 0
        case .choice: return .integer(options.first?.value ?? 0)
        case .date: return "0001-01-01"
        case .instant, .guid, .lookup: return .null
        }
    }
}

extension StoredRecord {
    /// The values of all columns but the row's number, in the order of the store.
    fileprivate var bindings: [StoredValue] {
        [
            .text(id), .text(company), .integer(version), .integer(created.milliseconds),
            .integer(modified.milliseconds), .text(createdBy), .text(modifiedBy),
        ] + values
    }

    /// What the row is known by to people.
    package var label: String {
        let key = schema.definition.primaryKey.compactMap { self[$0].text }.filter { !$0.isEmpty }
        if !key.isEmpty { return key.joined(separator: ", ") }
        return schema.definition.primaryName.flatMap { self[$0].text } ?? ""
    }
}
