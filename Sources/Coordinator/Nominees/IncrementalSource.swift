#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import Model
import PluginProtocol
import RemoteSystems
import SyncStore

/// Nominates what the feeds say changed, what may be retried, and what a sweep finds deleted.
///
/// One request a side when nothing changed.
final class IncrementalSource: NomineeSource {
    /// A change so large, or a feed so old, that listing everything is the better way.
    struct NeedsListing: Error {}

    /// How long a position may stand still though newer ones were seen; far below the days after which a server forgets it.
    private static let freshness: TimeInterval = 3600
    /// How often a waiting record is looked at in one run.
    private static let rounds = 3

    private let reader: SideReader
    private let movements: MovementFeed?
    private let stored: Sided<FeedPosition>
    private let couplings: Int
    private let now: Date
    private let sweepInterval: TimeInterval
    private let limits: NomineeLimits

    private var ready: [Nominee] = []
    private var handled: [Aside.Subject: Int] = [:]
    /// What was handed out last, as it was stored then.
    private var handedOut: [Aside.Subject: Aside] = [:]
    private var changedPairs = 0
    /// The sides that had no record left, though some are coupled.
    private var empty: [Side] = []
    private var found = Findings()
    private(set) var positions: [Side: FeedPosition] = [:]
    private(set) var forecast: WriteTally? = WriteTally()
    var total: Int? { handledCount + ready.count }
    private var handledCount = 0

    init(
        reader: SideReader, movements: MovementFeed? = nil, stored: Sided<FeedPosition>, couplings: Int, now: Date,
        sweepInterval: TimeInterval,
        limits: NomineeLimits
    ) {
        self.reader = reader
        self.movements = movements
        self.stored = stored
        self.couplings = couplings
        self.now = now
        self.sweepInterval = sweepInterval
        self.limits = limits
    }

    var situations: [Guards.Situation] { empty.map { .emptyListing($0) } + [.changed(changedPairs)] }

    func prepare() async throws {
        let deltas = try await deltas()

        var pairs: [Coupling.ID: Nominee] = [:]
        var order: [Coupling.ID] = []
        var single: [Nominee] = []
        for side in Side.allCases {
            try await join(try await unemptied(deltas[side], side), side, into: &pairs, order: &order, single: &single)
        }
        try await addDeletions(to: &pairs, order: &order)

        let asides = try await asides(of: pairs, single)
        var nominees = order.compactMap { pairs[$0] }.filter { pair in
            // What is set aside may have been settled by taking the change back: then it is over.
            let isOpen =
                Side.allCases.contains { pair.sides[$0].isChanged }
                || aside(of: pair, among: asides)?.isProblem == true
            if !isOpen { found.unchanged += 1 }
            return isOpen
        }
        changedPairs = nominees.count { pair in Side.allCases.contains { pair.sides[$0].isChanged } }
        found.forget(nominees.compactMap(\.coupling?.id))
        for index in nominees.indices {
            nominees[index].note(aside(of: nominees[index], among: asides))
        }
        try await reader.noteReferences(of: &nominees)
        // What is set aside may differ from its base on a side that did not change again, and what left the filter may
        // concern a partner that left it long ago: both are read.
        let doubtful = nominees.indices.filter { nominees[$0].aside != nil || nominees[$0].hasLeft }
        if !doubtful.isEmpty {
            let anew = try await reader.pairs(doubtful.map { nominees[$0] })
            found.clearAsides(of: doubtful.map { nominees[$0] }, goneFrom: anew)
            nominees.replace(doubtful, by: anew)
        }
        try await readPartners(of: &nominees)
        for index in single.indices {
            single[index].aside = single[index].subject.flatMap { asides[$0] }
        }
        single = try await reader.withoutSurvivors(single, noting: &found)
        for nominee in nominees + single {
            for subject in [nominee.subject, nominee.aside?.subject].compactMap(\.self) { handled[subject] = 1 }
            // Its change takes along what it waited for: it comes again only when it goes on waiting.
            if let aside = nominee.aside { handedOut[aside.subject] = aside }
        }
        let retried = try await retries()
        if single.count + retried.count > limits.singles { throw NeedsListing() }
        ready = nominees + (try await Matcher(reader: reader).match(single + retried))
        for nominee in ready { forecast?.expect(nominee) }
    }

    /// What the feeds say, that of the movements among the ERP's; notes where they stand now.
    private func deltas() async throws -> Sided<Feed.Delta> {
        let tokens = Sided { FeedToken(stored[$0].token) }
        let feeds = Sided { side in
            var since = stored[side]
            since.token = tokens[side].own
            return Feed(reader: reader, side: side, since: since, limits: limits)
        }
        async let erp = feeds.erp.delta()
        async let crm = feeds.crm.delta()
        var deltas = Sided(erp: try await erp, crm: try await crm)
        let moved = try await movements?.moved(
            since: tokens.erp.movements, listedAt: stored.erp.fullAt ?? stored.erp.at)
        // What changed beside is told by its own feed, and as new.
        let known = Set(deltas.erp.records.map(\.id))
        deltas.erp.records += moved?.records.filter { !known.contains($0.id) } ?? []
        for side in Side.allCases {
            guard let own = deltas[side].position else { continue }
            let isNews = side == .erp && moved?.isNews == true
            guard isNews || isWorthKeeping(own, deltas[side], feeds[side].since) else { continue }
            let token = FeedToken(own: own, movements: side == .erp ? moved?.position ?? tokens.erp.movements : nil)
            positions[side] = FeedPosition(
                token: token.text, at: now, fullAt: stored[side].fullAt, sweptAt: stored[side].sweptAt)
        }
        return deltas
    }

    /// Whether a position is stored: from one that nothing came after, the next run may read on as well for a while.
    private func isWorthKeeping(_ token: String, _ delta: Feed.Delta, _ stored: FeedPosition) -> Bool {
        guard delta.records.isEmpty, delta.deleted.isEmpty else { return true }
        return token != stored.token && now.timeIntervalSince(stored.at) >= Self.freshness
    }

    func next() async throws -> [Nominee] {
        if ready.isEmpty {
            // A record that this very run coupled may be what others of the entity wait for.
            guard handledCount > 0 else { return [] }
            ready = try await Matcher(reader: reader).match(try await retries())
        }
        let batch = Array(ready.prefix(limits.batch))
        ready.removeFirst(batch.count)
        handledCount += batch.count
        return batch
    }

    func drain() -> Findings { found.take() }

    // MARK: feeds

    /// A feed, but for deletions that nothing proves.
    ///
    /// The values of a choice have no tombstones: those that are not listed are said to be deleted. Where none is listed any more, a
    /// right was lost.
    private func unemptied(_ delta: Feed.Delta, _ side: Side) async throws -> Feed.Delta {
        guard reader.shape.tables[side].declaration.choice != nil, !delta.deleted.isEmpty, couplings > 0,
            try await reader.couplings(side, delta.deleted).count == couplings
        else { return delta }
        empty.append(side)
        positions[side] = nil
        var kept = delta
        kept.deleted = []
        return kept
    }

    private func join(
        _ delta: Feed.Delta, _ side: Side, into pairs: inout [Coupling.ID: Nominee], order: inout [Coupling.ID],
        single: inout [Nominee]
    ) async throws {
        // A record may stand on two pages: the last word counts.
        var latest: [RecordID: RemoteRecord] = [:]
        for record in delta.records { latest[record.id] = record }
        // Changed and deleted, in one order or the other: deleted after its change, or made anew under its key, as a create of ours that
        // lands late does.
        let disputed = delta.deleted.filter { latest[$0] != nil }
        let there = try await reader.records(side, disputed)
        for id in disputed { latest[id] = there[id] }
        let deleted = delta.deleted.filter { latest[$0] == nil }
        let ids = delta.records.map(\.id).unique().filter { latest[$0] != nil }
        let couplings = try await reader.couplings(side, ids + deleted)
        let cause: RecordPair.Cause = side == .erp ? .erpChanged : .crmChanged

        for id in ids {
            guard let record = latest[id] else { continue }
            let coupling = couplings[id]
            if let coupling, let version = record.version, coupling.bases[side].replaced == version {
                // The feed is behind what the pair last agreed on: it will say so again.
                if let row = coupling.id { found.met[side].insert(row) }
                continue
            }
            let reading = reader.reading(of: record, on: side, coupling: coupling)
            if let coupling {
                // It may have been deleted and restored, and somebody refused since it was not there.
                if let row = coupling.id { found.met[side].insert(row) }
                if !reading.isChanged, let base = reader.base(of: reading, on: side) {
                    found.refresh(coupling, side, base)
                }
                add(reading, side, coupling, cause, to: &pairs, order: &order)
            } else if reading.presence == .outOfScope {
                found.skipped += 1
            } else {
                var sides = Sided(erp: SideReading.absent, crm: .absent)
                sides[side] = reading
                single.append(Nominee(sides: sides, cause: cause))
            }
        }
        let survivors = try await reader.survivors(side, deleted.filter { couplings[$0] == nil })
        found.forgotten += survivors.values.map(\.record)
        for id in deleted {
            if let coupling = couplings[id] {
                add(SideReading(presence: .deleted, id: id), side, coupling, cause, to: &pairs, order: &order)
            } else if let aside = try await reader.asides(side, [id])[id] {
                found.cleared.append(aside.subject)
            }
        }
    }

    private func add(
        _ reading: SideReading, _ side: Side, _ coupling: Coupling, _ cause: RecordPair.Cause,
        to pairs: inout [Coupling.ID: Nominee], order: inout [Coupling.ID]
    ) {
        guard let row = coupling.id else { return }
        if var pair = pairs[row] {
            if pair.sides[side.opposite].isChanged, reading.isChanged { pair.cause = .both }
            if !pair.sides[side.opposite].isChanged { pair.cause = cause }
            pair.sides[side] = reading
            pairs[row] = pair
        } else {
            var sides = Sided { reader.unread($0, of: coupling) }
            sides[side] = reading
            pairs[row] = Nominee(coupling: coupling, sides: sides, cause: cause)
            order.append(row)
        }
    }

    // MARK: set-asides

    private func asides(of pairs: [Coupling.ID: Nominee], _ single: [Nominee]) async throws
        -> [Aside.Subject: Aside]
    {
        var found: [Aside.Subject: Aside] = [:]
        for side in Side.allCases {
            let ids = (Array(pairs.values) + single).compactMap { $0.sides[side].id }
            for aside in try await reader.asides(side, ids).values { found[aside.subject] = aside }
        }
        return found
    }

    /// What is stored about a coupled pair, or was about one of its records when it was not coupled yet.
    private func aside(of nominee: Nominee, among asides: [Aside.Subject: Aside]) -> Aside? {
        if let row = nominee.coupling?.id, let aside = asides[.coupling(row)] { return aside }
        return Side.allCases.lazy.compactMap { side in nominee.sides[side].id.flatMap { asides[.record(side, $0)] } }
            .first
    }

    /// Reads the partners of changed records that may be outside of the filter that holds for them: they may have left it long ago, and
    /// no feed says so again.
    ///
    /// One that was inside when its base was made is there still: had it left since, the feed would have said so.
    private func readPartners(of nominees: inout [Nominee]) async throws {
        for side in Side.allCases where !reader.shape.description.filters[side].conditions.isEmpty {
            let unread = nominees.indices.filter { index in
                let partner = nominees[index].sides[side]
                return partner.presence == .present && partner.hashes == nil
                    && nominees[index].coupling?.bases[side].filter != reader.shape.filters[side]
                    && nominees[index].sides[side.opposite].presence == .present
            }
            let read = try await reader.records(side, unread.compactMap { nominees[$0].sides[side].id })
            for index in unread {
                guard let id = nominees[index].sides[side].id else { continue }
                nominees[index].sides[side] =
                    read[id].map { reader.reading(of: $0, on: side, coupling: nominees[index].coupling) }
                    ?? SideReading(presence: .deleted, id: id)
                if nominees[index].sides[side].isChanged { nominees[index].cause = .both }
            }
        }
    }

    private func retries() async throws -> [Nominee] {
        // What was looked at may stay ready, and must not hide what comes after it.
        let asides = try await reader.ready(limit: limits.batch + handled.count)
            .filter { aside in
                // A decision about it is on its way.
                guard handedOut[aside.subject] != aside else { return false }
                // What waited in this run is tried again in this run once its reference is there; a problem is not.
                if case .waiting = aside.cause { return handled[aside.subject, default: 0] < Self.rounds }
                return handled[aside.subject] == nil
            }
            .prefix(limits.batch)
        guard !asides.isEmpty else { return [] }
        for aside in asides {
            handled[aside.subject, default: 0] += 1
            handedOut[aside.subject] = aside
        }
        let retried = try await RetryReader(reader: reader).nominees(of: Array(asides))
        found.add(retried.findings)
        return retried.nominees
    }

    // MARK: deletions

    /// Business Central has no tombstones: now and then the ids of a side are swept, and what is missing is asked for by its id.
    private func addDeletions(to pairs: inout [Coupling.ID: Nominee], order: inout [Coupling.ID]) async throws {
        let due = stored.erp.sweptAt.map { now.timeIntervalSince($0) >= sweepInterval } ?? true
        guard due, couplings > 0 else { return }
        guard let missing = try await Sweep(reader: reader, side: .erp, limits: limits).missing() else {
            empty.append(.erp)
            return
        }
        for gone in missing {
            add(
                SideReading(presence: .deleted, id: gone.ids.erp), .erp, gone, .erpChanged, to: &pairs, order: &order)
        }
        positions[.erp, default: stored.erp].sweptAt = now
    }
}
