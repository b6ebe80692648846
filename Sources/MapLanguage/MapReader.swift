import Model

/// Reads values of the map language strictly, and goes on after a mistake, so that a person is told of all of them at once.
struct MapReader {
    let file: String
    var problems: [MapProblem] = []
    /// The entities that criteria refer to, and where they stand.
    var matched: [(place: MapCursor, entity: EntityName)] = []

    init(file: String) { self.file = file }

    mutating func report(
        _ code: MapProblem.Code, _ cursor: MapCursor, found: String = "", allowed: [String] = [], nearest: String? = nil
    ) {
        problems.append(
            MapProblem(
                code, path: cursor.path, at: cursor.place, file: file, found: found, allowed: allowed, nearest: nearest)
        )
    }

    /// An object, all of whose members are known; those that are not are reported and passed over.
    mutating func object(_ cursor: MapCursor, _ allowed: [String]) -> MapObject? {
        guard case .object(let members) = cursor.node.value else {
            report(.wrongType, cursor, allowed: ["object"])
            return nil
        }
        var known: [MapNode.Member] = []
        for member in members {
            let inner = MapCursor(MapCursor.join(cursor.path, member.name), member.node, at: member.place)
            if known.contains(where: { $0.name == member.name }) {
                report(.repeatedMember, inner, found: member.name)
            } else if allowed.contains(member.name) {
                known.append(member)
            } else {
                let nearest = Spelling.nearest(to: member.name, among: allowed)
                report(.unknownMember, inner, found: member.name, allowed: allowed, nearest: nearest)
            }
        }
        return MapObject(cursor, known)
    }

    /// The members of an object whose names a person chose.
    mutating func entries(_ cursor: MapCursor) -> [(name: String, value: MapCursor)] {
        guard case .object(let members) = cursor.node.value else {
            report(.wrongType, cursor, allowed: ["object"])
            return []
        }
        var entries: [(name: String, value: MapCursor)] = []
        for member in members {
            let inner = MapCursor(MapCursor.join(cursor.path, member.name), member.node, at: member.place)
            if entries.contains(where: { $0.name == member.name }) {
                report(.repeatedMember, inner, found: member.name)
            } else {
                entries.append((member.name, inner))
            }
        }
        return entries
    }

    mutating func required(_ object: MapObject, _ name: String) -> MapCursor? {
        if let cursor = object[name] { return cursor }
        report(.missingMember, object.cursor, found: name)
        return nil
    }

    mutating func text(_ cursor: MapCursor?) -> String? {
        guard let cursor else { return nil }
        guard case .text(let text) = cursor.node.value else {
            report(.wrongType, cursor, allowed: ["text"])
            return nil
        }
        guard !text.isEmpty else {
            report(.empty, cursor)
            return nil
        }
        return text
    }

    mutating func boolean(_ cursor: MapCursor?) -> Bool? {
        guard let cursor else { return nil }
        guard case .boolean(let truth) = cursor.node.value else {
            report(.wrongType, cursor, allowed: ["boolean"])
            return nil
        }
        return truth
    }

    mutating func integer(_ cursor: MapCursor?, _ range: ClosedRange<Int>) -> Int? {
        guard let cursor else { return nil }
        guard case .number(let text) = cursor.node.value, let number = Int(text) else {
            report(.wrongType, cursor, allowed: ["integer"])
            return nil
        }
        guard range.contains(number) else {
            report(.outOfRange, cursor, found: text, allowed: ["\(range.lowerBound)", "\(range.upperBound)"])
            return nil
        }
        return number
    }

    mutating func list(_ cursor: MapCursor?) -> [MapCursor]? {
        guard let cursor else { return nil }
        guard case .list(let nodes) = cursor.node.value else {
            report(.wrongType, cursor, allowed: ["list"])
            return nil
        }
        return nodes.enumerated().map { cursor.element($0.offset, $0.element) }
    }

    mutating func texts(_ cursor: MapCursor?) -> [String] {
        var texts: [String] = []
        for element in list(cursor) ?? [] { if let text = text(element) { texts.append(text) } }
        return texts
    }

    /// One of some words.
    mutating func word<Word: RawRepresentable & CaseIterable>(_ cursor: MapCursor?, _ type: Word.Type) -> Word?
    where Word.RawValue == String {
        guard let cursor, let text = text(cursor) else { return nil }
        if let word = Word(rawValue: text) { return word }
        let words = Word.allCases.map(\.rawValue)
        let nearest = Spelling.nearest(to: text, among: words)
        report(.unknownWord, cursor, found: text, allowed: words, nearest: nearest)
        return nil
    }

    /// A value of a field: nothing, a truth value, a whole number or a text.
    ///
    /// A number with a fraction is written as a text.
    mutating func value(_ cursor: MapCursor?) -> FieldValue? {
        guard let cursor else { return nil }
        switch cursor.node.value {
        case .null: return .null
        case .boolean(let truth): return .boolean(truth)
        case .text(let text): return .text(text)
        case .number(let text):
            if let number = Int64(text) { return .integer(number) }
        case .list, .object: break
        }
        report(.wrongType, cursor, allowed: ["value"])
        return nil
    }

    /// Something for each side; what is left out stays `nil`.
    mutating func sided<Value>(
        _ cursor: MapCursor?, _ read: (inout MapReader, MapCursor) -> Value?
    ) -> Sided<Value?> {
        guard let cursor, let object = object(cursor, Side.allCases.map(\.rawValue)) else {
            return Sided(erp: nil, crm: nil)
        }
        return Sided { side in object[side.rawValue].flatMap { read(&self, $0) } }
    }
}
