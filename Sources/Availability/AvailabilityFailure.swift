/// Why nobody can say how much of an item is on hand.
package enum AvailabilityFailure: Error, Sendable, Hashable {
    /// No plugin that is installed and switched on keeps stock.
    case noStock
    /// No item goes by this word.
    case noSuchItem(String)
    /// A product goes by this word that is coupled with no item.
    case notCoupled(String)
    /// Several items go by this word; their numbers, as far as there is room for them.
    case ambiguous(String, numbers: [String])

    /// A word for programs.
    package var code: String {
        switch self {
        case .noStock: "noStock"
        case .noSuchItem: "noSuchItem"
        case .notCoupled: "notCoupled"
        case .ambiguous: "ambiguous"
        }
    }
}
