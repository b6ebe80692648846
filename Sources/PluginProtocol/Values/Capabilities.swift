public import JSON

/// What a side can do beyond the core of the protocol, by name, with what there is to say about it.
///
/// A name that is not known is ignored.
public struct Capabilities: Sendable, Hashable {
    private var members: [JSONValue.Member]

    /// Creates capabilities that have nothing more to say than their names.
    public init(_ names: [String] = []) { members = names.map { JSONValue.Member($0, .object([])) } }

    /// The names, in the order in which they were declared.
    public var names: [String] { members.map(\.name) }

    /// Whether a capability is declared.
    public func has(_ name: String) -> Bool { self[name] != nil }

    /// What is said about a capability; `nil` when it is not declared.
    ///
    /// Setting `nil` takes it back.
    public subscript(name: String) -> JSONValue? {
        get { members.first { $0.name == name }?.value }
        set {
            members.removeAll { $0.name == name }
            if let newValue { members.append(JSONValue.Member(name, newValue)) }
        }
    }

    /// The plugin answers `record/decide`.
    public static let decide = "decide"
    /// The plugin answers `config/validate`.
    public static let validate = "validate"
    /// The plugin keeps values in the host (`state/get`, `state/put`).
    public static let state = "state"
}

extension Capabilities: JSONReadable, JSONWritable {
    /// Reads it from JSON: an object whose members are the capabilities.
    public init(from reader: inout JSONReader) throws(JSONError) {
        members = []
        try reader.beginObject()
        while let name = try reader.nextName() { self[name] = try reader.value() }
    }

    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) { JSONValue.object(members).write(to: &writer) }
}
