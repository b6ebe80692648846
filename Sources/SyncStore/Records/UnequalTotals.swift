#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif
package import Model

/// A coupled document whose totals differ between the two systems: which, never how much.
package struct UnequalTotals: Sendable, Hashable {
    /// The entity.
    package var entity: EntityName
    /// The two documents.
    package var ids: Sided<RecordID>
    /// The totals, by the ERP's names.
    package var totals: [FieldName]
    /// Since when they differ.
    package var since: Date

    /// Creates the note.
    package init(entity: EntityName, ids: Sided<RecordID>, totals: [FieldName], since: Date) {
        self.entity = entity
        self.ids = ids
        self.totals = totals
        self.since = since
    }
}
