package import JSON

/// What a person configured for the entity.
///
/// There is never a secret in it: a plugin gets none.
public struct Configuration: Sendable, Hashable {
    /// The configuration as it came.
    package let value: JSONValue

    /// Takes over a configuration.
    package init(_ value: JSONValue) { self.value = value }

    /// Reads a configuration from JSON text, for tests of a plugin; `nil` when the text is no JSON object.
    public init?(json text: String) {
        guard let value = try? JSON.decode(JSONValue.self, from: text), value.object != nil else {
            // Which byte is wrong matters to nobody in a test.
            return nil
        }
        self.value = value
    }

    /// Nothing configured.
    public static let empty = Configuration(.object([]))

    /// The names that are configured, in order.
    public var names: [String] { value.object?.map(\.name) ?? [] }

    /// A text.
    public func text(_ name: String) -> String? { value[name]?.string }
    /// A truth value.
    public func boolean(_ name: String) -> Bool? { value[name]?.boolean }
    /// A whole number.
    public func integer(_ name: String) -> Int64? { value[name]?.integer }
    /// A list of texts.
    public func texts(_ name: String) -> [String]? { value[name]?.array.map { $0.compactMap(\.string) } }
    /// A configuration within the configuration.
    public func section(_ name: String) -> Configuration? {
        guard let inner = value[name], inner.object != nil else { return nil }
        return Configuration(inner)
    }
}
