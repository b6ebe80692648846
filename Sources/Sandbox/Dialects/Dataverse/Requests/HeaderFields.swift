/// The headers of a request or a part, found by name whatever its case.
struct HeaderFields: Sendable {
    /// Name, in lower case, and value, in their order.
    private(set) var fields: [(name: String, value: String)] = []

    init(_ fields: [(name: String, value: String)] = []) {
        self.fields = fields.map { ($0.name.lowercased(), $0.value) }
    }

    /// The values of a header, in their order, joined by commas; `nil` when it isn't there.
    subscript(name: String) -> String? {
        var joined: String?
        for field in fields where field.name == name {
            joined = joined.map { "\($0), \(field.value)" } ?? field.value
        }
        return joined
    }

    /// Adds a header.
    mutating func append(_ name: String, _ value: String) { fields.append((name.lowercased(), value)) }

    /// Adds a header as it stands in a line; a line without a colon is passed over.
    mutating func append(line: ArraySlice<UInt8>) {
        guard let colon = line.firstIndex(of: 0x3A) else { return }
        let name = line[..<colon].trimmed().map { (65...90).contains($0) ? $0 + 32 : $0 }
        fields.append(
            (String(decoding: name, as: UTF8.self), String(decoding: line[(colon + 1)...].trimmed(), as: UTF8.self)))
    }
}
