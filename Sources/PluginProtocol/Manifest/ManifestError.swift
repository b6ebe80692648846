public import JSON

/// Why a manifest can't be used, and where.
public struct ManifestError: Error, Sendable, Hashable {
    /// What can be wrong.
    public enum Cause: Sendable, Hashable {
        /// It is not JSON, at this line and column.
        case notJSON(JSONError, line: Int, column: Int)
        /// A member that must be there is not.
        case missing(member: String)
        /// A member has a name that is not known; the nearest one that is, if one is near.
        case unknown(member: String, nearest: String?, allowed: [String])
        /// A member occurs twice.
        case repeated(member: String)
        /// A value is of another type.
        case type(expected: String)
        /// A value is none of those that are allowed; the nearest one that is, if one is near.
        case value(String, nearest: String?, allowed: String)
    }

    /// Where, as a path of member names: `sides.erp.routes[0].kind`; empty for the whole.
    public var path: String
    /// What is wrong.
    public var cause: Cause
    /// The line of the file in which that stands, from 1; `nil` when nobody knows.
    public var line: Int?

    /// Creates an error.
    public init(_ path: String, _ cause: Cause, line: Int? = nil) {
        self.path = path
        self.cause = cause
        self.line = line
    }

    /// The error with the line in which its place stands in the manifest's text, where it has none yet.
    public func placed(in text: [UInt8]) -> ManifestError {
        var error = self
        error.line = line ?? ManifestLines(text).line(of: self)
        return error
    }
}
