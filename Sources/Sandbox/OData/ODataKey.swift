/// What stands in the parentheses of a row's address.
package enum ODataKey: Sendable, Hashable {
    /// A named part.
    package struct Part: Sendable, Hashable {
        /// The property.
        package var name: String
        /// Its value.
        package var value: ODataLiteral
    }

    /// One value.
    case single(ODataLiteral)
    /// Named values.
    case named([Part])
}
