package import Reconciliation

/// What a conversation asks of a plugin, as a value: of a type that an author wrote, or of a map that was read from a file.
package protocol PluginBehavior: Sendable {
    /// The entity, and the plugin's name.
    var entity: EntityName { get }
    /// The version, as in the manifest.
    var version: String { get }
    /// What a person may configure, besides what holds for every entity.
    var settings: [Setting] { get }
    /// The names of what is kept in the host.
    var keeps: [String] { get }
    /// What happens to the partner of a deleted record, where a person configures nothing.
    var deletion: Reconciler.Deletion { get }
    /// The map of the lines of documents.
    var lines: FieldMap? { get }
    /// Where the lines of the map stand, as far as they stand in a file.
    var origins: MapOrigins { get }

    /// The map under a configuration.
    func map(under configuration: Configuration) -> FieldMap
    /// What is wrong with a configuration.
    func validate(_ configuration: Configuration) -> [Note]
    /// What a person should know about a tenant.
    func notes(in tenant: Tenant) -> [Note]
    /// What must be looked up before a pair can be decided.
    func lookups(about pair: RecordPair, in run: RunFacts) -> [Lookup]
    /// The value of a field that is computed by the plugin.
    func compute(_ field: FieldName, from fields: Fields) -> FieldValue?
    /// More fields for a record that is about to be created.
    func fieldsOnInsert(on side: Side, about pair: RecordPair, in run: RunFacts) -> Fields
    /// Changes a decision that the map led to.
    func adjust(_ decision: inout Decision, about pair: RecordPair, in run: RunFacts)
    /// What is kept from now on.
    func keep(after decisions: [Decision], about pairs: [RecordPair], in run: RunFacts) -> [String: String]
}
