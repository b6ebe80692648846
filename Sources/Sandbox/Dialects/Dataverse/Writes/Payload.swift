import JSON

/// What a body says about a row, checked against the table.
struct Payload {
    /// The rows of another table that come with the row.
    struct Children {
        var collection: CollectionDefinition
        var rows: [JSONValue]
    }

    /// A row that a lookup is to refer to and that comes with the row.
    struct Parent {
        var column: DataverseColumn
        var table: String
        var row: JSONValue
    }

    /// The values by column; of a polymorphic lookup the target's table too.
    var values: [String: StoredValue] = [:]
    /// The row's identity, when the body names it.
    var id: String?
    /// The address of the row, from `@odata.id`.
    var address: String?
    /// The table's name, from `@odata.type`.
    var type: String?
    var children: [Children] = []
    var parents: [Parent] = []
}

extension DataverseError {
    static func directLookup(_ name: String) -> Self {
        Self(
            400, "0x80048d19",
            "CRM do not support direct update of Entity Reference properties, Use Navigation properties instead. (\(name))"
        )
    }
    static let deepUpdate = Self(
        400, "0x80048d19", "Deep update of related rows is not supported: change them by requests of their own.")
    static func wrongTarget(_ property: String, _ table: String) -> Self {
        Self(400, "0x80048d19", "The navigation property '\(property)' can't refer to a row of '\(table)'.")
    }
}

extension Session {
    /// The identity of a row that must be there.
    func existingID(_ address: RowAddress) throws -> String {
        guard case .identity(let id) = address.key else { return try existing(address.table, address.key).id }
        guard try tables.exists(address.table.name, id: id) else {
            throw DataverseError.rowNotFound(address.table.name, id)
        }
        return id
    }
}
