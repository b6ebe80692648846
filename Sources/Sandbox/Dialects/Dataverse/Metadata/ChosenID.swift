import Crypto

/// Identities that follow from names, so that metadata has the same ones in every run.
enum ChosenID {
    /// A GUID of version 8, made from the names' digest.
    static func of(_ names: String...) -> String {
        var digest = Array(SHA256.hash(data: Array(names.joined(separator: "\u{1}").utf8)).prefix(16))
        digest[6] = digest[6] & 0x0F | 0x80
        digest[8] = digest[8] & 0x3F | 0x80
        var text: [UInt8] = []
        for (place, byte) in digest.enumerated() {
            if [4, 6, 8, 10].contains(place) { text.append(0x2D) }
            text += [byte >> 4, byte & 0xF].map { $0 < 10 ? 0x30 + $0 : 0x57 + $0 }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
