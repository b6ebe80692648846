public import JSON

/// The number of a request, chosen by its sender and never used twice in a session.
public struct RequestID: Sendable, Hashable, Comparable, CustomStringConvertible, JSONReadable, JSONWritable {
    /// The number.
    public let number: Int
    /// Creates the number of a request.
    public init(_ number: Int) { self.number = number }
    /// What a person reads.
    public var description: String { "\(number)" }
    /// Orders two of them.
    public static func < (left: RequestID, right: RequestID) -> Bool { left.number < right.number }
    /// Reads it from JSON.
    public init(from reader: inout JSONReader) throws(JSONError) { number = try Int(from: &reader) }
    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) { writer.integer(number) }
}
