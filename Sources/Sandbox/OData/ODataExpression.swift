/// An expression of OData's language, as it is written: names are not looked up yet.
package indirect enum ODataExpression: Sendable, Hashable {
    /// What stands between two operands.
    package enum Operator: String, Sendable, Hashable, CaseIterable {
        /// Either.
        case or
        /// Both.
        case and
        /// The same.
        case equal = "eq"
        /// Not the same.
        case notEqual = "ne"
        /// Greater.
        case greater = "gt"
        /// Greater or the same.
        case atLeast = "ge"
        /// Less.
        case less = "lt"
        /// Less or the same.
        case atMost = "le"
        /// One of a list.
        case isIn = "in"

        /// The comparison of rows that it stands for; `nil` for `or`, `and`, `in`.
        package var comparison: Filter.Comparison? {
            switch self {
            case .equal: .equal
            case .notEqual: .notEqual
            case .greater: .greater
            case .atLeast: .atLeast
            case .less: .less
            case .atMost: .atMost
            case .or, .and, .isIn: nil
            }
        }
    }

    /// A value.
    case literal(ODataLiteral)
    /// A property, perhaps of another row: `primarycontactid/fullname`.
    case path([String])
    /// Two operands.
    case binary(Operator, ODataExpression, ODataExpression)
    /// The opposite.
    case not(ODataExpression)
    /// A function: `contains(name,'x')`.
    case call(String, [ODataExpression])
    /// A function whose arguments have names: `Microsoft.Dynamics.CRM.On(PropertyName='createdon',PropertyValue='…')`.
    case namedCall(String, [String: ODataExpression])
    /// `any` or `all` over a collection; without a condition it asks whether there is a row.
    case lambda(collection: [String], isAny: Bool, variable: String, condition: ODataExpression?)
    /// A list of values.
    case list([ODataExpression])
}
