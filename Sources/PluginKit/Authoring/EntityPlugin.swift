/// The plugin of one entity: its field map, and what is special about it.
///
/// ```swift
/// import PluginKit
///
/// @main
/// struct ShipmentMethodsPlugin: EntityPlugin {
///     static let entity: EntityName = "shipmentmethods"
///     static let version = "1.0.0"
///     static let map = FieldMap([.field("code", "label", .code(erp: 10, crm: 100), .toCRM, isRequired: true)])
/// }
/// ```
/// `main`, the conversation with the host, deciding and describing come with it. Every hook is a pure function of what
/// it is given: it asks no clock, no file and no source of chance, so that the same conversation gives the same decisions.
public protocol EntityPlugin: Sendable {
    /// The entity, and the plugin's name in its manifest.
    static var entity: EntityName { get }
    /// The version, as in the manifest: `1.0.0`.
    static var version: String { get }
    /// How the records of the two systems correspond.
    static var map: FieldMap { get }
    /// How the lines of the two systems correspond, where the entity is one of documents; the manifest says where they are (`lines`).
    ///
    /// Every field of it must be there in the tenant: of half a line nobody can make a whole one.
    static var lines: FieldMap? { get }
    /// What happens to the partner of a deleted record, where a person configures nothing (`deletes`); by default it stays,
    /// and the coupling ends.
    ///
    /// The manifest's `deletePolicy` says the same.
    static var deletion: Reconciler.Deletion { get }
    /// What a person may configure; the manifest's `configSchema` says the same.
    static var settings: [Setting] { get }

    /// The names of what the plugin keeps in the host from run to run: short texts, at most 64 KiB each, no values of records.
    static var keeps: [String] { get }

    /// The map under a configuration, where that changes it: a filter, a policy, a field left out.
    static func map(under configuration: Configuration) -> FieldMap
    /// What is wrong with a configuration, or worth knowing about it.
    static func validate(_ configuration: Configuration) -> [Note]
    /// What a person should know about this tenant.
    static func notes(in tenant: Tenant) -> [Note]
    /// What must be looked up in the systems before a pair can be decided; the answers are in `RunFacts.found(_:)`.
    ///
    /// What the pair refers to is not resolved yet when this is asked.
    static func lookups(about pair: RecordPair, in run: RunFacts) -> [Lookup]
    /// The value of a field that the map says is computed `byPlugin`, from the fields that it named; `nil` when there is none.
    static func compute(_ field: FieldName, from fields: Fields) -> FieldValue?
    /// More fields for a record that is about to be created on a side; the map names them as `filled`.
    static func fieldsOnInsert(on side: Side, about pair: RecordPair, in run: RunFacts) -> Fields
    /// Changes a decision that the map led to, where the entity is special.
    static func adjust(_ decision: inout Decision, about pair: RecordPair, in run: RunFacts)
    /// What the plugin keeps from now on, by the names in `keeps`: stored together with what these decisions come to.
    ///
    /// What is not named stays as it was.
    static func keep(after decisions: [Decision], about pairs: [RecordPair], in run: RunFacts) -> [String: String]
}

extension EntityPlugin {
    /// No documents.
    public static var lines: FieldMap? { nil }
    /// The partner of a deleted record stays.
    public static var deletion: Reconciler.Deletion { .uncouple }
    /// Nothing to configure.
    public static var settings: [Setting] { [] }
    /// Keeps nothing.
    public static var keeps: [String] { [] }
    /// The map as it is.
    public static func map(under configuration: Configuration) -> FieldMap { map }
    /// Nothing to say.
    public static func validate(_ configuration: Configuration) -> [Note] { [] }
    /// Nothing to say.
    public static func notes(in tenant: Tenant) -> [Note] { [] }
    /// Nothing to look up.
    public static func lookups(about pair: RecordPair, in run: RunFacts) -> [Lookup] { [] }
    /// No value.
    public static func compute(_ field: FieldName, from fields: Fields) -> FieldValue? { nil }
    /// No more fields.
    public static func fieldsOnInsert(on side: Side, about pair: RecordPair, in run: RunFacts) -> Fields { Fields() }
    /// The decision as it is.
    public static func adjust(_ decision: inout Decision, about pair: RecordPair, in run: RunFacts) {}
    /// Nothing new to keep.
    public static func keep(
        after decisions: [Decision], about pairs: [RecordPair], in run: RunFacts
    ) -> [String: String] { [:] }

    /// Carries on the conversation with the host until it ends.
    public static func main() { PluginMain.run(CodedBehavior(Self.self)) }
}
