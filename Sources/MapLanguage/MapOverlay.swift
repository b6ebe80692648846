public import JSON
public import Model
public import Reconciliation

/// What an administrator says about the map of an installed plugin: lines that are disabled, changed or added, and rules that are others.
///
/// It stands in a file of its own, so that it survives the plugin's upgrades.
public struct MapOverlay: Sendable, Hashable {
    /// The members of the whole file.
    static let members = [
        "$schema", "comment", "entity", "disable", "change", "add", "filters", "creates", "policy", "whenFirstCoupled",
    ]

    /// The file, as a person knows it.
    public let file: String
    private let node: MapNode

    /// Takes over a tree that was read from a file; throws what is wrong with it by itself.
    public init(_ node: MapNode, file: String, entity: EntityName? = nil) throws(MapProblems) {
        (self.node, self.file) = (node, file)
        var reader = MapReader(file: file)
        let read = reader.overlay(MapCursor("", node))
        if let entity, let told = read.entity, told.name != entity {
            reader.report(.otherEntity, told.cursor, found: told.name.text)
        }
        guard reader.problems.isEmpty else { throw MapProblems(reader.problems) }
    }

    /// Reads what `json` made: an overlay as it travels in a configuration; `nil` when it is something else.
    public init?(json value: JSONValue) throws(MapProblems) {
        guard let file = value["file"]?.string, let overlay = value["overlay"] else { return nil }
        let lines = (value["lines"]?.object ?? []).compactMap { member in
            member.value.integer.map { (member.name, Int($0)) }
        }
        try self.init(
            MapNode(overlay, lines: Dictionary(lines) { first, _ in first }), file: file)
    }

    /// The overlay as it travels: the file, what it says, and the line of each path in it.
    public var json: JSONValue {
        [
            "file": .string(file), "overlay": node.json,
            "lines": .object(node.lines().map { .init($0.path, .number("\($0.line)")) }),
        ]
    }

    /// The map with what the overlay says; throws what does not fit the map.
    ///
    /// `references` are the entities that the manifest refers to; `nil` when nobody knows.
    public func applied(to map: FieldMap, references: Set<EntityName>? = nil) throws(MapProblems) -> FieldMap {
        var reader = MapReader(file: file)
        let read = reader.overlay(MapCursor("", node))
        var draft = OverlaidMap(map)
        for name in read.disabled { draft.disable(name, &reader) }
        for change in read.changes { draft.change(change, &reader) }
        let lines = draft.lines + read.added
        reader.checkWrites(lines)
        reader.checkNames(lines)
        if let references { reader.check(lines.filter { $0.cursor.place != nil }, refer: references) }
        guard reader.problems.isEmpty else { throw MapProblems(reader.problems) }
        var result = map
        result.lines = draft.inOrder + read.added.map(\.line)
        for side in Side.allCases {
            if let filter = read.filters[side] {
                result.filters[side] = RecordFilter(filter.conditions + kept(of: map, on: side))
            }
            if let creates = read.creates[side] { result.creates[side] = creates }
        }
        if let policy = read.policy { result.policy = policy }
        if let first = read.whenFirstCoupled { result.whenFirstCoupled = first }
        return result
    }

    /// The conditions that no overlay takes away: those on what the map itself writes to tell its records from those of others.
    ///
    /// Without these, records of another company or kind would be taken over.
    private func kept(of map: FieldMap, on side: Side) -> [RecordFilter.Condition] {
        let constants = map.lines.compactMap { line -> FieldName? in
            if case .constant(let constant) = line, constant.side == side { constant.field } else { nil }
        }
        let own = Set(constants + map.parting[side].map(\.name))
        return map.filters[side].conditions.filter { own.contains($0.field) }
    }

    /// Where the overlay speaks of a line: the file and the line in it; `nil` when it says nothing of it.
    public func origin(erp: FieldName?, crm: FieldName?, group: String) -> String? {
        var reader = MapReader(file: file)
        let read = reader.overlay(MapCursor("", node))
        if let added = MapOrigins(read.added, file: file)[erp, crm] { return added }
        let names = [erp ?? crm, group, LineName.pair(erp, crm)].compactMap { $0 }
        let fields = read.changes.first { change in
            names.contains(change.name) || (change.erp != nil && change.erp == erp)
                || (change.crm != nil && change.crm == crm)
        }
        return fields.map { MapOrigins.word(file, $0.cursor.place) }
    }
}
