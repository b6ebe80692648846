/// Something that a person may configure for the entity.
public struct Setting: Sendable, Hashable {
    /// What may stand there.
    public enum Kind: Sendable, Hashable {
        /// Any text.
        case text
        /// `true` or `false`.
        case boolean
        /// A whole number.
        case integer
        /// Some texts.
        case texts
        /// One of these texts.
        case oneOf([String])
        /// A configuration of its own.
        case section([Setting])
    }

    /// The name.
    public var name: String
    /// What may stand there.
    public var kind: Kind

    /// Creates a setting.
    public init(_ name: String, _ kind: Kind) {
        self.name = name
        self.kind = kind
    }
}
