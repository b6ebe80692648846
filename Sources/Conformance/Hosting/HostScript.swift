package import JSON
package import Model
package import PluginProtocol

/// What a scripted host knows: the pages that it hands out, and its answers.
package struct HostScript: Sendable {
    /// A record of some entity.
    package struct Place: Sendable, Hashable {
        /// The side.
        package var side: Side
        /// The entity; `nil` for the plugin's own.
        package var entity: EntityName?
        /// The identity.
        package var id: RecordID
        /// Creates a place.
        package init(_ side: Side, _ entity: EntityName?, _ id: RecordID) {
            self.side = side
            self.entity = entity
            self.id = id
        }
    }

    /// The pages of pairs, in order.
    package var pages: [[RecordPair]]
    /// What is known of records that are referred to.
    package var couplings: [RecordReference: CouplingsResolve.State] = [:]
    /// What is known of all others.
    package var otherwise = CouplingsResolve.State.waiting
    /// Records that can be read.
    package var records: [Place: Fields] = [:]
    /// Records that are found by their values.
    package var matches: [RecordsMatch.Parameters: [FoundRecord]] = [:]
    /// What the plugin kept in the host before.
    package var kept: [String: JSONValue] = [:]
    /// What becomes of decisions; all others are done.
    package var outcomes: [RecordPair.ID: Outcome] = [:]
    /// After how many batches the host says stop; `nil` for never.
    package var stopsAfter: Int?
    /// The failure with which the host answers instead of handing out a page; `nil` for none.
    package var refusal: Problem?
    /// Whether the host asks to cancel the run once the first page is out.
    package var isCancelling = false

    /// Creates a script that hands out some pages.
    package init(pages: [[RecordPair]]) { self.pages = pages }
}
