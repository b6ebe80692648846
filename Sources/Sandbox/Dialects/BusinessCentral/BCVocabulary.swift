/// How Business Central names fields in conditions, and what their values mean.
struct BCVocabulary: FilterVocabulary {
    let set: BCRoute.EntitySet
    let options: @Sendable (OptionSetKey) -> [OptionDefinition]
    let localCurrency: String

    func property(_ path: [String], of schema: TableSchema) throws -> ResolvedProperty {
        guard path.count == 1, let field = set.field(path[0]) else {
            throw BCFailure.badRequest(
                "Could not find a property named '\(path.joined(separator: "/"))' on type 'Microsoft.NAV.\(set.route.entity)'."
            )
        }
        return ResolvedProperty(term: .field(field.name), field: field)
    }

    func collection(_ path: [String], of schema: TableSchema) throws -> (table: String, field: String) {
        throw BCFailure.badRequest("Lambda expressions are not supported.")
    }

    func condition(_ call: ODataExpression, of schema: TableSchema) throws -> Filter? { nil }

    func textTest(_ name: String, _ term: Filter.Term, _ text: String) -> Filter? { nil }

    func value(_ literal: ODataLiteral, for property: ResolvedProperty, isPart: Bool) throws -> StoredValue {
        let field = property.field
        func unfit() -> BCFailure {
            .badRequest("A binary operator with incompatible types was detected for the property '\(field.name)'.")
        }
        if literal == .null { return field.emptyValue(.businessCentral) }
        switch (field.kind, literal) {
        case (.text, .string(let text)): return .text(text)
        case (.code, .string(let text)):
            let code = text.uppercased()
            return .text(field.localCurrency && code == localCurrency && !isPart ? "" : code)
        case (.decimal, .number(let text)): return DecimalText.canonical(text).map { .text($0) } ?? .null
        case (.integer, .number(let text)):
            guard let number = Int64(text) else { throw unfit() }
            return .integer(number)
        case (.boolean, .boolean(let value)): return .integer(value ? 1 : 0)
        case (.date, .date(let day)): return .text(day)
        case (.instant, .instant(let moment, _)): return .integer(moment.milliseconds)
        case (.instant, .date(let day)): return Moment(iso: day).map { .integer($0.milliseconds) } ?? .null
        case (.guid, .guid(let id)), (.lookup, .guid(let id)): return id == GUIDText.zero ? .null : .text(id)
        case (.choice, .string(let text)):
            let label = BCEnumText.decode(text)
            let known = options(OptionSetKey(.businessCentral, table: set.schema.table, field: field))
            guard let option = known.first(where: { $0.label == label || $0.label.lowercased() == label.lowercased() })
            else { throw BCFailure.noOption(label, known.map(\.label)) }
            return .integer(option.value)
        default: throw unfit()
        }
    }
}

extension ODataExpression {
    /// Whether an `or` joins conditions on different fields, which Business Central does not do.
    var hasMixedOr: Bool {
        switch self {
        case .binary(.or, let left, let right):
            left.properties.union(right.properties).count > 1 || left.hasMixedOr || right.hasMixedOr
        case .binary(_, let left, let right): left.hasMixedOr || right.hasMixedOr
        case .not(let inner): inner.hasMixedOr
        case .literal, .path, .call, .namedCall, .lambda, .list: false
        }
    }

    /// Whether an `in` occurs.
    var hasIn: Bool {
        switch self {
        case .binary(.isIn, _, _): true
        case .binary(_, let left, let right): left.hasIn || right.hasIn
        case .not(let inner): inner.hasIn
        case .literal, .path, .call, .namedCall, .lambda, .list: false
        }
    }

    /// The expression without its lambdas, which Business Central ignores in silence.
    var withoutLambdas: ODataExpression {
        switch self {
        case .lambda: .literal(.boolean(true))
        case .binary(let operation, let left, let right): .binary(operation, left.withoutLambdas, right.withoutLambdas)
        case .not(let inner): .not(inner.withoutLambdas)
        case .literal, .path, .call, .namedCall, .list: self
        }
    }

    private var properties: Set<[String]> {
        switch self {
        case .path(let path): [path]
        case .binary(_, let left, let right): left.properties.union(right.properties)
        case .not(let inner): inner.properties
        case .call(_, let arguments): arguments.reduce(into: []) { $0.formUnion($1.properties) }
        case .literal, .namedCall, .lambda, .list: []
        }
    }
}
