#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif
package import Model

/// The writes of one `decisions/apply`, to be stored before they are sent.
package struct IntentBatch: Sendable, Hashable {
    /// The row of a stored batch.
    package struct ID: Sendable, Hashable {
        /// The number of the row.
        package let number: Int64
        /// Creates the number of a stored batch.
        package init(_ number: Int64) { self.number = number }
    }

    /// The run.
    package var run: RunID
    /// The entity.
    package var entity: EntityName
    /// The batch number within the run and entity.
    package var batch: Int
    /// When the writes are about to be sent.
    package var sentAt: Date
    /// When the last of their requests may be sent: how long they are in doubt is reckoned from here.
    package var notAfter: Date
    /// The writes.
    package var intents: [Intent]

    /// Creates a batch.
    package init(
        run: RunID, entity: EntityName, batch: Int, sentAt: Date, notAfter: Date, intents: [Intent]
    ) {
        self.run = run
        self.entity = entity
        self.batch = batch
        self.sentAt = sentAt
        self.notAfter = notAfter
        self.intents = intents
    }
}

/// An intent batch that is open in the store.
package struct StoredIntentBatch: Sendable, Hashable {
    /// Its row.
    package var id: IntentBatch.ID
    /// What was stored.
    package var batch: IntentBatch

    /// Creates the note of an open batch.
    package init(id: IntentBatch.ID, batch: IntentBatch) {
        self.id = id
        self.batch = batch
    }
}

/// What one batch of decisions came to: all of it is stored, or none.
package struct EffectCommit: Sendable {
    /// The run.
    package var run: RunID
    /// The entity.
    package var entity: EntityName
    /// The batch number; `nil` for what the host commits by itself (settlement, a feed that moved without nominees).
    package var batch: Int?
    /// When.
    package var at: Date
    /// The intents that are settled by this, all of them; `nil` when there were none.
    package var settles: IntentBatch.ID?
    /// Intents of the settled batch that stay open (in doubt), as a new batch with the old `sentAt`.
    ///
    /// Whatever of them was sent was sent before this commit: their `notAfter` is no later.
    package var keepsOpen: [Intent] = []
    /// Couplings that are new (no row yet) or whose bases changed.
    package var couplings: [Coupling] = []
    /// Couplings that end.
    ///
    /// The generation is remembered for the ERP record.
    package var uncoupled: [Coupling.ID] = []
    /// Records that stay though their partner was deleted, and are not to be made anew there.
    ///
    /// One that is coupled again is forgotten by that.
    package var survivors: [Survivor] = []
    /// Records that need not be remembered as such any more: they were deleted as well.
    package var forgotten: [RecordReference] = []
    /// Couplings whose record on a side was met: who waits since that was not there need not wait any longer.
    package var met: Sided<Set<Coupling.ID>> = Sided(erp: [], crm: [])
    /// Pairs that are set aside or wait.
    ///
    /// Replaces what was stored for the same pair.
    package var asides: [Aside] = []
    /// Pairs whose set-aside is over.
    package var cleared: [Aside.Subject] = []
    /// What happened, for `couplet why`.
    package var history: [HistoryEntry] = []
    /// What is added to the job's counters.
    package var counters = Counters()
    /// The feeds that move, and to where.
    package var feeds: [Side: FeedPosition] = [:]
    /// The mapping fingerprint that the bases are of, when it changed.
    package var mappingFingerprint: String?
    /// What the plugin keeps.
    package var pluginState: [String: [UInt8]] = [:]

    /// Creates an empty commit.
    package init(run: RunID, entity: EntityName, batch: Int?, at: Date, settles: IntentBatch.ID? = nil) {
        self.run = run
        self.entity = entity
        self.batch = batch
        self.at = at
        self.settles = settles
    }
}

/// What a commit brought forth.
package struct CommitReceipt: Sendable, Hashable {
    /// The rows of the commit's couplings, in its order.
    package var couplings: [Coupling.ID]
    /// Entities that have pairs which waited for a record that this commit coupled, or found again.
    package var wakes: Set<EntityName>

    /// Creates a receipt.
    package init(couplings: [Coupling.ID], wakes: Set<EntityName>) {
        self.couplings = couplings
        self.wakes = wakes
    }
}

/// What is known of a reference.
package enum ReferenceState: Sendable, Hashable {
    /// Its record is coupled; the identity on the other side.
    case coupled(RecordID)
    /// Its record itself waits or is set aside.
    case waiting
    /// Nothing is known of it.
    case unknown
}

/// Where the feed of one side of an entity stands.
package struct FeedPosition: Sendable, Hashable {
    /// What the remote system continues from: a delta link or a watermark, opaque here.
    package var token: String
    /// When the position was reached.
    package var at: Date
    /// When every record of the side was last listed.
    package var fullAt: Date?
    /// When the ids of the side were last swept for deletions.
    package var sweptAt: Date?

    /// Creates a position.
    package init(token: String, at: Date, fullAt: Date?, sweptAt: Date?) {
        self.token = token
        self.at = at
        self.fullAt = fullAt
        self.sweptAt = sweptAt
    }
}
