/// Turns an expression into a condition on rows, with the names and values of a dialect.
package struct FilterBuilder<Vocabulary: FilterVocabulary> {
    private let vocabulary: Vocabulary
    private let catalog: [String: TableSchema]

    /// Creates a builder; `catalog` has the system's tables.
    package init(_ vocabulary: Vocabulary, catalog: [String: TableSchema]) {
        self.vocabulary = vocabulary
        self.catalog = catalog
    }

    /// The condition of an expression on rows of a table.
    ///
    /// Throws `ODataSyntaxError` for what no dialect knows, and what the vocabulary throws.
    package func filter(_ expression: ODataExpression, of schema: TableSchema) throws -> Filter {
        try condition(expression, of: schema, variable: nil)
    }

    private func condition(
        _ expression: ODataExpression, of schema: TableSchema, variable: String?
    ) throws -> Filter {
        switch expression {
        case .binary(.and, let left, let right):
            return .all([
                try condition(left, of: schema, variable: variable),
                try condition(right, of: schema, variable: variable),
            ])
        case .binary(.or, let left, let right):
            return .any([
                try condition(left, of: schema, variable: variable),
                try condition(right, of: schema, variable: variable),
            ])
        case .binary(.isIn, let left, let right):
            let property = try property(left, of: schema, variable: variable)
            return .isIn(
                property.term, try values(right).map { try vocabulary.value($0, for: property, isPart: false) })
        case .binary(let operation, let left, let right):
            guard let comparison = operation.comparison else { throw Self.unknown(operation.rawValue) }
            return try compare(left, comparison, right, of: schema, variable: variable)
        case .not(let inner): return .not(try condition(inner, of: schema, variable: variable))
        case .literal(.boolean(let value)): return value ? .always : .never
        case .path: return .compare(try property(expression, of: schema, variable: variable).term, .equal, .value(true))
        case .call(let name, let arguments):
            return try call(name, arguments, expression, of: schema, variable: variable)
        case .namedCall(let name, _):
            guard let filter = try vocabulary.condition(expression, of: schema) else { throw Self.unknown(name) }
            return filter
        case .lambda(let path, let isAny, let name, let inner):
            return try lambda(path, isAny: isAny, name, inner, of: schema, variable: variable)
        case .literal, .list: throw ODataSyntaxError("The $filter expression must evaluate to a single boolean value.")
        }
    }

    private func compare(
        _ left: ODataExpression, _ comparison: Filter.Comparison, _ right: ODataExpression, of schema: TableSchema,
        variable: String?
    ) throws -> Filter {
        switch (left, right) {
        case (.call, .literal(.boolean(let value))):
            let inner = try condition(left, of: schema, variable: variable)
            return (comparison == .equal) == value ? inner : .not(inner)
        case (.literal(let value), .literal(let other)): return value == other ? .always : .never
        case (_, .literal(let value)):
            let property = try property(left, of: schema, variable: variable)
            return .compare(
                property.term, comparison, .value(try vocabulary.value(value, for: property, isPart: false)))
        case (.literal(let value), _):
            let property = try property(right, of: schema, variable: variable)
            return .compare(
                .value(try vocabulary.value(value, for: property, isPart: false)), comparison, property.term)
        default:
            return .compare(
                try property(left, of: schema, variable: variable).term, comparison,
                try property(right, of: schema, variable: variable).term)
        }
    }

    private func call(
        _ name: String, _ arguments: [ODataExpression], _ expression: ODataExpression, of schema: TableSchema,
        variable: String?
    ) throws -> Filter {
        if let filter = try vocabulary.condition(expression, of: schema) { return filter }
        let tests: [String: Filter.TextTest] = [
            "contains": .contains, "startswith": .startsWith, "endswith": .endsWith,
        ]
        guard let test = tests[name.lowercased()], arguments.count == 2 else { throw Self.unknown(name) }
        let property = try property(arguments[0], of: schema, variable: variable)
        guard case .literal(let literal) = arguments[1] else {
            return .text(test, property.term, try self.property(arguments[1], of: schema, variable: variable).term)
        }
        guard case .text(let text) = try vocabulary.value(literal, for: property, isPart: true) else { return .never }
        return vocabulary.textTest(name.lowercased(), property.term, text)
            ?? .text(test, property.term, .value(.text(text)))
    }

    private func lambda(
        _ path: [String], isAny: Bool, _ name: String, _ inner: ODataExpression?, of schema: TableSchema,
        variable: String?
    ) throws -> Filter {
        let path = path.first == variable && variable != nil ? Array(path.dropFirst()) : path
        let (table, field) = try vocabulary.collection(path, of: schema)
        guard let target = catalog[table] else { throw EngineError.noTable(table) }
        guard let inner else { return .exists(table: table, field: field, .always) }
        let condition = try condition(inner, of: target, variable: name)
        return isAny
            ? .exists(table: table, field: field, condition)
            : .not(.exists(table: table, field: field, .not(condition)))
    }

    /// A property, or a function of one.
    private func property(
        _ expression: ODataExpression, of schema: TableSchema, variable: String?
    ) throws -> ResolvedProperty {
        switch expression {
        case .path(let path):
            if let variable, path.first == variable {
                return try vocabulary.property(Array(path.dropFirst()), of: schema)
            }
            return try vocabulary.property(path, of: schema)
        case .call(let name, let arguments):
            let names = [
                "tolower": "lower", "toupper": "upper", "trim": "trim", "length": "length", "substring": "substring",
            ]
            guard let function = names[name.lowercased()], let first = arguments.first else { throw Self.unknown(name) }
            let inner = try property(first, of: schema, variable: variable)
            return ResolvedProperty(
                term: .function(function, [inner.term] + (try numbers(arguments.dropFirst()))), field: inner.field)
        default: throw ODataSyntaxError("A property is expected on one side of the comparison.")
        }
    }

    /// The arguments of `substring`: OData counts from 0, SQL from 1.
    private func numbers(_ arguments: ArraySlice<ODataExpression>) throws -> [Filter.Term] {
        try arguments.enumerated().map { place, argument in
            guard case .literal(.number(let text)) = argument, let number = Int32(text).map(Int64.init) else {
                throw ODataSyntaxError("A number is expected.")
            }
            return .value(.integer(place == 0 ? number + 1 : number))
        }
    }

    private func values(_ expression: ODataExpression) throws -> [ODataLiteral] {
        let elements: [ODataExpression]
        if case .list(let list) = expression { elements = list } else { elements = [expression] }
        return try elements.map { element in
            guard case .literal(let value) = element else { throw ODataSyntaxError("A list of values is expected.") }
            return value
        }
    }

    private static func unknown(_ name: String) -> ODataSyntaxError {
        ODataSyntaxError(
            "An unknown function with name '\(name)' was found. This may also be a function import or a key lookup on a navigation property, which is not allowed."
        )
    }
}
