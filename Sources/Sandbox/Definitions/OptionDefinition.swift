/// A value of a choice.
package struct OptionDefinition: Sendable, Hashable, Codable {
    /// The number that is stored.
    package var value: Int64
    /// The label that people see: `Net 30`, ` `, `Non-Inventory`.
    package var label: String

    /// Creates an option.
    package init(value: Int64, label: String) {
        self.value = value
        self.label = label
    }
}
