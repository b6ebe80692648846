/// The name of a synchronized entity, such as `customers`: `[a-z][a-z0-9-]{0,40}`.
///
/// It is the word that a person types, that manifests refer to, and that the store keeps.
public struct EntityName: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The word itself.
    public let text: String

    /// Creates a name, or nothing when the word is not of the allowed form.
    public init?(_ text: String) {
        let bytes = text.utf8
        guard let first = bytes.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first), bytes.count <= 41 else {
            return nil
        }
        let isAllowed = bytes.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
            default: false
            }
        }
        guard isAllowed else { return nil }
        self.text = text
    }

    /// The text itself.
    public var description: String { text }

    /// Orders by the text.
    public static func < (left: EntityName, right: EntityName) -> Bool { left.text < right.text }
}

extension EntityName: ExpressibleByStringLiteral {
    /// Creates a name from a literal, which is a promise of ours that the word is of the allowed form.
    public init(stringLiteral value: StaticString) {
        guard let name = EntityName("\(value)") else {
            preconditionFailure("an entity name in the source is of the form [a-z][a-z0-9-]{0,40}")
        }
        self = name
    }
}
