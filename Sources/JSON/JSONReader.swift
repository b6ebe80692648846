/// Reads one JSON text from bytes, value by value, in the order in which they stand; nothing is built that isn't asked for.
///
/// ```swift
/// try reader.beginObject()
/// while let key = try reader.nextKey() {
///     switch key {
///     case "id": id = try reader.integer()
///     default: break  // a value that nobody reads is skipped, and checked
///     }
/// }
/// ```
/// Everything is checked, also what is skipped: UTF-8, escapes, literals, numbers, nesting. Numbers are never turned into
/// binary floating point. A member that occurs twice is handed out twice: whoever reads decides, and our types let
/// the last one win. A copy of a reader is a cheap look ahead.
public struct JSONReader: Sendable {
    let storage: ArraySlice<UInt8>
    let end: Int
    var position = 0
    let limits: JSONLimits
    /// The members seen so far of each object that is open, innermost last; an array counts nothing.
    var openCounts: [Int] = []
    /// Whether the innermost object or array was just opened, so that no comma precedes what comes next.
    var isFirst = false
    /// Whether a key, or the word that there is an element, was given out and its value not read yet.
    var owesValue = false
    /// Names of members that occurred, so that a page of records makes each string once.
    var names = NameCache()

    /// Reads a text.
    public init(_ bytes: [UInt8], limits: JSONLimits = .standard) {
        self.init(bytes[...], limits: limits)
    }

    /// Reads a part of some bytes as a text of its own, without copying it; offsets in errors count from the part's start.
    public init(_ bytes: ArraySlice<UInt8>, limits: JSONLimits = .standard) {
        storage = bytes
        end = bytes.count
        self.limits = limits
    }

    /// The place of the reader, in bytes from the start of the text.
    public var offset: Int { position }

    /// Checks that nothing but white space is left.
    public mutating func finish() throws(JSONError) {
        while position < end {
            switch storage[storage.startIndex + position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: throw JSONError(.trailingText, at: position)
            }
        }
    }

    /// An error about the value that begins at an offset, for a type that finds a value outside what it allows.
    public func invalid(at offset: Int, allowed: String) -> JSONError {
        JSONError(.invalid(allowed: allowed), at: offset)
    }

    /// An error about a member that must be there, for a type that has read its object.
    public func missing(_ member: StaticString) -> JSONError {
        JSONError(.missing(member: "\(member)"), at: offset)
    }

    /// The value of a member that must have been there.
    @inlinable
    public func require<Value>(_ value: Value?, _ member: StaticString) throws(JSONError) -> Value {
        guard let value else { throw missing(member) }
        return value
    }
}
