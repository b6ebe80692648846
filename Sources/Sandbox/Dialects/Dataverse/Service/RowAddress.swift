/// Which row an address means: an entity set and a key.
struct RowAddress {
    let table: DataverseTable
    let key: KeyPredicate

    /// Reads the address of a row: relative, from the host's root, absolute, or a reference such as `$1`.
    init(
        _ text: String, model: DataverseModel, references: [String: String] = [:], aliases: [String: String] = [:]
    ) throws(DataverseError) {
        var text = text
        if text.hasPrefix("$") || text.hasPrefix("/$") {
            let reference = String(text.drop { $0 == "/" })
            guard let known = references[String(reference.dropFirst())] else { throw .unknownReference(reference) }
            text = known
        }
        let path = ResourcePath(PathText.decode(Self.belowRoot(text).utf8))
        guard let segment = path.segments.last, let table = model.table(set: segment.name) else {
            throw .segmentNotFound(path.segments.last?.name ?? text)
        }
        guard let arguments = segment.arguments, let key = KeyPredicate(arguments, aliases: aliases) else {
            throw .invalidKey(table.name)
        }
        self.table = table
        self.key = key
    }

    /// What follows the service's root in an address, or the address itself.
    static func belowRoot(_ text: String) -> Substring {
        let slash = UInt8(ascii: "/")
        guard let root = rootEnd(text.utf8) else {
            return text[(text.utf8.firstIndex { $0 != slash } ?? text.endIndex)...]
        }
        guard let end = text.utf8[root...].firstIndex(of: slash) else { return "" }
        return text[text.utf8.index(after: end)...]
    }

    /// The place after `/api/data/v`, where it occurs first.
    private static func rootEnd(_ bytes: String.UTF8View) -> String.Index? {
        let root = "/api/data/v".utf8
        var start = bytes.startIndex
        while let slash = bytes[start...].firstIndex(of: UInt8(ascii: "/")) {
            if bytes[slash...].starts(with: root) { return bytes.index(slash, offsetBy: root.count) }
            start = bytes.index(after: slash)
        }
        return nil
    }
}

extension Session {
    /// The row that a key means; `nil` when there is none.
    func record(_ table: DataverseTable, _ key: KeyPredicate) throws -> StoredRecord? {
        switch key {
        case .identity(let id): return try tables.record(table.name, id: id)
        case .columns(let parts):
            if let id = try identity(table, parts) { return try tables.record(table.name, id: id) }
            return try tables.record(table.name, where: keyValues(table, parts))
        }
    }

    /// The row that a key means; throws the service's error when there is none.
    func existing(_ table: DataverseTable, _ key: KeyPredicate) throws -> StoredRecord {
        guard let record = try record(table, key) else {
            guard case .identity(let id) = key else { throw DataverseError.keyNotFound(table.name) }
            throw DataverseError.rowNotFound(table.name, id)
        }
        return record
    }

    /// The identity when a key names the table's own key column.
    func identity(_ table: DataverseTable, _ parts: [ODataKey.Part]) throws -> String? {
        guard parts.count == 1 else { return nil }
        // Users and teams inherit their key from the principal, whose key is `ownerid`.
        let isPrincipal = parts[0].name == "ownerid" && (table.name == "systemuser" || table.name == "team")
        guard parts[0].name == table.key || isPrincipal else { return nil }
        guard case .guid(let id) = parts[0].value else { throw DataverseError.invalidKey(table.name) }
        return id
    }

    /// The columns and values of an alternate key.
    func keyValues(_ table: DataverseTable, _ parts: [ODataKey.Part]) throws -> [(field: String, value: StoredValue)] {
        let columns = try parts.map { part in
            guard let column = table.column(readAs: part.name) ?? table.column(part.name) else {
                throw DataverseError.invalidKey(table.name)
            }
            return column
        }
        guard table.alternateKey(columns.map(\.name)) != nil else { throw DataverseError.invalidKey(table.name) }
        return try zip(columns, parts).map { ($0.name, try LiteralValue.value($1.value, for: $0.field)) }
    }
}
