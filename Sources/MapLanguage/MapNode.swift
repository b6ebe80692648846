public import JSON

/// A value of a file that a person wrote, with its place: what a map is read from, whether it was written as JSON or as YAML.
public struct MapNode: Sendable, Hashable {
    /// A member of an object.
    public struct Member: Sendable, Hashable {
        /// Its name.
        public var name: String
        /// Where the name stands.
        public var place: MapPlace?
        /// Its value.
        public var node: MapNode

        /// Creates a member.
        public init(_ name: String, at place: MapPlace?, _ node: MapNode) {
            self.name = name
            self.place = place
            self.node = node
        }
    }

    /// What a value can be.
    public enum Value: Sendable, Hashable {
        /// Nothing.
        case null
        /// A truth value.
        case boolean(Bool)
        /// A number as it is written.
        case number(String)
        /// A text.
        case text(String)
        /// Some values.
        case list([MapNode])
        /// Some members, in their order.
        case object([Member])
    }

    /// The value.
    public var value: Value
    /// Where it begins; `nil` when nobody knows.
    public var place: MapPlace?

    /// Creates a node.
    public init(_ value: Value, at place: MapPlace? = nil) {
        self.value = value
        self.place = place
    }

    /// The same as JSON.
    public var json: JSONValue {
        switch value {
        case .null: .null
        case .boolean(let truth): .boolean(truth)
        case .number(let text): .number(text)
        case .text(let text): .string(text)
        case .list(let nodes): .array(nodes.map(\.json))
        case .object(let members): .object(members.map { JSONValue.Member($0.name, $0.node.json) })
        }
    }

    /// The line of every member and element, by the path that leads to it: `change.name.length`, `disable[0]`.
    public func lines(under path: String = "") -> [(path: String, line: Int)] {
        switch value {
        case .null, .boolean, .number, .text: return []
        case .list(let nodes):
            return nodes.enumerated().flatMap { number, node in
                let inner = "\(path)[\(number)]"
                return (node.place.map { [(inner, $0.line)] } ?? []) + node.lines(under: inner)
            }
        case .object(let members):
            return members.flatMap { member in
                let inner = MapCursor.join(path, member.name)
                let place = member.place ?? member.node.place
                return (place.map { [(inner, $0.line)] } ?? []) + member.node.lines(under: inner)
            }
        }
    }
}
