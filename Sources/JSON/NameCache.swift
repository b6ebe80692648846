/// Strings of member names that occurred in a text, by a hash of their bytes: the records of a page repeat theirs.
///
/// Short names live inside `String` itself and are not worth a look-up.
struct NameCache: Sendable {
    private struct Entry: Sendable {
        var start: Int
        var count: Int
        var text: String
    }

    private static let slots = 128
    private var entries: [Entry?] = []

    /// The string of the bytes from `start` in the text at `base`.
    @inline(__always)
    mutating func text(_ base: UnsafePointer<UInt8>, start: Int, count: Int) -> String? {
        let bytes = UnsafeRawPointer(base)
        let slot = Self.slot(bytes + start, count)
        if entries.isEmpty { entries = Array(repeating: nil, count: Self.slots) }
        if let entry = entries[slot], entry.count == count, Self.equal(bytes + entry.start, bytes + start, count) {
            return entry.text
        }
        let slice = UnsafeBufferPointer(start: base + start, count: count)
        guard let text = String(validating: slice, as: UTF8.self) else { return nil }
        entries[slot] = Entry(start: start, count: count, text: text)
        return text
    }

    /// A slot from the length and the first and last eight bytes of a name longer than fifteen.
    private static func slot(_ bytes: UnsafeRawPointer, _ count: Int) -> Int {
        let head = bytes.loadUnaligned(as: UInt64.self)
        let tail = bytes.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
        let mixed = (head ^ (tail &* 0x9E37_79B9_7F4A_7C15) ^ UInt64(count)) &* 0xBF58_476D_1CE4_E5B9
        return Int(truncatingIfNeeded: mixed >> 57)
    }

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
        // The last eight bytes, which overlap what was compared: a name here is longer than eight.
        return left.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
            == right.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
    }
}
