/// A place in an ordered listing: the values of the order's terms at a row, its settling terms included.
package struct PageMark: Sendable, Hashable {
    /// The values.
    package var values: [StoredValue]

    /// Creates a place.
    package init(_ values: [StoredValue]) { self.values = values }
}
