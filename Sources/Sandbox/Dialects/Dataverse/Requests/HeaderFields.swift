/// The headers of a request or a part, found by name whatever its case.
struct HeaderFields: Sendable {
    /// Name, in lower case, and value, in their order.
    private(set) var fields: [(name: String, value: String)] = []

    init(_ fields: [(name: String, value: String)] = []) {
        self.fields = fields.map { ($0.name.lowercased(), $0.value) }
    }

    /// The values of a header, in their order, joined by commas; `nil` when it isn't there.
    subscript(name: String) -> String? {
        let values = fields.lazy.filter { $0.name == name }.map(\.value)
        guard let first = values.first else { return nil }
        return values.dropFirst().reduce(first) { "\($0), \($1)" }
    }

    /// Adds a header.
    mutating func append(_ name: String, _ value: String) { fields.append((name.lowercased(), value)) }

    /// Adds a header as it stands in a line; a line without a colon is passed over.
    mutating func append(line: ArraySlice<UInt8>) {
        guard let colon = line.firstIndex(of: 0x3A) else { return }
        let name = String(decoding: line[..<colon].trimmed(), as: UTF8.self)
        append(name, String(decoding: line[(colon + 1)...].trimmed(), as: UTF8.self))
    }
}
