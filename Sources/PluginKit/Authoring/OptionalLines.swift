extension FieldMap {
    /// The map with more lines, those that a person asked for by name; names that there are no lines for are passed over.
    public func adding(_ names: [String], from lines: [String: Line]) -> FieldMap {
        var map = self
        for name in names.sorted() { if let line = lines[name] { map.lines.append(line) } }
        return map
    }
}

extension Note {
    /// An error for every name that there is no line for.
    public static func unknown(_ names: [String], among lines: [String: FieldMap.Line], at path: String) -> [Note] {
        let known = lines.keys.sorted()
        return names.filter { lines[$0] == nil }.map { name in
            let nearest = Spelling.nearest(to: name, among: known)
            let list = known.joined(separator: ", ")
            return Note(
                .error, path: path, "There is no optional field \(name).",
                hint: nearest.map { "Did you mean \($0)?" } ?? "Possible are \(list).",
                translations: [
                    .fr: Words(
                        "Il n'y a pas de champ facultatif \(name).",
                        hint: nearest.map { "Vouliez-vous dire \($0) ?" } ?? "Sont possibles : \(list).")
                ])
        }
    }
}
