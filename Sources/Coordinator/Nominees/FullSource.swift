#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import Model
import RemoteSystems
import SyncStore

/// Nominates from complete listings: the smaller side is listed first and remembered compactly, the other streams past it.
///
/// Nothing is created before it was looked for: a streamed record is compared with every record of the remembered side
/// by every rule before it is nominated without a partner. Records found by the natural key are paired at once; those found
/// by a weaker rule only when everything streamed past, so that the stronger rule has precedence over the order of pages.
final class FullSource: NomineeSource {
    enum Phase {
        case streaming(PageCursor), recognising, leftovers(Int), unseen(Coupling.ID?), noted, retries, ended
    }
    struct Deferred {
        var reading: SideReading
        var isWhole: Bool
        var keys: [MatchKey?]
    }

    /// More versions are not kept: a stale one is noticed at the write, and read anew then.
    static let keptVersions = 5_000

    let reader: SideReader
    let couplings: Int
    let now: Date
    let limits: NomineeLimits
    let belief: BaseBelief
    let isFirstRun: Bool

    var remembered: Side = .crm
    var memory: ListingMemory
    var phase = Phase.streaming(.listing)
    var deferred: [Deferred] = []
    var deferredBytes = 0
    var streamedIDs = CompactIDs()
    var rememberedIDs = CompactIDs()
    var streamedRows = RowSet()
    var made = RowSet()
    var nominated = RowSet()
    /// The versions of remembered records that moved though no field that matters did.
    var moved: [Coupling.ID: RecordVersion] = [:]
    var handled: Set<Aside.Subject> = []
    /// What was handed out with its record, as it was stored then: until it is decided, it is not tried again beside.
    var handedOut: [Aside.Subject: Aside] = [:]
    /// Records that came once more while the listing was under way: somebody changed them meanwhile.
    var repeated: Sided<[RecordID]> = Sided(erp: [], crm: [])
    /// The sides of which more came again than is remembered: they are listed once more by the next run.
    var overrun: Set<Side> = []
    /// The couplings of which somebody found the record of a side not there, and waits for it since.
    var missed: Sided<Set<Coupling.ID>> = Sided(erp: [], crm: [])
    var found = Findings()
    var counts = Sided(erp: 0, crm: 0)
    var empty: [Side] = []
    /// Where the feeds stand when everything that was listed is settled.
    var ends: [Side: FeedPosition] = [:]
    var forecast: WriteTally?

    init(
        reader: SideReader, couplings: Int, isFirstRun: Bool, belief: BaseBelief, now: Date, limits: NomineeLimits
    ) {
        self.reader = reader
        self.couplings = couplings
        self.isFirstRun = isFirstRun
        self.belief = belief
        self.now = now
        self.limits = limits
        memory = ListingMemory(rules: reader.shape.matching.rules.count, budget: limits.indexBytes)
    }

    var situations: [Guards.Situation] { empty.map { .emptyListing($0) } }
    var total: Int? { max(counts.erp, counts.crm) }
    var streamed: Side { remembered.opposite }

    /// None while records that came again are not looked at yet.
    var positions: [Side: FeedPosition] {
        repeated.erp.isEmpty && repeated.crm.isEmpty ? ends.filter { !overrun.contains($0.key) } : [:]
    }

    func coupled(_ row: Coupling.ID) { made.insert(row) }
    func drain() -> Findings { found.take() }

    func prepare() async throws {
        let reader = self.reader
        async let erp = reader.remotes.erp.count(of: reader.shape.tables.erp)
        async let crm = reader.remotes.crm.count(of: reader.shape.tables.crm)
        counts = Sided(erp: try await erp, crm: try await crm)
        remembered = counts.erp < counts.crm ? .erp : .crm
        if couplings > 0 { missed = try await reader.missed() }
        try await remember()
        // The count is of everything and may be cut off, but nothing can only be nothing.
        if counts[streamed] == 0, couplings > 0 { empty.append(streamed) }
        if isFirstRun, couplings == 0 {
            // Nothing is coupled: whatever is there may be created or adopted, and that needs a person's word anyway.
            var tally = WriteTally()
            tally.creates[streamed] = memory.uncoupled.count
            tally.creates[remembered] = counts[streamed]
            forecast = tally
        }
    }

    func next() async throws -> [Nominee] {
        while true {
            switch phase {
            case .streaming(let cursor):
                let page = try await reader.page(streamed, from: cursor, size: size(ofPageAt: cursor))
                note(page, of: streamed)
                let nominees = try await stream(page.records)
                phase = page.next.map { .streaming(.next($0)) } ?? .recognising
                if let whole = try await completed(nominees) { return whole }
            case .recognising:
                phase = .leftovers(0)
                if let whole = try await completed(recognise()) { return whole }
            case .leftovers(let start):
                let end = min(start + limits.batch, memory.uncoupled.count)
                phase = end < memory.uncoupled.count ? .leftovers(end) : .unseen(nil)
                let left = (start..<end).filter { !memory.uncoupled[$0].isTaken }
                let nominees = left.map { ordinal in single(memory.take(ordinal), on: remembered) }
                if let whole = try await completed(nominees) { return whole }
            case .unseen(let last):
                guard memory.seen.count < couplings || streamedRows.count < couplings || !memory.changed.isEmpty else {
                    phase = .noted
                    continue
                }
                let page = try await reader.store.couplings(of: reader.shape.entity, after: last, limit: limits.batch)
                phase = page.last?.id.map { .unseen($0) } ?? .noted
                let nominees = try await unseen(page)
                if !nominees.isEmpty { return nominees }
            case .noted:
                phase = .retries
                let nominees = try await noted()
                if !nominees.isEmpty { return nominees }
            case .retries:
                // What was looked at may stay ready, and must not hide what comes after it.
                let asides = try await reader.ready(limit: limits.batch + handled.count + handedOut.count)
                    .filter { !handled.contains($0.subject) && handedOut[$0.subject] != $0 }.prefix(limits.batch)
                guard !asides.isEmpty else {
                    phase = .ended
                    continue
                }
                handled.formUnion(asides.map(\.subject))
                let retried = try await RetryReader(reader: reader).nominees(of: Array(asides))
                found.add(retried.findings)
                let fresh = retried.nominees.filter { nominee in
                    // What this run looked at already comes again only when it waited.
                    guard nominee.coupling == nil else { return true }
                    if case .waiting = nominee.aside?.cause { return true }
                    return !Side.allCases.contains { nominee.sides[$0].id.map(wasListed) ?? false }
                }
                if !fresh.isEmpty { return try await Matcher(reader: reader).match(fresh) }
            case .ended:
                return []
            }
        }
    }

    /// The size of a page of the streamed side.
    ///
    /// The links of Business Central lead to a key, so that its pages may differ in size; those of Dataverse count pages:
    /// <https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/page-results>.
    private func size(ofPageAt cursor: PageCursor) -> Int {
        streamed == .erp && cursor == .listing ? min(limits.firstPage, limits.page) : limits.page
    }

    func wasListed(_ id: RecordID) -> Bool { streamedIDs.contains(id) || rememberedIDs.contains(id) }

    func note(_ page: RecordPage, of side: Side) {
        guard let position = page.position else { return }
        ends[side] = FeedPosition(
            token: position, at: now, fullAt: now, sweptAt: now)
    }
}
