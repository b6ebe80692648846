/// One rule of an `$orderby`.
package struct ODataOrder: Sendable, Hashable {
    /// The property.
    package var path: [String]
    /// Whether the greatest comes first.
    package var isDescending: Bool
}
