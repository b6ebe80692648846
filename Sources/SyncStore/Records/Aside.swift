#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif
package import Model

/// A pair that is set aside or waits, with the reason as data.
package struct Aside: Sendable, Hashable {
    /// What it is about: a coupling, or one record that is not coupled yet.
    package enum Subject: Sendable, Hashable {
        /// A coupled pair.
        case coupling(Coupling.ID)
        /// A record without a partner.
        case record(Side, RecordID)
    }

    /// Why it stands aside.
    package enum Cause: Sendable, Hashable {
        /// A problem; retried when the record changes, the mapping changes, or a person asks.
        case problem(Problem)
        /// It waits for a record to be coupled, and is retried by itself then.
        case waiting(RecordReference)
    }

    /// The entity.
    package var entity: EntityName
    /// What it is about.
    package var subject: Subject
    /// The identities of the pair, as far as it has any.
    package var ids: Sided<RecordID?>
    /// Why.
    package var cause: Cause
    /// Records that it may be the same as, when the match is ambiguous.
    package var candidates: [RecordID]
    /// How often it was tried.
    ///
    /// 0 when the pair itself is in step, and only a reference of it is left out until its record is coupled.
    package var tries: Int
    /// Since when.
    package var since: Date
    /// When it was last tried.
    package var triedAt: Date
    /// The coupling that the record it waits for had, with one that is not there any more: it waits until that coupling ended, is
    /// another one, or the record is met again.
    package var waitsAfter: Coupling.ID?
    /// What else it waits for, as far as that was known when it was tried: people are told everything at once.
    package var alsoWaitsFor: [RecordReference]

    /// Creates a set-aside.
    package init(
        entity: EntityName, subject: Subject, ids: Sided<RecordID?>, cause: Cause, candidates: [RecordID] = [],
        tries: Int = 1, since: Date, triedAt: Date, waitsAfter: Coupling.ID? = nil,
        alsoWaitsFor: [RecordReference] = []
    ) {
        self.entity = entity
        self.subject = subject
        self.ids = ids
        self.cause = cause
        self.candidates = candidates
        self.tries = tries
        self.since = since
        self.triedAt = triedAt
        self.waitsAfter = waitsAfter
        self.alsoWaitsFor = alsoWaitsFor
    }
}

/// One line of what happened to a pair: names and codes, never values.
package struct HistoryEntry: Sendable, Hashable {
    /// What was done.
    package enum Operation: String, Sendable, Hashable, CaseIterable {
        case created, updated, deleted, coupled, uncoupled, setAside, waited, settled
    }

    /// The run.
    package var run: RunID
    /// The entity.
    package var entity: EntityName
    /// When.
    package var at: Date
    /// The pair's identities, as far as it has any.
    package var ids: Sided<RecordID?>
    /// What was done.
    package var operation: Operation
    /// The side that was written to, when one was.
    package var side: Side?
    /// The fields that were written.
    package var fields: [FieldName]
    /// Why.
    package var reason: Reason
    /// The problem, when it was set aside.
    package var problem: Problem?
    /// Conflicts that a policy settled.
    package var settled: [SettledConflict]

    /// Creates a line.
    package init(
        run: RunID, entity: EntityName, at: Date, ids: Sided<RecordID?>, operation: Operation, side: Side? = nil,
        fields: [FieldName] = [], reason: Reason, problem: Problem? = nil, settled: [SettledConflict] = []
    ) {
        self.run = run
        self.entity = entity
        self.at = at
        self.ids = ids
        self.operation = operation
        self.side = side
        self.fields = fields
        self.reason = reason
        self.problem = problem
        self.settled = settled
    }
}
