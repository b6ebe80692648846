/// The path of a request below the service root, segment by segment.
struct ResourcePath: Sendable, Hashable {
    /// One segment: `accounts(name='x')`, `$count`, `Microsoft.Dynamics.CRM.CreateMultiple`.
    struct Segment: Sendable, Hashable {
        /// What stands before the parentheses.
        var name: String
        /// What stands in the parentheses; `nil` when there are none.
        var arguments: String?
    }

    /// The segments, in their order.
    var segments: [Segment]

    /// Reads a path whose percent-encoding is undone already.
    init(_ path: String) {
        let bytes = Array(path.utf8)
        segments = []
        var start = 0
        var isQuoted = false
        var depth = 0
        for (place, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "'"): isQuoted.toggle()
            case UInt8(ascii: "(") where !isQuoted: depth += 1
            case UInt8(ascii: ")") where !isQuoted: depth -= 1
            case UInt8(ascii: "/") where !isQuoted && depth == 0:
                add(bytes[start..<place])
                start = place + 1
            default: break
            }
        }
        add(bytes[start...])
    }

    private mutating func add(_ bytes: ArraySlice<UInt8>) {
        guard !bytes.isEmpty else { return }
        guard bytes.last == UInt8(ascii: ")"), let open = bytes.firstIndex(of: UInt8(ascii: "(")) else {
            return segments.append(Segment(name: String(decoding: bytes, as: UTF8.self), arguments: nil))
        }
        segments.append(
            Segment(
                name: String(decoding: bytes[..<open], as: UTF8.self),
                arguments: String(decoding: bytes[(open + 1)...].dropLast(), as: UTF8.self)))
    }
}
