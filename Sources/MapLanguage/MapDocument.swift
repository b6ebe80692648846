public import Model
public import Reconciliation

/// What a file of the map language says: a field map, and the lines that a person may add to it.
public struct MapDocument: Sendable, Hashable {
    /// The map.
    public var map: FieldMap
    /// Lines that are added when the setting `alsoSynchronize` names them.
    public var more: [String: FieldMap.Line]
    /// What happens to the partner of a deleted record, where a person configures nothing.
    public var deletion: Reconciler.Deletion
    /// Where each line stands, by its fields.
    public var origins: MapOrigins

    /// The members of the whole file.
    static let members = [
        "$schema", "comment", "fields", "more", "matching", "naturalKey", "filters", "creates", "policy",
        "whenFirstCoupled", "deletion", "alsoReads", "inactive", "parting", "modified",
    ]

    /// Reads a `map.json`; throws all that is wrong with it.
    ///
    /// `references` are the entities that the manifest refers to; `nil` when nobody knows.
    public init(
        reading bytes: [UInt8], file: String, references: Set<EntityName>? = nil
    ) throws(MapProblems) {
        let node: MapNode
        do { node = try MapNode(json: bytes, file: file) } catch { throw MapProblems([error]) }
        try self.init(node, file: file, references: references)
    }

    /// Reads a map that was read as a tree.
    public init(_ node: MapNode, file: String, references: Set<EntityName>? = nil) throws(MapProblems) {
        var reader = MapReader(file: file)
        let read = reader.document(MapCursor("", node))
        if let references {
            reader.check(read.lines, refer: references)
            reader.checkMatching(refer: references)
        }
        guard reader.problems.isEmpty else { throw MapProblems(reader.problems) }
        map = read.map
        more = read.more
        deletion = read.deletion
        origins = MapOrigins(read.lines, file: file)
    }
}

extension MapReader {
    /// What the whole of a file says.
    struct Whole {
        var map: FieldMap
        var more: [String: FieldMap.Line] = [:]
        var deletion: Reconciler.Deletion = .uncouple
        var lines: [PlacedLine] = []
    }

    mutating func document(_ cursor: MapCursor) -> Whole {
        guard let object = object(cursor, MapDocument.members) else { return Whole(map: FieldMap([])) }
        let lines = lines(required(object, "fields"))
        let more = more(object["more"])
        checkWrites(lines + more.map(\.line))
        checkNames(lines)
        let filters = sided(object["filters"]) { $0.filter($1) }
        let creates = sided(object["creates"]) { $0.boolean($1) }
        let naturalKey = sided(object["naturalKey"]) { $0.texts($1) }
        let alsoReads = sided(object["alsoReads"]) { $0.texts($1) }
        let inactive = sided(object["inactive"]) { $0.fields($1) }
        let parting = sided(object["parting"]) { $0.fields($1) }
        let modified = sided(object["modified"]) { $0.text($1) }
        var map = FieldMap(
            lines.map(\.line), matching: matchRules(object["matching"]),
            naturalKey: Sided { naturalKey[$0] ?? [] }, filters: Sided { filters[$0] ?? RecordFilter() },
            creates: Sided { creates[$0] ?? true },
            policy: word(object["policy"], ConflictPolicy.self) ?? .manual,
            whenFirstCoupled: word(object["whenFirstCoupled"], FieldMap.FirstCoupling.self) ?? .erpWins,
            alsoReads: Sided { alsoReads[$0] ?? [] }, inactive: Sided { inactive[$0] ?? Fields() },
            parting: Sided { parting[$0] ?? Fields() })
        for side in Side.allCases { if let field = modified[side] { map.modified[side] = field } }
        return Whole(
            map: map, more: Dictionary(more.map { ($0.name, $0.line.line) }, uniquingKeysWith: { first, _ in first }),
            deletion: word(object["deletion"], Reconciler.Deletion.self) ?? .uncouple,
            lines: lines + more.map(\.line))
    }

    mutating func lines(_ cursor: MapCursor?) -> [PlacedLine] {
        var lines: [PlacedLine] = []
        for element in list(cursor) ?? [] { if let line = line(element) { lines.append(line) } }
        return lines
    }

    private mutating func more(_ cursor: MapCursor?) -> [(name: String, line: PlacedLine)] {
        guard let cursor else { return [] }
        var more: [(name: String, line: PlacedLine)] = []
        for entry in entries(cursor) { if let line = line(entry.value) { more.append((entry.name, line)) } }
        return more
    }
}
