import Crypto
import Foundation

/// The user and the web-service access key by which a form is known.
///
/// They come as https://www.rfc-editor.org/rfc/rfc7617 has it.
/// Neither is kept: what is compared is a code of both that only this process could make, in a time that tells nothing.
package struct AccessKey: Sendable {
    /// A shorter key could be guessed.
    static let shortest = 16
    /// More than any name and key take together.
    private static let longest = 2_048

    private let secret = SymmetricKey(size: .bits256)
    private let code: Data

    /// Takes a user and a key; throws `ServiceStartError.weakKey`.
    package init(user: String, key: String) throws(ServiceStartError) {
        guard key.unicodeScalars.count >= Self.shortest else { throw .weakKey(shortest: Self.shortest) }
        code = Data(HMAC<SHA256>.authenticationCode(for: Data("\(user):\(key)".utf8), using: secret))
    }

    /// Whether what stands in `Authorization` is this user and this key.
    func admits(_ authorization: String?) -> Bool {
        guard let authorization, authorization.utf8.count <= Self.longest else { return false }
        let words = authorization.split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[0].lowercased() == "basic",
            let given = Data(base64Encoded: String(words[1]))
        else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: given, using: secret)
    }
}
