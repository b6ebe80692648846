import Foundation

extension [Aggregation.Row] {
    /// The rows in the order of one of their values; those that have the same stay in their order.
    func sorted(at place: Int, descending isDescending: Bool) -> [Aggregation.Row] {
        enumerated().sorted { left, right in
            let (one, other) = (left.element.values[place], right.element.values[place])
            if one == other { return left.offset < right.offset }
            return one.isLess(than: other) != isDescending
        }.map(\.element)
    }
}

extension StoredValue {
    /// Whether it comes before another: nothing first, then by number where both are numbers, else as text.
    fileprivate func isLess(than other: StoredValue) -> Bool {
        switch (self, other) {
        case (.null, _): true
        case (_, .null): false
        case (.integer(let left), .integer(let right)): left < right
        case (.text(let left), .text(let right)):
            DecimalNumber(left) != nil && DecimalNumber(right) != nil
                ? DecimalText.compare(left, right) == .orderedAscending : Folding.fold(left) < Folding.fold(right)
        default: false
        }
    }
}
