/// The etags of Business Central: base64 of a text that clients are not meant to read.
enum BCEtag {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Appends the base64 text of a version.
    static func append(_ version: Int64, to bytes: inout [UInt8]) {
        var text = Array("'20;00000000000000000000;1;00;'".utf8)
        var rest = version
        var place = 23
        while rest > 0, place > 3 {
            text[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
            place -= 1
        }
        var start = 0
        while start + 3 <= text.count {
            let (a, b, c) = (text[start], text[start + 1], text[start + 2])
            bytes.append(alphabet[Int(a >> 2)])
            bytes.append(alphabet[Int((a & 3) << 4 | b >> 4)])
            bytes.append(alphabet[Int((b & 15) << 2 | c >> 6)])
            bytes.append(alphabet[Int(c & 63)])
            start += 3
        }
        if start < text.count {
            bytes.append(alphabet[Int(text[start] >> 2)])
            bytes.append(alphabet[Int((text[start] & 3) << 4)])
            bytes += [UInt8(ascii: "="), UInt8(ascii: "=")]
        }
    }

    /// The etag of a version, as a header carries it.
    static func text(_ version: Int64) -> String {
        var bytes = Array("W/\"".utf8)
        append(version, to: &bytes)
        return String(decoding: bytes, as: UTF8.self) + "\""
    }

    /// Whether an `If-Match` header lets a version pass.
    static func matches(_ header: String, _ version: Int64) -> Bool {
        let text = text(version)
        return header.split(separator: ",").contains { part in
            let part = part.trimmed
            return part == "*" || part == text || "W/" + part == text
        }
    }
}
