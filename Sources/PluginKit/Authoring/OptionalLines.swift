public import Reconciliation

/// The lines that a person may add to a map, each by the name of its field in the ERP.
public struct OptionalLines: Sendable, ExpressibleByDictionaryLiteral {
    /// The setting with the names.
    public static let setting = Setting("alsoSynchronize", .texts)

    private let lines: [String: FieldMap.Line]

    /// Creates a list; of a name that stands there twice, the first line counts.
    public init(dictionaryLiteral elements: (String, FieldMap.Line)...) {
        lines = Dictionary(elements) { first, _ in first }
    }

    /// Creates a list from names and lines.
    public init(_ lines: [String: FieldMap.Line]) { self.lines = lines }

    /// A map with those that a person asked for; names that there are no lines for are passed over.
    public func added(to map: FieldMap, under configuration: Configuration) -> FieldMap {
        var map = map
        for name in asked(configuration).sorted() { if let line = lines[name] { map.lines.append(line) } }
        return map
    }

    /// An error for every name that there is no line for.
    public func notes(on configuration: Configuration) -> [Note] {
        let known = lines.keys.sorted()
        return asked(configuration).filter { lines[$0] == nil }.map { name in
            let nearest = Spelling.nearest(to: name, among: known)
            let list = known.joined(separator: ", ")
            return Note(
                .error, path: Self.setting.name, "There is no optional field \(name).",
                hint: nearest.map { "Did you mean \($0)?" } ?? "Possible are \(list).",
                translations: [
                    .fr: Note.Words(
                        "Il n'y a pas de champ facultatif \(name).",
                        hint: nearest.map { "Vouliez-vous dire \($0) ?" } ?? "Sont possibles : \(list).")
                ])
        }
    }

    private func asked(_ configuration: Configuration) -> [String] { configuration.texts(Self.setting.name) ?? [] }
}
