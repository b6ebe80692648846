import Foundation

/// Text without its case.
enum Folding {
    /// The text in the form that is compared: `É` and `é` are one, `e` is another.
    static func fold(_ text: String) -> String { text.lowercased() }

    /// Compares without regard to case, ASCII without making new texts.
    static func compare(_ left: String, _ right: String) -> ComparisonResult {
        var left = left
        var right = right
        let quick: ComparisonResult?? = left.withUTF8 { left in
            right.withUTF8 { right in compareASCII(left, right) }
        }
        if let quick, let result = quick { return result }
        let (one, other) = (fold(left), fold(right))
        return one == other ? .orderedSame : one < other ? .orderedAscending : .orderedDescending
    }

    /// The result, or `nil` when a byte outside of ASCII comes first.
    private static func compareASCII(
        _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
    ) -> ComparisonResult? {
        for place in 0..<min(left.count, right.count) {
            let (one, other) = (lower(left[place]), lower(right[place]))
            if one >= 0x80 || other >= 0x80 { return nil }
            if one != other { return one < other ? .orderedAscending : .orderedDescending }
        }
        return left.count == right.count
            ? .orderedSame : left.count < right.count ? .orderedAscending : .orderedDescending
    }

    private static func lower(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte + 32 : byte }
}
