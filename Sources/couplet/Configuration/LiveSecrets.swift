import Foundation
import JSON
import Synchronization

/// The secrets that this process has seen, client secrets and tokens: nothing that is written may show one.
///
/// They are kept by value, in memory alone, because a server may repeat one in an error that we show.
final class LiveSecrets: Sendable {
    private let known = Mutex<[String]>([])

    /// Remembers a secret; a short word is none, and would blot out common text.
    @inline(never)
    func learn(_ secret: String) {
        guard secret.utf8.count >= Self.shortest else { return }
        let spellings = Self.spellings(of: secret)
        known.withLock { known in
            for spelling in spellings where !known.contains(spelling) { known.append(spelling) }
        }
    }

    /// A secret as it stands alone, in a form or an address, and in a string of JSON: whoever repeats it may repeat it so.
    private static func spellings(of secret: String) -> [String] {
        let unreserved = CharacterSet(charactersIn: "-._~")
            .union(CharacterSet(charactersIn: "a"..."z")).union(CharacterSet(charactersIn: "A"..."Z"))
            .union(CharacterSet(charactersIn: "0"..."9"))
        let encoded = secret.addingPercentEncoding(withAllowedCharacters: unreserved) ?? secret
        let quoted = String(JSONValue.string(secret).line.dropFirst().dropLast())
        return [secret, encoded, encoded.withSmallEscapes, quoted, quoted.replacing("/", with: "\\/")]
    }

    /// A text with every known secret taken out.
    @inline(never)
    func withoutSecrets(_ text: String) -> String {
        let found = known.withLock { $0.filter(text.contains) }.sorted { $0.count > $1.count }
        return found.reduce(text) { $0.replacing($1, with: "[redacted]") }
    }

    private static let shortest = 6
}

extension String {
    /// A percent-encoded text whose escapes are in small letters: both are in use (https://www.rfc-editor.org/rfc/rfc3986#section-2.1).
    fileprivate var withSmallEscapes: String {
        let parts = split(separator: "%", omittingEmptySubsequences: false)
        return
            ([String(parts.first ?? "")]
            + parts.dropFirst().map { String($0.prefix(2)).lowercased() + String($0.dropFirst(2)) })
            .joined(separator: "%")
    }
}
