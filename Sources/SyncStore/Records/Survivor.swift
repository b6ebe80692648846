#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif
package import Model

/// A record that stayed when its partner was deleted: what it was when their coupling ended.
///
/// While it is as it was then, no listing makes its partner anew. It is remembered until it is coupled again, or is gone too.
package struct Survivor: Sendable, Hashable {
    /// The record.
    package var record: RecordReference
    /// Its partner on the other side, which was deleted.
    package var partner: RecordID
    /// When the coupling ended.
    package var since: Date
    /// The hashes of its fields then.
    package var base: Base

    /// Creates a survivor.
    package init(record: RecordReference, partner: RecordID, since: Date, base: Base) {
        self.record = record
        self.partner = partner
        self.since = since
        self.base = base
    }
}
