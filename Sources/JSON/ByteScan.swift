/// Searches over raw bytes, eight at a time.
enum ByteScan {
    /// A byte repeated in every lane of a word.
    @inline(__always)
    static func lanes(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

    /// The high bit of each lane that is zero.
    ///
    /// Lanes above the first zero may be set too; the first is exact.
    @inline(__always)
    static func zeroLanes(_ word: UInt64) -> UInt64 {
        (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
    }

    /// The distance from `start` to the first quote, backslash or control character, and whether a byte before it is
    /// outside ASCII.
    ///
    /// The distance is `limit - start` when there is none.
    @inline(__always)
    static func plainText(_ base: UnsafePointer<UInt8>, from start: Int, to limit: Int) -> (end: Int, isASCII: Bool) {
        let raw = UnsafeRawPointer(base)
        var position = start
        var high: UInt64 = 0
        while position + 8 <= limit {
            let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: position, as: UInt64.self))
            let special =
                zeroLanes(word ^ lanes(UInt8(ascii: "\""))) | zeroLanes(word ^ lanes(UInt8(ascii: "\\")))
                | ((word &- lanes(0x20)) & ~word & 0x8080_8080_8080_8080)
            if special != 0 {
                let count = special.trailingZeroBitCount >> 3
                high |= word & (count == 0 ? 0 : UInt64.max >> UInt64(64 - count * 8))
                return (position + count, high & 0x8080_8080_8080_8080 == 0)
            }
            high |= word
            position += 8
        }
        while position < limit {
            let byte = base[position]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { break }
            high |= UInt64(byte)
            position += 1
        }
        return (position, high & 0x8080_8080_8080_8080 == 0)
    }

    /// How many bytes beyond the last one `copyPlain` may write.
    static let slack = 8

    /// Copies up to the first quote, backslash or control character; how many bytes that were.
    ///
    /// Up to `slack` bytes after them are overwritten.
    @inline(__always)
    static func copyPlain(_ base: UnsafePointer<UInt8>, _ count: Int, to target: UnsafeMutablePointer<UInt8>) -> Int {
        let source = UnsafeRawPointer(base)
        let copy = UnsafeMutableRawPointer(target)
        guard count >= 8 else { return copyFew(base, count, to: target) }
        var position = 0
        while true {
            let word = UInt64(littleEndian: source.loadUnaligned(fromByteOffset: position, as: UInt64.self))
            copy.storeBytes(of: word.littleEndian, toByteOffset: position, as: UInt64.self)
            let special =
                zeroLanes(word ^ lanes(UInt8(ascii: "\""))) | zeroLanes(word ^ lanes(UInt8(ascii: "\\")))
                | ((word &- lanes(0x20)) & ~word & 0x8080_8080_8080_8080)
            if special != 0 { return position + (special.trailingZeroBitCount >> 3) }
            if position + 8 == count { return count }
            // The last eight bytes, some of them for the second time.
            position = min(position + 8, count - 8)
        }
    }

    @inline(__always)
    private static func copyFew(
        _ base: UnsafePointer<UInt8>, _ count: Int, to target: UnsafeMutablePointer<UInt8>
    ) -> Int {
        var position = 0
        while position < count {
            let byte = base[position]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { break }
            target[position] = byte
            position += 1
        }
        return position
    }

    /// Whether bytes are UTF-8: no overlong form, no surrogate, nothing above U+10FFFF.
    static func isUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var position = 0
        while position < bytes.count {
            if position + 8 <= bytes.count {
                let word = UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: position, as: UInt64.self)
                if word & 0x8080_8080_8080_8080 == 0 {
                    position += 8
                    continue
                }
            }
            let first = bytes[position]
            let length: Int
            var lowest: UInt8 = 0x80
            var highest: UInt8 = 0xBF
            switch first {
            case 0x00...0x7F: length = 1
            case 0xC2...0xDF: length = 2
            case 0xE0: (length, lowest) = (3, 0xA0)
            case 0xED: (length, highest) = (3, 0x9F)
            case 0xE1...0xEF: length = 3
            case 0xF0: (length, lowest) = (4, 0x90)
            case 0xF1...0xF3: length = 4
            case 0xF4: (length, highest) = (4, 0x8F)
            default: return false
            }
            guard position + length <= bytes.count else { return false }
            if length > 1 {
                guard (lowest...highest).contains(bytes[position + 1]) else { return false }
                if length > 2, bytes[position + 2] & 0xC0 != 0x80 { return false }
                if length > 3, bytes[position + 3] & 0xC0 != 0x80 { return false }
            }
            position += length
        }
        return true
    }
}
