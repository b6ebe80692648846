import JSON
import Model
import Yams

/// One mapping of the configuration file, with the name by which errors speak of it.
struct Section {
    let path: String
    let name: String
    private let mapping: Node.Mapping

    init(path: String, name: String, node: Node) throws {
        guard case .mapping(let mapping) = node else {
            throw ConfigurationError(
                path: path, line: node.mark?.line, reason: .wrongKind(name, expected: .settings))
        }
        self.path = path
        self.name = name
        self.mapping = mapping
    }

    var keys: [String] { mapping.keys.compactMap(\.string) }

    func line(of key: String) -> Int? {
        mapping.keys.first { $0.string == key }?.mark?.line ?? mapping.mark?.line
    }

    func allow(_ allowed: [String]) throws {
        for key in keys where !allowed.contains(key) {
            throw error(key, .unknown(full(key), nearest: Spelling.nearest(to: key, among: allowed), allowed: allowed))
        }
    }

    func section(_ key: String) throws -> Section {
        guard let section = try optionalSection(key) else { throw error(key, .missing(full(key))) }
        return section
    }

    func optionalSection(_ key: String) throws -> Section? {
        guard let node = mapping[key], node.null == nil else { return nil }
        return try Section(path: path, name: full(key), node: node)
    }

    func text(_ key: String) throws -> String {
        guard let text = try optionalText(key) else { throw error(key, .missing(full(key))) }
        return text
    }

    func optionalText(_ key: String) throws -> String? {
        guard let node = mapping[key] else { return nil }
        guard let text = node.scalar?.string, !text.isEmpty else {
            throw error(key, .wrongKind(full(key), expected: .text))
        }
        return text
    }

    func texts(_ key: String, required: Bool = true) throws -> [String] {
        guard let node = mapping[key] else {
            if required { throw error(key, .missing(full(key))) }
            return []
        }
        if let text = node.scalar?.string { return [text] }
        guard let sequence = node.sequence, sequence.allSatisfy({ $0.scalar != nil }) else {
            throw error(key, .wrongKind(full(key), expected: .texts))
        }
        return sequence.compactMap(\.scalar?.string)
    }

    func choice(_ key: String, among allowed: [String]) throws -> String {
        guard let value = try optionalChoice(key, among: allowed) else { throw error(key, .missing(full(key))) }
        return value
    }

    func optionalChoice(_ key: String, among allowed: [String]) throws -> String? {
        guard let value = try optionalText(key) else { return nil }
        guard allowed.contains(value) else {
            throw error(key, .notAllowed(full(key), value: value, allowed: allowed))
        }
        return value
    }

    func whole(_ key: String, _ range: ClosedRange<Int>) throws -> Int {
        guard let value = try optionalWhole(key, range) else { throw error(key, .missing(full(key))) }
        return value
    }

    func optionalWhole(_ key: String, _ range: ClosedRange<Int>) throws -> Int? {
        guard let node = mapping[key] else { return nil }
        guard let value = node.int, range.contains(value) else {
            throw error(key, .wrongKind(full(key), expected: .whole(range)))
        }
        return value
    }

    func optionalTruth(_ key: String) throws -> Bool? {
        guard let node = mapping[key] else { return nil }
        guard let value = node.bool else { throw error(key, .wrongKind(full(key), expected: .truth)) }
        return value
    }

    /// The settings as they are handed to a plugin, which knows what they have to be.
    func values() throws -> [String: JSONValue] {
        var values: [String: JSONValue] = [:]
        for key in keys {
            guard let value = mapping[key].flatMap(Self.value) else {
                throw error(key, .wrongKind(full(key), expected: .value))
            }
            values[key] = value
        }
        return values
    }

    private static func value(_ node: Node) -> JSONValue? {
        if node.null != nil { return .null }
        if let sequence = node.sequence {
            let values = sequence.map(value)
            return values.contains(nil) ? nil : .array(values.compactMap { $0 })
        }
        if let mapping = node.mapping {
            var members: [JSONValue.Member] = []
            for (key, node) in mapping {
                guard let name = key.string, let value = value(node) else { return nil }
                members.append(JSONValue.Member(name, value))
            }
            return .object(members)
        }
        guard let scalar = node.scalar else { return nil }
        return node.bool.map(JSONValue.boolean) ?? node.int.map(JSONValue.whole) ?? .string(scalar.string)
    }

    private func full(_ key: String) -> String { name.isEmpty ? key : "\(name).\(key)" }

    private func error(_ key: String, _ reason: ConfigurationError.Reason) -> ConfigurationError {
        ConfigurationError(path: path, line: line(of: key), reason: reason)
    }
}
