/// A request: its name on the wire, and what goes there and back.
///
/// It stands beside JSON, so that those who define messages need not know who carries them.
public protocol RPCMethod: Sendable {
    /// What the caller sends.
    associatedtype Parameters: JSONCodable & Sendable
    /// What the callee answers.
    associatedtype Result: JSONCodable & Sendable
    /// The name on the wire.
    static var name: String { get }
}

/// A notice, which nobody answers: its name on the wire, and what it says.
public protocol RPCNotice: Sendable {
    /// What the sender says.
    associatedtype Parameters: JSONCodable & Sendable
    /// The name on the wire.
    static var name: String { get }
}

/// Parameters or a result that say nothing: `{}` on the wire; `null` is understood too.
public struct Nothing: JSONReadable, JSONWritable, Sendable, Hashable {
    /// Creates it.
    public init() {}

    /// Reads it from JSON.
    public init(from reader: inout JSONReader) throws(JSONError) {
        if try reader.isNull() { return }
        try reader.beginObject()
        while try reader.nextKey() != nil {}
    }

    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) { writer.object { _ in } }
}
