/// Whose options: a field's own, or a global set's.
package struct OptionSetKey: Sendable, Hashable {
    /// The system.
    package var system: SandboxSystem
    /// The table; empty for a global set.
    package var owner: String
    /// The field, or the global set.
    package var name: String

    /// The options of a field.
    package init(_ system: SandboxSystem, table: String, field: FieldDefinition) {
        self.system = system
        owner = field.optionSet == nil ? table : ""
        name = field.optionSet ?? field.name
    }

    /// The options of a global set.
    package init(_ system: SandboxSystem, global name: String) {
        self.system = system
        owner = ""
        self.name = name
    }
}
