/// The values of links.
enum LinkText {
    /// Encodes everything that could be taken for something else in a query.
    static func encode(_ text: String) -> String {
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E, 0x24, 0x28, 0x29, 0x2C, 0x27, 0x2F:
                encoded.append(byte)
            default:
                encoded.append(UInt8(ascii: "%"))
                encoded += [byte >> 4, byte & 0xF].map { $0 < 10 ? 0x30 + $0 : 0x37 + $0 }
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }
}
