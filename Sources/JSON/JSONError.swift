/// Why a text is not the JSON that was asked for, and where.
public struct JSONError: Error, Sendable, Hashable {
    /// The kinds of failure.
    public enum Code: Sendable, Hashable {
        /// The text ends inside a value.
        case unexpectedEnd
        /// A byte that no JSON has at this place.
        case unexpectedByte(UInt8)
        /// Something other than white space follows the value.
        case trailingText
        /// A string holds bytes that are not UTF-8, or half of a surrogate pair.
        case invalidText
        /// A string holds a control character, or a backslash followed by something unknown.
        case invalidEscape
        /// A number is not of the form that JSON gives numbers.
        case invalidNumber
        /// Objects and arrays are nested deeper than the limit.
        case tooDeep(limit: Int)
        /// An object has more members than the limit.
        case tooManyMembers(limit: Int)
        /// A value of another type stands here.
        case mismatch(expected: String)
        /// A whole number is not in the range of the type that takes it.
        case outOfRange
        /// An object lacks a member that must be there.
        case missing(member: String)
        /// A value has the right type, but not one of the forms that are allowed here.
        case invalid(allowed: String)
    }

    /// What is wrong.
    public var code: Code
    /// Where, in bytes from the start of the text.
    public var offset: Int

    /// Creates an error.
    public init(_ code: Code, at offset: Int) {
        self.code = code
        self.offset = offset
    }

    /// The line and column of the error in the text that it came from, both from 1; columns count bytes.
    public func place(in text: some Sequence<UInt8>) -> (line: Int, column: Int) {
        var line = 1
        var column = 1
        for byte in text.prefix(offset) {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else {
                column += 1
            }
        }
        return (line, column)
    }
}
