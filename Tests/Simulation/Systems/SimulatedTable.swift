import Model
import RemoteSystems

/// One table of a simulated system.
struct SimulatedTable: Sendable {
    /// What a server does to values that it is sent.
    enum Rewriting: Sendable { case none, trims, isCode }

    /// A row.
    struct Row: Sendable {
        var fields: Fields
        var version: Int
        /// The place of its last change among all changes of the system.
        var sequence: Int
        var born: Duration
        /// The place of its birth among all changes.
        var first: Int
        var changed: Duration
        /// What it was before its last change: what a replica that lags behind still shows.
        var earlier: Earlier?
    }
    struct Earlier: Sendable {
        var fields: Fields
        var version: Int
        var sequence: Int
        var changed: Duration
    }

    let name: String
    let columns: [RemoteTable.Field]
    /// The column whose values the server keeps unique.
    let unique: FieldName?
    /// Columns that refer to rows of other tables: the server takes no value that leads nowhere.
    let references: [FieldName: String]
    /// Columns that the server rewrites.
    let rewriting: [FieldName: Rewriting]
    private(set) var rows: [RecordID: Row] = [:]
    private(set) var tombstones: [(id: RecordID, sequence: Int, at: Duration)] = []

    /// The rows in the order of their identities.
    var sorted: [(id: RecordID, row: Row)] { rows.sorted { $0.key < $1.key }.map { (id: $0.key, row: $0.value) } }

    /// Puts a row, as the server then has it.
    mutating func put(_ id: RecordID, _ written: Fields, sequence: Int, at time: Duration) {
        let before = rows[id]
        var fields = before?.fields ?? Fields(columns.map { Fields.Element($0.name, .null) })
        for field in written { fields[field.name] = rewritten(field.value, of: field.name) }
        rows[id] = Row(
            fields: fields, version: sequence, sequence: sequence, born: before?.born ?? time,
            first: before?.first ?? sequence, changed: time,
            earlier: before.map {
                Earlier(fields: $0.fields, version: $0.version, sequence: $0.sequence, changed: $0.changed)
            })
    }

    mutating func remove(_ id: RecordID, sequence: Int, at time: Duration) {
        rows[id] = nil
        tombstones.append((id, sequence, time))
    }

    /// Whether another row has the value of the unique column.
    func isTaken(_ fields: Fields, except id: RecordID?) -> Bool {
        guard let unique, let value = fields[unique].map({ rewritten($0, of: unique) }), !value.isEmpty else {
            return false
        }
        return rows.contains { $0.key != id && $0.value.fields[unique] == value }
    }

    private func rewritten(_ value: FieldValue, of field: FieldName) -> FieldValue {
        guard case .text(let text) = value else { return value }
        switch rewriting[field] ?? .none {
        case .none: return value
        case .trims: return .text(Self.trimmed(text))
        case .isCode: return .text(Self.trimmed(text).uppercased())
        }
    }

    private static func trimmed(_ text: String) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
