/// Strings of member names that occurred in a text, by a hash of their bytes: the records of a page repeat theirs.
///
/// The shortest names are made faster than they are looked up.
struct NameCache: Sendable {
    private static let slots = 128
    /// The longest name that is not looked up: the look-up reads eight bytes at once.
    private static let shortCount = 7

    /// Where the name of each slot stands in the text, as start and count; a count of zero is an empty slot.
    private var places: [(start: Int, count: Int)] = []
    private var texts: [String] = []
    /// The names of the object that is being read by `scalars`.
    var seen = SeenNames()
    /// The objects that `scalars` has read, as far as their names go.
    var shapes = RecordShapes()

    /// The string of a name.
    @inline(__always)
    mutating func text(_ token: StringToken, _ scanner: Scanner) throws(JSONError) -> String {
        if token.hasEscapes || token.count <= Self.shortCount { return try scanner.string(token) }
        return try longText(token, scanner)
    }

    private mutating func longText(_ token: StringToken, _ scanner: Scanner) throws(JSONError) -> String {
        if places.isEmpty {
            places = Array(repeating: (0, 0), count: Self.slots)
            texts = Array(repeating: "", count: Self.slots)
        }
        let bytes = UnsafeRawPointer(scanner.base)
        let slot = Self.slot(bytes + token.start, token.count)
        let place = places[slot]
        if place.count == token.count, Self.equal(bytes + place.start, bytes + token.start, token.count) {
            return texts[slot]
        }
        let text = try scanner.string(token)
        places[slot] = (token.start, token.count)
        texts[slot] = text
        return text
    }

    /// A slot from the length and the first and last eight bytes of a name.
    @inline(__always)
    private static func slot(_ bytes: UnsafeRawPointer, _ count: Int) -> Int {
        let head = bytes.loadUnaligned(as: UInt64.self)
        let tail = bytes.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
        let mixed = (head ^ (tail &* 0x9E37_79B9_7F4A_7C15) ^ UInt64(count)) &* 0xBF58_476D_1CE4_E5B9
        return Int(truncatingIfNeeded: mixed >> 57)
    }

    @inline(__always)
    private static func equal(_ left: UnsafeRawPointer, _ right: UnsafeRawPointer, _ count: Int) -> Bool {
        var offset = 0
        while offset + 8 <= count {
            if left.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                != right.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            {
                return false
            }
            offset += 8
        }
        // The last eight bytes, which overlap what was compared: a name here has eight at least.
        return left.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
            == right.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
    }
}
