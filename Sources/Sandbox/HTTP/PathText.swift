/// Takes paths and queries apart.
enum PathText {
    /// The segments of a path, decoded.
    static func segments(_ path: String) -> [String] {
        var segments: [String] = []
        var current: [UInt8] = []
        var isQuoted = false
        for byte in path.utf8 {
            if byte == UInt8(ascii: "'") { isQuoted.toggle() }
            if byte == UInt8(ascii: "/"), !isQuoted {
                if !current.isEmpty { segments.append(decode(current)) }
                current = []
            } else {
                current.append(byte)
            }
        }
        if !current.isEmpty { segments.append(decode(current)) }
        return segments
    }

    /// The parameters of a query, decoded; a plus sign stands for a space.
    static func parameters(_ query: String) -> [(name: String, value: String)] {
        query.utf8.split(separator: UInt8(ascii: "&")).map { part in
            let halves = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            return (decode(halves[0], plus: true), halves.count > 1 ? decode(halves[1], plus: true) : "")
        }
    }

    /// Decodes percent signs; what is not an escape stays as it is.
    static func decode(_ bytes: some Sequence<UInt8>, plus: Bool = false) -> String {
        let bytes = Array(bytes)
        guard bytes.contains(where: { $0 == UInt8(ascii: "%") || plus && $0 == UInt8(ascii: "+") }) else {
            return String(decoding: bytes, as: UTF8.self)
        }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var place = 0
        while place < bytes.count {
            if bytes[place] == UInt8(ascii: "%"), place + 2 < bytes.count, let high = hex(bytes[place + 1]),
                let low = hex(bytes[place + 2])
            {
                decoded.append(high << 4 | low)
                place += 3
            } else {
                decoded.append(plus && bytes[place] == UInt8(ascii: "+") ? UInt8(ascii: " ") : bytes[place])
                place += 1
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    /// Encodes all but letters, digits and the marks that a query may carry.
    static func encode(_ text: String) -> String {
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 48...57, 65...90, 97...122, 45, 46, 95, 126, 36, 39, 40, 41, 42, 44, 58, 64, 47: encoded.append(byte)
            default:
                encoded.append(UInt8(ascii: "%"))
                encoded.append(contentsOf: [byte >> 4, byte & 0xF].map { $0 < 10 ? 48 + $0 : 55 + $0 })
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    private static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 65...70: byte - 55
        case 97...102: byte - 87
        default: nil
        }
    }
}
