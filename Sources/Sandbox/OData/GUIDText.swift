/// GUIDs in text form.
package enum GUIDText {
    /// The GUID of zeros.
    package static let zero = "00000000-0000-0000-0000-000000000000"

    /// The lower-case text without braces; `nil` when it is no GUID.
    package static func canonical(_ text: some StringProtocol) -> String? {
        var bytes = Array(text.utf8)
        if bytes.first == UInt8(ascii: "{"), bytes.last == UInt8(ascii: "}") {
            bytes = Array(bytes.dropFirst().dropLast())
        }
        guard bytes.count == 36 else { return nil }
        for place in bytes.indices {
            switch (place, bytes[place]) {
            case (8, UInt8(ascii: "-")), (13, UInt8(ascii: "-")), (18, UInt8(ascii: "-")), (23, UInt8(ascii: "-")):
                break
            case (8, _), (13, _), (18, _), (23, _): return nil
            case (_, 48...57), (_, 97...102): break
            case (_, 65...70): bytes[place] += 32
            default: return nil
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
