import Coordinator
import Synchronization

/// The secrets that this process has seen, client secrets and tokens: nothing that is written may show one.
///
/// They are kept by value, in memory alone, because a server may repeat one in an error that we show.
final class LiveSecrets: Sendable {
    private let known = Mutex<[String]>([])

    /// Remembers a secret; a short word is none, and would blot out common text.
    func learn(_ secret: String) {
        guard secret.utf8.count >= Self.shortest else { return }
        known.withLock { known in
            if !known.contains(secret) { known.append(secret) }
        }
    }

    /// A text with every known secret taken out.
    func withoutSecrets(_ text: String) -> String {
        let found = known.withLock { $0.filter(text.contains) }.sorted { $0.count > $1.count }
        return found.reduce(text) { $0.replacing($1, with: "[redacted]") }
    }

    private static let shortest = 6
}
