import JSON

/// Query options over objects that are not rows of a table: metadata, message filters.
struct JSONQuery {
    private let query: ODataQuery

    init(_ query: ODataQuery) { self.query = query }

    /// The objects that meet the filter, with the members asked for, as an answer.
    func answer(_ objects: [JSONValue], context: String) throws -> HTTPAnswer {
        var found = try objects.filter { try matches($0) }
        if let top = query.top { found = Array(found.prefix(top)) }
        var members: [JSONValue.Member] = [.init("@odata.context", .string(context))]
        if query.count { members.append(.init("@odata.count", .number("\(found.count)"))) }
        members.append(.init("value", .array(found.map(shaped))))
        return DataverseAnswer.ok(.object(members))
    }

    /// An object with the members asked for; identities and types always stay.
    func shaped(_ object: JSONValue) -> JSONValue {
        guard let select = query.select, !select.contains("*"), let members = object.object else { return object }
        let wanted = Set(select + query.expand.map(\.navigation))
        return .object(
            members.filter { $0.name.hasPrefix("@odata.") || $0.name == "MetadataId" || wanted.contains($0.name) })
    }

    private func matches(_ object: JSONValue) throws -> Bool {
        guard let filter = query.filter else { return true }
        return try evaluate(filter, object)
    }

    private func evaluate(_ expression: ODataExpression, _ object: JSONValue) throws -> Bool {
        switch expression {
        case .binary(.and, let left, let right): return try evaluate(left, object) && evaluate(right, object)
        case .binary(.or, let left, let right): return try evaluate(left, object) || evaluate(right, object)
        case .binary(let operation, let left, let right):
            return compare(value(left, object), operation, value(right, object))
        case .not(let inner): return try !evaluate(inner, object)
        case .call(let name, let arguments) where arguments.count == 2:
            return try test(name, value(arguments[0], object), value(arguments[1], object))
        case .path, .literal: return value(expression, object) == "true"
        default: throw DataverseError.badQuery("The filter is not supported for metadata.")
        }
    }

    private func compare(_ left: String?, _ operation: ODataExpression.Operator, _ right: String?) -> Bool {
        switch operation {
        case .equal: return left?.lowercased() == right?.lowercased()
        case .notEqual: return left?.lowercased() != right?.lowercased()
        default: return ordered(left ?? "", operation, right ?? "")
        }
    }

    private func ordered(_ left: String, _ operation: ODataExpression.Operator, _ right: String) -> Bool {
        let isLess = Int64(left).flatMap { one in Int64(right).map { one < $0 } } ?? (left < right)
        switch operation {
        case .less: return isLess
        case .atMost: return isLess || left == right
        case .greater: return !isLess && left != right
        case .atLeast: return !isLess
        case .or, .and, .equal, .notEqual, .isIn: return false
        }
    }

    private func test(_ name: String, _ text: String?, _ part: String?) throws -> Bool {
        let (text, part) = ((text ?? "").lowercased(), (part ?? "").lowercased())
        switch name {
        case "contains": return text.contains(part)
        case "startswith": return text.hasPrefix(part)
        case "endswith": return text.hasSuffix(part)
        default: throw DataverseError.badQuery("An unknown function with name '\(name)' was found.")
        }
    }

    private func value(_ expression: ODataExpression, _ object: JSONValue) -> String? {
        switch expression {
        case .literal(.null): return nil
        case .literal(let literal): return literal.text
        case .path(let path):
            var current: JSONValue? = object
            // `Microsoft.Dynamics.CRM.…'Value'` is the value of an enumeration: its last part is the word.
            for name in path { current = current?[name] }
            return current.flatMap { $0.string ?? $0.numberText ?? $0.boolean.map { $0 ? "true" : "false" } }
        default: return nil
        }
    }
}
