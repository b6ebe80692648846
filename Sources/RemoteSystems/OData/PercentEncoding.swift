/// Percent-encoding, RFC 3986 section 2: everything but unreserved characters is encoded.
enum PercentEncoding {
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// A text as the value of a query option, or of a form's field.
    static func query(_ text: String) -> String { encoded(text) { _ in false } }

    /// A text as a segment of a path; what OData's key predicates are made of stays readable.
    static func segment(_ text: String) -> String {
        encoded(text) { byte in
            switch byte {
            case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "'"), UInt8(ascii: "="), UInt8(ascii: ","): true
            default: false
            }
        }
    }

    private static func encoded(_ text: String, allowing isAllowed: (UInt8) -> Bool) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 16)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                bytes.append(byte)
            default:
                if isAllowed(byte) {
                    bytes.append(byte)
                } else {
                    bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
                }
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
