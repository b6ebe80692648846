package import Reconciliation

/// The behaviour of a plugin that is a type.
package struct CodedBehavior<Plugin: EntityPlugin>: PluginBehavior {
    /// Speaks for a type.
    package init(_ plugin: Plugin.Type) {}

    package var entity: EntityName { Plugin.entity }
    package var version: String { Plugin.version }
    package var settings: [Setting] { Plugin.settings }
    package var keeps: [String] { Plugin.keeps }
    package var deletion: Reconciler.Deletion { Plugin.deletion }
    package var lines: FieldMap? { Plugin.lines }
    package var origins: MapOrigins { MapOrigins() }

    package func map(under configuration: Configuration) -> FieldMap { Plugin.map(under: configuration) }
    package func validate(_ configuration: Configuration) -> [Note] { Plugin.validate(configuration) }
    package func notes(in tenant: Tenant) -> [Note] { Plugin.notes(in: tenant) }
    package func lookups(about pair: RecordPair, in run: RunFacts) -> [Lookup] { Plugin.lookups(about: pair, in: run) }
    package func compute(_ field: FieldName, from fields: Fields) -> FieldValue? { Plugin.compute(field, from: fields) }
    package func fieldsOnInsert(on side: Side, about pair: RecordPair, in run: RunFacts) -> Fields {
        Plugin.fieldsOnInsert(on: side, about: pair, in: run)
    }
    package func adjust(_ decision: inout Decision, about pair: RecordPair, in run: RunFacts) {
        Plugin.adjust(&decision, about: pair, in: run)
    }
    package func keep(
        after decisions: [Decision], about pairs: [RecordPair], in run: RunFacts
    ) -> [String: String] { Plugin.keep(after: decisions, about: pairs, in: run) }
}
