/// The identity of a record in one system, as that system writes it.
///
/// Business Central: the SystemId, a lower-case GUID. Dataverse: the primary key, a lower-case GUID, or the number
/// of a choice value. Which system it belongs to is said by what holds it: a `Sided`, a `Side` beside it.
public struct RecordID: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The identity as text; a GUID is lower-case, without braces.
    public let text: String

    /// Takes over an identity as the system wrote it.
    public init(_ text: String) {
        self.text = text
    }

    /// The text itself.
    public var description: String { text }

    /// Orders by the text.
    public static func < (left: RecordID, right: RecordID) -> Bool { left.text < right.text }

    /// The GUID of zeros, with which Business Central says «no relation» or «local currency».
    public static let zero = RecordID("00000000-0000-0000-0000-000000000000")
}

/// The version of a record in one system: the opaque `@odata.etag`, whole, as the server sent it.
public struct RecordVersion: Sendable, Hashable, CustomStringConvertible {
    /// The text between the server and us; never taken apart.
    public let text: String

    /// Takes over a version as the server wrote it.
    public init(_ text: String) {
        self.text = text
    }

    /// The text itself.
    public var description: String { text }
}
