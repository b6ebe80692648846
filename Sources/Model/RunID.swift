/// The identity of one run of the host over a plan, unique within a store: a lower-case UUIDv7-like text, made by the host.
public struct RunID: Sendable, Hashable, CustomStringConvertible {
    /// The identity as text.
    public let text: String
    /// Takes over an identity.
    public init(_ text: String) { self.text = text }
    /// The text itself.
    public var description: String { text }
}

/// What a run looks at.
public enum RunMode: String, Sendable, Hashable, CaseIterable {
    /// What the feeds nominate, what may be retried, what waited for a reference.
    case incremental
    /// Complete listings of both sides.
    case full
    /// Records that a person named.
    case selected
    /// Ids and versions only; a report, no write.
    case verify
    /// Every coupling: the contents are compared afresh, since the mapping or the store changed.
    case rebase
}

/// Whether decisions become effects.
public enum Effect: String, Sendable, Hashable, CaseIterable {
    /// They are carried out.
    case write
    /// They are recorded only, and overlay what later reads of the same run see.
    case dryRun
}
