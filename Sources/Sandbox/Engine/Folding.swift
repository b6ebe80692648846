import Foundation

/// Text without its case.
enum Folding {
    /// The text in the form that is compared: `É` and `é` are one, `e` is another.
    static func fold(_ text: String) -> String { text.lowercased() }

    /// Whether two texts are the same but for the case of their ASCII letters: names of headers.
    static func isSame(_ one: String, _ other: String) -> Bool {
        one.utf8.count == other.utf8.count && zip(one.utf8, other.utf8).allSatisfy { lower($0) == lower($1) }
    }

    /// Compares without regard to case, ASCII without making texts.
    static func compare(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> ComparisonResult {
        let shared = min(left.count, right.count)
        for place in 0..<shared {
            let (one, other) = (lower(left[place]), lower(right[place]))
            guard one < 0x80, other < 0x80 else { return compareText(left, right) }
            if one != other { return one < other ? .orderedAscending : .orderedDescending }
        }
        guard left.count != right.count else { return .orderedSame }
        return left.count < right.count ? .orderedAscending : .orderedDescending
    }

    private static func compareText(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> ComparisonResult
    {
        guard !left.elementsEqual(right) else { return .orderedSame }
        let (one, other) = (fold(String(decoding: left, as: UTF8.self)), fold(String(decoding: right, as: UTF8.self)))
        return one == other ? .orderedSame : one < other ? .orderedAscending : .orderedDescending
    }

    private static func lower(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte + 32 : byte }
}
