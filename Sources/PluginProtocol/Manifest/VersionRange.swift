/// Which versions of another plugin will do: `^1`, `^1.2`, `>=1 <3`, `1.2.3`, `*`.
///
/// Several bounds must all hold.
public struct VersionRange: Sendable, Hashable, CustomStringConvertible {
    private enum Bound: Sendable, Hashable {
        case from(SemanticVersion)
        case above(SemanticVersion)
        case below(SemanticVersion)
        case upTo(SemanticVersion)
        case exactly(SemanticVersion)
    }

    /// The range as it was written.
    public let text: String
    private let bounds: [Bound]

    /// Reads a range.
    public init?(_ text: String) {
        var bounds: [Bound] = []
        for word in text.split(separator: " ") {
            guard let more = Self.bounds(word) else { return nil }
            bounds += more
        }
        guard text.contains(where: { $0 != " " }) else { return nil }
        self.text = text
        self.bounds = bounds
    }

    /// Every version.
    public static let any = VersionRange(text: "*", bounds: [])

    private init(text: String, bounds: [Bound]) {
        self.text = text
        self.bounds = bounds
    }

    /// The range as it was written.
    public var description: String { text }

    /// Whether a version is in the range.
    ///
    /// A pre-release is in it only if a bound names one of the same release.
    public func contains(_ version: SemanticVersion) -> Bool {
        guard version.preRelease.isEmpty || bounds.contains(where: { Self.names($0, version) }) else {
            return bounds.isEmpty
        }
        return bounds.allSatisfy { bound in
            switch bound {
            case .from(let lowest): version >= lowest
            case .above(let other): version > other
            case .below(let other): version < other
            case .upTo(let highest): version <= highest
            case .exactly(let other): version == other
            }
        }
    }

    private static func names(_ bound: Bound, _ version: SemanticVersion) -> Bool {
        switch bound {
        case .from(let other), .above(let other), .below(let other), .upTo(let other), .exactly(let other):
            !other.preRelease.isEmpty && other.major == version.major && other.minor == version.minor
                && other.patch == version.patch
        }
    }

    private static func bounds(_ word: Substring) -> [Bound]? {
        if word == "*" { return [] }
        if word.hasPrefix("^") { return caret(word.dropFirst()) }
        let kinds: [(String, (SemanticVersion) -> Bound)] = [
            (">=", Bound.from), ("<=", Bound.upTo), (">", Bound.above), ("<", Bound.below), ("=", Bound.exactly),
        ]
        for (sign, bound) in kinds where word.hasPrefix(sign) {
            return partial(word.dropFirst(sign.count)).map { [bound($0.version)] }
        }
        return SemanticVersion(String(word)).map { [.exactly($0)] }
    }

    /// Up to the next version that may break: the leftmost number that isn't zero stays.
    private static func caret(_ word: Substring) -> [Bound]? {
        guard let (version, parts) = partial(word) else { return nil }
        let next =
            if version.major > 0 || parts == 1 {
                SemanticVersion(version.major + 1)
            } else if version.minor > 0 || parts == 2 {
                SemanticVersion(0, version.minor + 1)
            } else {
                SemanticVersion(0, 0, version.patch + 1)
            }
        return [.from(version), .below(next)]
    }

    /// A version of which the last numbers may be left out.
    private static func partial(_ word: Substring) -> (version: SemanticVersion, parts: Int)? {
        let parts = word.prefix { $0 != "-" }.split(separator: ".", omittingEmptySubsequences: false).count
        let missing = String(repeating: ".0", count: max(0, 3 - parts))
        let full = parts < 3 ? String(word) + missing : String(word)
        guard parts <= 3, let version = SemanticVersion(full) else { return nil }
        return (version, parts)
    }
}
