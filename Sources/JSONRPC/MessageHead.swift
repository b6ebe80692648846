/// What the first bytes of a message that can't be read whole tell of it: its number, and whether it asks or answers.
///
/// Only members of the message itself count: an `id` among the parameters is somebody else's.
struct MessageHead {
    /// The number of the request that it makes or answers; `nil` when it stands too far behind, or is none.
    private(set) var id: RequestID?
    /// Whether it is a request.
    private(set) var isRequest = false

    private let bytes: ArraySlice<UInt8>
    private var place: Int
    private var depth = 0

    /// Reads the first `LineFraming.keptPrefix` bytes of a line, from where the message begins in it.
    init(_ line: ArraySlice<UInt8>, from start: Int) {
        bytes = line.prefix(LineFraming.keptPrefix)
        place = start
        while let key = nextKey() {
            switch key {
            case "id": id = number()
            case "method": isRequest = true
            // What follows is the answer's own.
            case "result", "error": return
            default: break
            }
        }
    }

    /// The next name of a member of the message itself; `nil` when there is none in these bytes.
    private mutating func nextKey() -> String? {
        while place < bytes.endIndex {
            let byte = bytes[place]
            place += 1
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: "\""):
                guard let text = string() else { return nil }
                if depth == 1, isFollowedByColon() { return text }
            default: break
            }
        }
        return nil
    }

    /// The rest of a string whose opening quote was read; `nil` when it does not end in these bytes.
    private mutating func string() -> String? {
        let start = place
        while place < bytes.endIndex {
            let byte = bytes[place]
            place += 1
            if byte == UInt8(ascii: "\\") {
                place += 1
            } else if byte == UInt8(ascii: "\"") {
                return String(decoding: bytes[start..<(place - 1)], as: UTF8.self)
            }
        }
        return nil
    }

    private mutating func isFollowedByColon() -> Bool {
        skipBlanks()
        guard place < bytes.endIndex, bytes[place] == UInt8(ascii: ":") else { return false }
        place += 1
        return true
    }

    private mutating func number() -> RequestID? {
        skipBlanks()
        let digits = bytes[place...].prefix { $0 == UInt8(ascii: "-") || $0 &- 0x30 < 10 }
        place = digits.endIndex
        return Int(String(decoding: digits, as: UTF8.self)).map(RequestID.init)
    }

    private mutating func skipBlanks() {
        while place < bytes.endIndex, bytes[place] == 0x20 { place += 1 }
    }
}
