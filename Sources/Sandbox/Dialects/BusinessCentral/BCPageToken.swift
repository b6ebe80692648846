import JSON

/// Where a listing goes on: what `$skiptoken` carries.
struct BCPageToken: Sendable, Hashable {
    /// The last row that was listed.
    var mark: PageMark
    /// How many rows were listed.
    var delivered: Int

    init(mark: PageMark, delivered: Int) {
        self.mark = mark
        self.delivered = delivered
    }

    /// Reads a token.
    init(_ text: String) throws {
        guard let bytes = Base64URL.decode(text), let json = try? JSON.decode(JSONValue.self, from: bytes),
            let values = json.array, let delivered = values.first?.integer, (0...1_000_000_000_000).contains(delivered)
        else { throw BCFailure.badRequest("Invalid value for $skiptoken query option found.") }
        self.delivered = Int(delivered)
        mark = PageMark(
            values.dropFirst().map { value in
                switch value {
                case .string(let text): .text(text)
                case .number(let text): Int64(text).map { .integer($0) } ?? .null
                default: .null
                }
            })
    }

    /// The token.
    var text: String {
        let values: [JSONValue] = mark.values.map { value in
            switch value {
            case .null: .null
            case .text(let text): .string(text)
            case .integer(let number): .number("\(number)")
            }
        }
        return Base64URL.encode(JSON.encode(JSONValue.array([.number("\(delivered)")] + values)))
    }
}
