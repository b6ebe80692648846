/// Takes out of a text what must not be seen: secrets, by their value and by their shape, and what a terminal would obey.
package struct Redaction: Sendable {
    private let secrets: [[UInt8]]
    /// Whether something that is looked for can begin with a byte: most can't, and are passed over.
    private let canBegin: [Bool]
    /// Takes out secrets that become known later.
    private let later: @Sendable (String) -> String

    /// Creates a redaction that knows secrets by their value; one of less than four bytes is not looked for.
    ///
    /// `later` is asked for every text: a token is not known yet when a plugin is started.
    package init(secrets: [String] = [], later: @escaping @Sendable (String) -> String = { $0 }) {
        self.later = later
        self.secrets = secrets.map { Array($0.utf8) }.filter { $0.count >= 4 }.sorted { $0.count > $1.count }
        var canBegin = Array(repeating: false, count: 256)
        canBegin[Int(UInt8(ascii: "e"))] = true
        for secret in self.secrets { canBegin[Int(secret[0])] = true }
        for name in Self.announcements {
            canBegin[Int(name[0])] = true
            canBegin[Int(name[0] & ~0x20)] = true
        }
        self.canBegin = canBegin
    }

    /// A text as it may be shown and stored, at most `limit` characters of it.
    package func redacted(_ text: some Collection<UInt8>, limit: Int = 4096) -> String {
        var scan = Scan(bytes: Array(text))
        while let byte = scan.next {
            guard canBegin[Int(byte)] else {
                scan.show(byte)
                continue
            }
            if let secret = secrets.first(where: scan.stands) {
                scan.hide(secret.count)
            } else if scan.isAtStartOfWord, let name = Self.announcements.first(where: scan.standsInAnyCase) {
                scan.show(name.count)
                scan.hideValue()
            } else if let length = scan.tokenLength {
                scan.hide(length)
            } else {
                scan.show(byte)
            }
        }
        let shown = later(String(decoding: scan.shown, as: UTF8.self))
        return String(String.UnicodeScalarView(shown.unicodeScalars.lazy.map(Self.neutral).prefix(limit)))
    }

    /// What follows these words is a secret, whatever it looks like.
    private static let announcements = [
        "authorization", "bearer", "client_secret", "clientsecret", "password", "access_token", "refresh_token",
        "accountkey", "sharedaccesskey", "sig=",
    ].map { Array($0.utf8) }

    /// What would be obeyed is shown as unknown; a tab is a blank.
    private static func neutral(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        scalar == "\t" ? " " : scalar.isObeyed ? "\u{FFFD}" : scalar
    }
}

extension Redaction {
    /// A walk through a text, with what may be shown of it.
    private struct Scan {
        let bytes: [UInt8]
        var place = 0
        var shown: [UInt8] = []

        init(bytes: [UInt8]) { self.bytes = bytes }

        var next: UInt8? { place < bytes.count ? bytes[place] : nil }

        var isAtStartOfWord: Bool { place == 0 || !Self.isWord(bytes[place - 1]) }

        func stands(_ text: [UInt8]) -> Bool { bytes[place...].starts(with: text) }

        func standsInAnyCase(_ text: [UInt8]) -> Bool {
            bytes[place...].starts(with: text) { byte, small in byte == small || byte | 0x20 == small }
        }

        /// How long the JSON Web Token is that stands here: three parts of base64url, the first an object
        /// (https://www.rfc-editor.org/rfc/rfc7519#section-3).
        var tokenLength: Int? {
            guard isAtStartOfWord, stands(Array("eyJ".utf8)) else { return nil }
            let token = bytes[place...].prefix { Self.isWord($0) || $0 == UInt8(ascii: ".") }
            return token.count { $0 == UInt8(ascii: ".") } >= 2 ? token.count : nil
        }

        mutating func show(_ byte: UInt8) {
            shown.append(byte)
            place += 1
        }

        mutating func show(_ count: Int) {
            shown += bytes[place..<(place + count)]
            place += count
        }

        mutating func hide(_ count: Int) {
            shown += Array("[redacted]".utf8)
            place += count
        }

        /// Hides the value that belongs to a name, which ends at the next gap.
        mutating func hideValue() {
            while let byte = next, Self.isGap(byte) { show(byte) }
            // "Authorization: Bearer x": the scheme stays.
            for scheme in ["bearer ", "basic "] where standsInAnyCase(Array(scheme.utf8)) { show(scheme.utf8.count) }
            let value = bytes[place...].prefix { !Self.isGap($0) && !Self.isEnd($0) }
            if !value.isEmpty { hide(value.count) }
        }

        private static func isWord(_ byte: UInt8) -> Bool {
            byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
        }

        private static func isGap(_ byte: UInt8) -> Bool { " \t\"':=".utf8.contains(byte) }

        private static func isEnd(_ byte: UInt8) -> Bool { "\r\n,;&<>)}]".utf8.contains(byte) }
    }
}
