import JSON

/// Reads the body of a create or update.
struct PayloadReader {
    let session: Session
    let table: DataverseTable
    let isCreate: Bool
    let references: [String: String]

    /// Reads an object.
    func read(_ json: JSONValue) throws -> Payload {
        guard let members = json.object else { throw DataverseError.malformedBody("An object is expected.") }
        var payload = Payload()
        payload.values.reserveCapacity(members.count + 12)
        for member in members { try read(member.name, member.value, into: &payload) }
        return payload
    }

    private func read(_ name: String, _ value: JSONValue, into payload: inout Payload) throws {
        if let column = table.column(name) {
            try columnValue(column, value, into: &payload)
        } else if let at = name.firstIndex(of: "@") {
            try annotation(String(name[..<at]), String(name[at...]), value, into: &payload)
        } else if let navigation = table.navigations[name] {
            try nested(navigation, name, value, into: &payload)
        } else {
            throw DataverseError.unknownProperty(name, of: table.name, set: table.set)
        }
    }

    private func annotation(
        _ property: String, _ annotation: String, _ value: JSONValue, into payload: inout Payload
    ) throws {
        switch (property, annotation) {
        case ("", "@odata.id"): payload.address = value.string
        case ("", "@odata.type"): payload.type = value.string.map { String($0.split(separator: ".").last ?? "") }
        case (_, "@odata.bind"): try bind(property, value, into: &payload)
        default: return  // What else is said about a property, or the row, is for readers.
        }
    }

    private func columnValue(_ column: DataverseColumn, _ value: JSONValue, into payload: inout Payload) throws {
        if column.name == table.key {
            payload.id = try value.string.map { text in
                guard let id = GUIDText.canonical(text) else {
                    throw DataverseError.wrongType(column.name, expected: "Edm.Guid")
                }
                return id
            }
            return
        }
        if column.type.isLookup {
            // A lookup's column and the navigation property often have one name; an object there is a row.
            if let navigation = table.navigations[column.name], value.object != nil {
                return try nested(navigation, column.name, value, into: &payload)
            }
            if value.isNull, table.navigations[column.name] != nil { return try clear(column, into: &payload) }
            throw DataverseError.directLookup(column.name)
        }
        guard isWritable(column) else { return }
        payload.values[column.name] = try ValueReader(table).value(value, for: column)
    }

    /// What isn't valid for the operation is ignored, as the platform does.
    private func isWritable(_ column: DataverseColumn) -> Bool {
        switch column.field.access {
        case .readWrite: true
        case .readOnly: false
        case .createOnly: isCreate
        case .updateOnly: !isCreate
        }
    }

    private func bind(_ property: String, _ value: JSONValue, into payload: inout Payload) throws {
        guard let navigation = table.navigations[property] else {
            throw DataverseError.undeclaredProperty(property, of: table.name)
        }
        switch navigation {
        case .single(let place, let target):
            let column = table.columns[place]
            guard !value.isNull else { return try clear(column, into: &payload) }
            guard let text = value.string else { throw DataverseError.wrongType(property, expected: "Edm.String") }
            try set(column, to: text, target, property, into: &payload)
        case .collection(let collection):
            let addresses = (value.array ?? []).map { JSONValue.object([.init("@odata.id", $0)]) }
            payload.children.append(Payload.Children(collection: collection, rows: addresses))
        }
    }

    private func set(
        _ column: DataverseColumn, to address: String, _ target: String, _ property: String,
        into payload: inout Payload
    ) throws {
        guard isWritable(column) else { return }
        let row = try RowAddress(address, model: session.model, references: references)
        guard column.field.targets.contains(where: { $0.table == row.table.name }),
            target == "principal" || target == row.table.name
        else { throw DataverseError.wrongTarget(property, row.table.name) }
        let id = try session.existingID(row)
        payload.values[column.name] = .text(id)
        if column.field.isPolymorphic { payload.values[column.field.targetColumn] = .text(row.table.name) }
    }

    private func clear(_ column: DataverseColumn, into payload: inout Payload) throws {
        guard isWritable(column) else { return }
        payload.values[column.name] = .null
        if column.field.isPolymorphic { payload.values[column.field.targetColumn] = .null }
    }

    private func nested(
        _ navigation: DataverseTable.Navigation, _ name: String, _ value: JSONValue, into payload: inout Payload
    ) throws {
        switch (navigation, value) {
        case (.single(let place, _), .null): try clear(table.columns[place], into: &payload)
        case (.single(let place, let target), .object):
            if let address = value["@odata.id"]?.string {
                return try set(table.columns[place], to: address, target, name, into: &payload)
            }
            guard isCreate else { throw DataverseError.deepUpdate }
            payload.parents.append(Payload.Parent(column: table.columns[place], table: target, row: value))
        case (.collection(let collection), .array(let rows)):
            guard isCreate else { throw DataverseError.deepUpdate }
            payload.children.append(Payload.Children(collection: collection, rows: rows))
        default: throw DataverseError.malformedBody("The value of '\(name)' has the wrong form.")
        }
    }
}
