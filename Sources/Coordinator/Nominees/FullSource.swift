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
    private enum Phase {
        case streaming(PageCursor), recognising, leftovers(Int), unseen(Coupling.ID?), noted, retries, ended
    }
    private struct Deferred {
        var reading: SideReading
        var isWhole: Bool
        var keys: [MatchKey?]
    }

    private let reader: SideReader
    private let couplings: Int
    private let now: Date
    private let limits: NomineeLimits
    private let afresh: Bool
    private let isFirstRun: Bool

    private var remembered: Side = .crm
    private var memory: ListingMemory
    private var phase = Phase.streaming(.listing)
    private var deferred: [Deferred] = []
    private var deferredBytes = 0
    private var streamedIDs = CompactIDs()
    private var rememberedIDs = CompactIDs()
    private var streamedRows = RowSet()
    private var made = RowSet()
    private var nominated = RowSet()
    private var handled: Set<Aside.Subject> = []
    private var found = Findings()
    private var counts = Sided(erp: 0, crm: 0)
    private var empty: [Side] = []
    private(set) var positions: [Side: FeedPosition] = [:]
    private(set) var forecast: WriteTally?

    init(
        reader: SideReader, couplings: Int, isFirstRun: Bool, afresh: Bool, now: Date, limits: NomineeLimits
    ) {
        self.reader = reader
        self.couplings = couplings
        self.isFirstRun = isFirstRun
        self.afresh = afresh
        self.now = now
        self.limits = limits
        memory = ListingMemory(rules: reader.shape.matching.rules.count, budget: limits.indexBytes)
    }

    var situations: [Guards.Situation] { empty.map { .emptyListing($0) } }
    var total: Int? { max(counts.erp, counts.crm) }
    private var streamed: Side { remembered.opposite }

    func coupled(_ row: Coupling.ID) { made.insert(row) }
    func drain() -> Findings { found.take() }

    func prepare() async throws {
        let reader = self.reader
        async let erp = reader.remotes.erp.count(of: reader.shape.tables.erp)
        async let crm = reader.remotes.crm.count(of: reader.shape.tables.crm)
        counts = Sided(erp: try await erp, crm: try await crm)
        remembered = counts.erp < counts.crm ? .erp : .crm
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
                let page = try await reader.page(streamed, from: cursor, size: limits.page)
                note(page, of: streamed)
                let nominees = try await stream(page.records)
                phase = page.next.map { .streaming(.next($0)) } ?? .recognising
                if !nominees.isEmpty { return try await complete(nominees) }
            case .recognising:
                phase = .leftovers(0)
                let nominees = recognise()
                if !nominees.isEmpty { return try await complete(nominees) }
            case .leftovers(let start):
                let end = min(start + limits.batch, memory.uncoupled.count)
                phase = end < memory.uncoupled.count ? .leftovers(end) : .unseen(nil)
                let left = (start..<end).filter { !memory.uncoupled[$0].isTaken }
                let nominees = left.map { ordinal in single(memory.take(ordinal), on: remembered) }
                if !nominees.isEmpty { return try await complete(nominees) }
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
                let asides = try await reader.ready(limit: limits.batch + handled.count)
                    .filter { !handled.contains($0.subject) }.prefix(limits.batch)
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

    private func wasListed(_ id: RecordID) -> Bool { streamedIDs.contains(id) || rememberedIDs.contains(id) }

    private func note(_ page: RecordPage, of side: Side) {
        guard let position = page.position else { return }
        positions[side] = FeedPosition(
            token: position, at: now, fullAt: now, sweptAt: now)
    }

    // MARK: the remembered side

    private func remember() async throws {
        var cursor = PageCursor.listing
        var isEmpty = true
        while true {
            let page = try await reader.page(remembered, from: cursor, size: limits.page)
            note(page, of: remembered)
            let couplings = try await reader.couplings(remembered, page.records.map(\.id))
            for record in page.records where rememberedIDs.insert(record.id) {
                isEmpty = false
                let coupling = couplings[record.id]
                let reading = reader.reading(of: record, on: remembered, coupling: coupling, afresh: afresh)
                if let coupling, let row = coupling.id {
                    memory.seen.insert(row)
                    if reading.isChanged {
                        memory.add(reading, coupled: row)
                    } else if let base = reader.base(of: reading, on: remembered) {
                        found.refresh(coupling, remembered, base)
                    }
                } else if reading.presence == .present {
                    memory.add(reading, keys: reader.shape.matching.keys(side: remembered, of: record.fields))
                } else {
                    found.skipped += 1
                }
            }
            guard let next = page.next else { break }
            cursor = .next(next)
        }
        if isEmpty, self.couplings > 0 { empty.append(remembered) }
    }

    // MARK: the streamed side

    private func stream(_ records: [RemoteRecord]) async throws -> [Nominee] {
        let couplings = try await reader.couplings(streamed, records.map(\.id))
        var nominees: [Nominee] = []
        for record in records where streamedIDs.insert(record.id) {
            let coupling = couplings[record.id]
            let reading = reader.reading(of: record, on: streamed, coupling: coupling, afresh: afresh)
            if let coupling, let row = coupling.id {
                streamedRows.insert(row)
                if let nominee = pair(reading, coupling, row) { nominees.append(nominee) }
            } else if reading.presence == .outOfScope {
                found.skipped += 1
            } else if let nominee = place(reading) {
                nominees.append(nominee)
            }
        }
        return nominees
    }

    private func pair(_ reading: SideReading, _ coupling: Coupling, _ row: Coupling.ID) -> Nominee? {
        // Not seen on the remembered side: it may be gone, which is asked for by its id in the end.
        guard memory.seen.contains(row) else {
            return nil
        }
        let other = memory.take(coupled: row)
        guard reading.isChanged || other != nil else {
            if let base = reader.base(of: reading, on: streamed) { found.refresh(coupling, streamed, base) }
            found.unchanged += 1
            return nil
        }
        var sides = Sided { reader.unread($0, of: coupling) }
        sides[streamed] = reading
        if let other { sides[remembered] = other.isWhole ? other.reading : unwhole(other.reading) }
        let cause: RecordPair.Cause =
            reading.isChanged && other != nil
            ? .both : (reading.isChanged ? streamed : remembered) == .erp ? .erpChanged : .crmChanged
        return Nominee(coupling: coupling, sides: sides, cause: afresh ? .verify : cause)
    }

    /// Pairs an uncoupled record by the natural key, keeps it for later when a weaker rule recognises something, else nominates it alone.
    private func place(_ reading: SideReading) -> Nominee? {
        // Where nothing is left to be recognised, nothing is looked for.
        let keys = memory.hasUntaken ? reader.shape.matching.keys(side: streamed, of: reading.fields) : []
        for (rule, key) in keys.enumerated() {
            guard let key else { continue }
            let candidates = memory.found(rule, key)
            if candidates.isEmpty { continue }
            if isKey(rule), candidates.count == 1 { return matched(reading, candidates[0], rule) }
            let weight = reading.fields.weight
            let isWhole = deferredBytes + weight <= limits.indexBytes
            if isWhole { deferredBytes += weight }
            var kept = reading
            if !isWhole { (kept.fields, kept.hashes) = (Fields(), nil) }
            deferred.append(Deferred(reading: kept, isWhole: isWhole, keys: keys))
            return nil
        }
        var sides = Sided(erp: SideReading.absent, crm: .absent)
        sides[streamed] = reading
        return Nominee(sides: sides, cause: streamed == .erp ? .erpChanged : .crmChanged)
    }

    /// The natural key leaves no doubt; every other rule may find more than one.
    private func isKey(_ rule: Int) -> Bool { reader.shape.matching.rules[rule].name == "key" }

    private func matched(_ reading: SideReading, _ ordinal: Int, _ rule: Int) -> Nominee {
        let entry = memory.take(ordinal)
        var sides = Sided(erp: SideReading.absent, crm: .absent)
        sides[streamed] = reading
        sides[remembered] = entry.isWhole ? entry.reading : unwhole(entry.reading)
        return Nominee(
            sides: sides, match: RecordPair.Match(rule: reader.shape.matching.rules[rule].name), cause: .both)
    }

    /// Rule by rule, the strongest first: one on each side is a pair, more on either side is for a person.
    private func recognise() -> [Nominee] {
        var nominees: [Nominee] = []
        var open = Set(deferred.indices)
        for (rule, definition) in reader.shape.matching.rules.enumerated() {
            let groups = Dictionary(grouping: open.sorted().filter { deferred[$0].keys[rule] != nil }) {
                deferred[$0].keys[rule]
            }
            for (key, claimants) in groups.sorted(by: { ($0.value.first ?? 0) < ($1.value.first ?? 0) }) {
                guard let key else { continue }
                let candidates = memory.found(rule, key)
                if candidates.isEmpty { continue }
                open.subtract(claimants)
                if claimants.count == 1, candidates.count == 1 {
                    nominees.append(matched(bare(claimants[0]), candidates[0], rule))
                    continue
                }
                let candidateIDs = candidates.compactMap { memory.uncoupled[$0].reading.id }
                let claimantIDs = claimants.compactMap { deferred[$0].reading.id }
                for claimant in claimants {
                    nominees.append(ambiguous(bare(claimant), on: streamed, candidateIDs, definition.name))
                }
                for candidate in candidates {
                    let entry = memory.take(candidate)
                    let reading = entry.isWhole ? entry.reading : unwhole(entry.reading)
                    nominees.append(ambiguous(reading, on: remembered, claimantIDs, definition.name))
                }
            }
        }
        for index in open.sorted() {
            var sides = Sided(erp: SideReading.absent, crm: .absent)
            sides[streamed] = bare(index)
            nominees.append(Nominee(sides: sides, cause: streamed == .erp ? .erpChanged : .crmChanged))
        }
        deferred = []
        return nominees
    }

    private func bare(_ index: Int) -> SideReading {
        deferred[index].isWhole ? deferred[index].reading : unwhole(deferred[index].reading)
    }

    private func ambiguous(_ reading: SideReading, on side: Side, _ ids: [RecordID], _ rule: String) -> Nominee {
        var sides = Sided(erp: SideReading.absent, crm: .absent)
        sides[side] = reading
        return Nominee(
            sides: sides, match: RecordPair.Match(rule: rule, ambiguous: Array(ids.prefix(6))),
            cause: side == .erp ? .erpChanged : .crmChanged)
    }

    private func single(_ entry: ListingMemory.Entry, on side: Side) -> Nominee {
        var sides = Sided(erp: SideReading.absent, crm: .absent)
        sides[side] = entry.isWhole ? entry.reading : unwhole(entry.reading)
        return Nominee(sides: sides, cause: side == .erp ? .erpChanged : .crmChanged)
    }

    // MARK: what was not kept

    /// Marks a reading whose fields were dropped, so that they are read again.
    private func unwhole(_ reading: SideReading) -> SideReading {
        var reading = reading
        reading.hashes = nil
        return reading
    }

    /// Reads again what was dropped, and adds what is stored as set aside.
    private func complete(_ nominees: [Nominee]) async throws -> [Nominee] {
        var nominees = nominees
        for side in Side.allCases {
            let lacking = nominees.indices.filter {
                let reading = nominees[$0].sides[side]
                return reading.presence == .present && reading.hashes == nil
                    && (reading.isChanged || reading.change == .unknown)
            }
            let read = try await reader.records(side, lacking.compactMap { nominees[$0].sides[side].id })
            for index in lacking {
                guard let id = nominees[index].sides[side].id else { continue }
                if let record = read[id] {
                    nominees[index].sides[side] = reader.reading(
                        of: record, on: side, coupling: nominees[index].coupling, afresh: afresh)
                } else if nominees[index].coupling != nil {
                    nominees[index].sides[side] = SideReading(presence: .deleted, id: id)
                } else {
                    nominees[index].sides[side] = .absent
                    nominees[index].match = nil
                }
            }
            // Set-asides of an entity that never completed a run are few: their records are met again here.
            let ids = nominees.compactMap { $0.sides[side].id }
            let asides = isFirstRun && couplings == 0 ? [:] : try await reader.asides(side, ids)
            for index in nominees.indices {
                if let id = nominees[index].sides[side].id, let aside = asides[id] { nominees[index].note(aside) }
            }
        }
        let doubtful = nominees.indices.filter { index in
            (nominees[index].aside != nil || nominees[index].hasLeft) && nominees[index].coupling != nil
                && Side.allCases.contains { nominees[index].sides[$0].hashes == nil }
        }
        if !doubtful.isEmpty {
            let anew = try await reader.pairs(doubtful.map { nominees[$0] }, afresh: afresh)
            found.clearAsides(of: doubtful.map { nominees[$0] }, goneFrom: anew)
            nominees.replace(doubtful, by: anew)
        }
        for row in nominees.compactMap(\.coupling?.id) { nominated.insert(row) }
        return nominees.filter { nominee in
            nominee.coupling != nil || Side.allCases.contains { nominee.sides[$0].presence == .present }
        }
    }

    // MARK: what is set aside

    /// Coupled pairs that something is set aside for though nothing about them differs: it is over when the change was taken back.
    private func noted() async throws -> [Nominee] {
        guard couplings > 0 else { return [] }
        let asides = try await reader.store.asides(of: reader.shape.entity, limit: .max).filter { aside in
            guard aside.isProblem, case .coupling(let row) = aside.subject else { return false }
            return !nominated.contains(row) && !made.contains(row)
        }
        guard !asides.isEmpty else { return [] }
        handled.formUnion(asides.map(\.subject))
        let read = try await RetryReader(reader: reader).nominees(of: asides)
        found.add(read.findings)
        return read.nominees
    }

    // MARK: what was not seen

    /// Couplings of which a side was not listed: asked for by id, since a listing that shifts while it is read can miss a record.
    private func unseen(_ page: [Coupling]) async throws -> [Nominee] {
        let missing = page.filter { coupling in
            guard let row = coupling.id, !made.contains(row) else { return false }
            return !memory.seen.contains(row) || !streamedRows.contains(row)
        }
        guard !missing.isEmpty else { return [] }
        let wanted = missing.map { coupling in
            Nominee(coupling: coupling, sides: Sided { reader.unread($0, of: coupling) }, cause: .both)
        }
        for coupling in missing { if let row = coupling.id { _ = memory.take(coupled: row) } }
        let read = try await reader.pairs(wanted, afresh: afresh)
        return try await complete(read.compactMap(\.self)).filter { nominee in
            Side.allCases.contains { nominee.sides[$0].isChanged }
        }
        .map { nominee in
            var nominee = nominee
            let changed = Side.allCases.filter { nominee.sides[$0].isChanged }
            nominee.cause = changed.count == 2 ? .both : changed == [.erp] ? .erpChanged : .crmChanged
            return nominee
        }
    }
}
