import Foundation
import Model
package import SyncStore

/// The promises that every store keeps, whatever it stands on: one body, run against the real one and against fakes.
///
/// Each function returns the promises that were broken, in words.
package struct StoreConformance: Sendable {
    private let store: any SyncStore
    private static let entity: EntityName = "customers"
    private static let time = Date(timeIntervalSince1970: 1_800_000_000)

    /// Checks a store that is empty.
    package init(_ store: any SyncStore) { self.store = store }

    /// Checks everything; the store is not empty afterwards.
    package func broken() async throws -> [String] {
        var broken: [String] = []
        broken += try await coupling()
        broken += try await documents()
        broken += try await setAsides()
        broken += try await intents()
        broken += try await positions()
        broken += try await endings()
        return broken
    }

    // MARK: couplings

    private func coupling() async throws -> [String] {
        var check = Check()
        let layouts = Sided(
            erp: try await store.layout(of: Self.entity, side: .erp, fields: ["number", "displayName"]),
            crm: try await store.layout(of: Self.entity, side: .crm, fields: ["name"]))
        let again = try await store.layout(of: Self.entity, side: .crm, fields: ["name"])
        check("a layout has one number", again == layouts.crm)
        check("layouts are listed", try await store.layouts(of: Self.entity)[layouts.erp] == ["number", "displayName"])

        var commit = Self.commit(1)
        commit.couplings = (1...5).map { Self.coupling($0, layouts) }
        let receipt = try await store.commit(commit)
        check("each coupling gets a row", Set(receipt.couplings).count == 5)
        check("nothing waited", receipt.wakes.isEmpty)

        let found = try await store.couplings(
            of: Self.entity, side: .crm, ids: [RecordID("c2"), RecordID("c4"), RecordID("c4"), RecordID("none")])
        check("couplings are found by identity, each once", Set(found.map(\.ids.erp.text)) == ["e2", "e4"])
        var second = Self.coupling(2, layouts)
        second.id = receipt.couplings[1]
        check("a coupling comes back as it was stored", found.contains(second) && found.count == 2)
        let firstPage = try await store.couplings(of: Self.entity, after: nil, limit: 2)
        let secondPage = try await store.couplings(of: Self.entity, after: firstPage.last?.id, limit: 9)
        check(
            "pages follow each other in the order of rows",
            (firstPage + secondPage).map(\.id) == receipt.couplings && firstPage.count == 2)
        check("couplings are counted", try await store.couplingCounts() == [Self.entity: 5])

        second.bases.crm.version = nil
        second.bases.crm.hashes = [UInt8](repeating: 9, count: 12)
        var change = Self.commit(2)
        change.couplings = [second]
        let changed = try await store.commit(change)
        check("a changed coupling keeps its row", changed.couplings == [receipt.couplings[1]])
        check(
            "its new base is stored",
            try await store.couplings(of: Self.entity, side: .erp, ids: [RecordID("e2")]) == [second])
        check(
            "it is counted once", try await store.couplingCounts() == [Self.entity: 5])
        try await replacedVersions(of: second, layouts, &check)

        var twice = Self.commit(3)
        twice.couplings = [Self.coupling(6, layouts), Self.coupling(1, layouts, crm: "c7")]
        twice.history = [Self.entry(6, .coupled)]
        check("a record belongs to one coupling", await fails { _ = try await store.commit(twice) })
        check(
            "a commit is whole or not at all",
            try await store.couplings(of: Self.entity, side: .erp, ids: [RecordID("e6")]).isEmpty)
        check(
            "and leaves no line of history",
            try await store.history(of: Self.entity, id: RecordID("e6"), limit: 9).isEmpty)
        var unknown = Self.commit(4)
        unknown.couplings = [Self.coupling(8, layouts)]
        unknown.couplings[0].id = Coupling.ID(4_711)
        check("a changed coupling must be there", await fails { _ = try await store.commit(unknown) })

        let states = try await store.resolve([
            RecordReference(entity: Self.entity, side: .erp, id: RecordID("e3")),
            RecordReference(entity: Self.entity, side: .crm, id: RecordID("c3")),
            RecordReference(entity: Self.entity, side: .crm, id: RecordID("none")),
        ])
        check(
            "references are resolved in order, from both sides",
            states == [.coupled(RecordID("c3")), .coupled(RecordID("e3")), .unknown])
        return check.broken
    }

    // MARK: lines

    private func documents() async throws -> [String] {
        var check = Check()
        let entity: EntityName = "salesorders"
        let layouts = Sided(
            erp: try await store.layout(of: entity, side: .erp, fields: ["quantity"]),
            crm: try await store.layout(of: entity, side: .crm, fields: ["quantity"]))
        func line(_ number: Int) -> LineCoupling {
            LineCoupling(
                ids: Sided(erp: RecordID("el\(number)"), crm: RecordID("cl\(number)")),
                bases: Sided {
                    Base(version: nil, layout: layouts[$0], hashes: [UInt8](repeating: UInt8(number), count: 12))
                })
        }
        func commit(_ batch: Int, _ couplings: [Coupling]) -> EffectCommit {
            var commit = EffectCommit(run: RunID("lines"), entity: entity, batch: batch, at: Self.time)
            commit.couplings = couplings
            return commit
        }
        var order = Self.coupling(1, layouts)
        order.lines = [line(1), line(2)]
        let rows = try await store.commit(commit(1, [order, Self.coupling(2, layouts)])).couplings
        order.id = rows[0]
        check(
            "lines come back with their document, and others have none",
            try await store.lines(of: rows) == [rows[0]: [line(1), line(2)]])
        let read = try await store.couplings(of: entity, side: .erp, ids: [order.ids.erp])
        check("a coupling that is read says nothing of its lines", read.map(\.lines) == [nil])
        _ = try await store.commit(commit(2, read))
        check("which leaves them as they are", try await store.lines(of: rows)[rows[0]]?.count == 2)
        order.lines = [line(2), line(3)]
        _ = try await store.commit(commit(3, [order]))
        check("lines replace those of before", try await store.lines(of: rows)[rows[0]] == [line(2), line(3)])
        check("no total differs before that is said", try await store.unequalTotals(of: rows).isEmpty)
        order.lines = nil
        order.unequalTotals = ["net", "gross"]
        _ = try await store.commit(commit(5, [order]))
        check(
            "totals that differ are noted with their document",
            try await store.unequalTotals(of: rows) == [rows[0]: ["net", "gross"]])
        order.unequalTotals = ["gross"]
        var later = commit(6, [order])
        later.at = Self.time.addingTimeInterval(60)
        _ = try await store.commit(later)
        let note = UnequalTotals(entity: entity, ids: order.ids, totals: ["gross"], since: Self.time)
        check("since when they do stays", try await store.unequalTotals(of: nil, limit: 5) == [note])
        check("another entity has none", try await store.unequalTotals(of: Self.entity, limit: 5).isEmpty)
        order.unequalTotals = nil
        _ = try await store.commit(commit(7, [order]))
        check("who says nothing of them leaves them", try await store.unequalTotals(of: rows).count == 1)
        order.unequalTotals = []
        _ = try await store.commit(commit(8, [order]))
        check("totals that are equal are no longer noted", try await store.unequalTotals(of: rows).isEmpty)
        order.unequalTotals = ["net"]
        _ = try await store.commit(commit(9, [order]))
        var end = commit(4, [])
        end.uncoupled = [rows[0]]
        _ = try await store.commit(end)
        check("lines go with their document", try await store.lines(of: rows).isEmpty)
        check("and so do notes about totals", try await store.unequalTotals(of: nil, limit: 5).isEmpty)
        return check.broken
    }

    // MARK: what is set aside

    /// The version that a write took the place of is known until another write says its own.
    private func replacedVersions(
        of coupling: Coupling, _ layouts: Sided<LayoutID>, _ check: inout Check
    ) async throws {
        let stored = { (number: Int, version: String, replaced: String?) async throws -> RecordVersion? in
            var change = Self.commit(number)
            var coupling = coupling
            coupling.bases.erp = Base(
                version: RecordVersion(version), replaced: replaced.map { RecordVersion($0) }, layout: layouts.erp,
                hashes: coupling.bases.erp.hashes)
            change.couplings = [coupling]
            _ = try await self.store.commit(change)
            let found = try await self.store.couplings(of: Self.entity, side: .erp, ids: [coupling.ids.erp])
            return found.first?.bases.erp.replaced
        }
        check("nothing was written over yet", try await stored(20, "7", nil) == nil)
        check("what a write took the place of is known", try await stored(21, "9", "8") == RecordVersion("8"))
        check("and stays so", try await stored(22, "10", nil) == RecordVersion("8"))
        var last = Self.commit(23)
        last.couplings = [coupling]
        _ = try await store.commit(last)
    }

    private func setAsides() async throws -> [String] {
        var check = Check()
        let reference = RecordReference(entity: Self.entity, side: .erp, id: RecordID("e20"))
        let waiting = Self.aside(.record(.erp, RecordID("w1")), .waiting(reference), erp: "w1")
        let problem = Problem(
            .refusedByRule, ["credit"], field: "creditlimit", side: .crm,
            remote: .init(status: 400, code: "0x80040265", requestID: "r-1"))
        var failed = Self.aside(.record(.crm, RecordID("w2")), .problem(problem), crm: "w2")
        failed.candidates = [RecordID("a"), RecordID("b")]
        var commit = Self.commit(10)
        commit.asides = [waiting, failed]
        _ = try await store.commit(commit)

        check(
            "a set-aside comes back as it was stored",
            try await store.asides(of: Self.entity, side: .crm, ids: [RecordID("w2")]) == [failed])
        check("people see all of them", Set(try await store.asides(of: nil, limit: 9)) == [waiting, failed])
        check(
            "a record that waits is known to wait",
            try await store.resolve([RecordReference(entity: Self.entity, side: .erp, id: RecordID("w1"))]) == [
                .waiting
            ])
        check("nothing is ready yet", try await store.ready(for: Self.entity, limit: 9).isEmpty)

        let asked = try await store.requestRetry(of: Self.entity, ids: [RecordID("w2")], at: Self.time)
        check("a person's request counts", asked == 1)
        check("what a person asked for is ready", try await store.ready(for: Self.entity, limit: 9) == [failed])
        failed.tries = 2
        commit = Self.commit(11)
        commit.asides = [failed]
        _ = try await store.commit(commit)
        check("a new attempt answers the request", try await store.ready(for: Self.entity, limit: 9).isEmpty)
        check(
            "and replaces what was set aside",
            try await store.asides(of: Self.entity, side: .crm, ids: [RecordID("w2")]) == [failed])

        commit = Self.commit(12)
        commit.couplings = [Self.coupling(20, try await layouts())]
        let receipt = try await store.commit(commit)
        check("a coupling wakes those who wait for it", receipt.wakes == [Self.entity])
        check("what waited for it is ready", try await store.ready(for: Self.entity, limit: 9) == [waiting])
        var all = waiting
        all.alsoWaitsFor = [RecordReference(entity: Self.entity, side: .crm, id: RecordID("w7"))]
        commit = Self.commit(41)
        commit.asides = [all]
        _ = try await store.commit(commit)
        check(
            "what waits for several records comes back as it was stored",
            try await store.asides(of: Self.entity, side: .erp, ids: [RecordID("w1")]) == [all])
        var anew = waiting
        let old = try await store.couplings(of: Self.entity, side: .erp, ids: [RecordID("e20")]).first?.id
        anew.waitsAfter = old
        commit = Self.commit(13)
        commit.asides = [anew]
        _ = try await store.commit(commit)
        check(
            "what waits anew comes back as it was stored",
            try await store.asides(of: Self.entity, side: .erp, ids: [RecordID("w1")]) == [anew])
        check("and is not ready", try await store.ready(for: Self.entity, limit: 9).isEmpty)
        commit = Self.commit(17)
        commit.met.erp = Set([old].compactMap(\.self))
        check("though the record that it names is met", try await store.commit(commit).wakes.isEmpty)
        commit.met = Sided(erp: [], crm: commit.met.erp)
        check("but is woken when that record's partner is", try await store.commit(commit).wakes == [Self.entity])
        check("and then is ready", try await store.ready(for: Self.entity, limit: 9) == [waiting])
        commit = Self.commit(18)
        commit.asides = [anew]
        _ = try await store.commit(commit)
        check("until it waits anew", try await store.ready(for: Self.entity, limit: 9).isEmpty)
        commit = Self.commit(14)
        commit.uncoupled = [old].compactMap(\.self)
        _ = try await store.commit(commit)
        check("before that coupling ended", try await store.ready(for: Self.entity, limit: 9) == [anew])
        commit = Self.commit(15)
        commit.couplings = [Self.coupling(20, try await layouts(), crm: "c21")]
        _ = try await store.commit(commit)
        check("or is another one", try await store.ready(for: Self.entity, limit: 9) == [anew])
        commit = Self.commit(16)
        commit.cleared = [waiting.subject, failed.subject]
        _ = try await store.commit(commit)
        check("what is settled is set aside no more", try await store.asides(of: nil, limit: 9).isEmpty)
        return check.broken
    }

    // MARK: intents

    private func intents() async throws -> [String] {
        var check = Check()
        let intents = Self.intents(try await layouts())
        let batch = IntentBatch(
            run: RunID("run"), entity: Self.entity, batch: 7, sentAt: Self.time,
            notAfter: Self.time.addingTimeInterval(300), intents: intents)
        let id = try await store.open(batch)
        check("open intents come back as they were", try await store.openIntents() == [.init(id: id, batch: batch)])

        var settlement = Self.commit(nil)
        settlement.settles = id
        settlement.keepsOpen = [intents[1]]
        _ = try await store.commit(settlement)
        let kept = try await store.openIntents()
        check("what is in doubt stays open", kept.map(\.batch.intents) == [[intents[1]]])
        check("with the time at which it was sent", kept.first?.batch.sentAt == Self.time)
        check("no later than it was kept", kept.first?.batch.notAfter == min(batch.notAfter, settlement.at))
        check("and the number of its batch", kept.first?.batch.batch == 7)
        check("intents are settled once", await fails { _ = try await store.commit(settlement) })
        settlement.settles = kept.first?.id
        settlement.keepsOpen = []
        _ = try await store.commit(settlement)
        check("settled intents are gone", try await store.openIntents().isEmpty)
        return check.broken
    }

    // MARK: positions

    private func positions() async throws -> [String] {
        var check = Check()
        let position = FeedPosition(token: "$delta", at: Self.time, fullAt: Self.time, sweptAt: nil)
        var commit = Self.commit(30)
        commit.feeds = [.crm: position]
        commit.pluginState = ["cursor": [1, 2, 3]]
        commit.mappingFingerprint = "m1"
        _ = try await store.commit(commit)
        check("a feed stands where it was left", try await store.feed(of: Self.entity, side: .crm) == position)
        check("each side for itself", try await store.feed(of: Self.entity, side: .erp) == nil)
        check("a plugin keeps values", try await store.pluginState(of: Self.entity, key: "cursor") == [1, 2, 3])
        check("the mapping is remembered", try await store.mappingFingerprint(of: Self.entity) == "m1")
        try await store.keepDescription([7], of: Self.entity, digest: "d1")
        check("a description is kept", try await store.description(of: Self.entity, digest: "d1") == [7])
        check("also for whoever asks without", try await store.description(of: Self.entity, digest: nil) == [7])
        check("for its digest", try await store.description(of: Self.entity, digest: "d2") == nil)
        try await store.keepCached("metadata", body: [8], at: Self.time)
        let document = try await store.cached("metadata")
        check("a document is kept with its time", document?.body == [8] && document?.at == Self.time)
        try await store.approve(plan: "p1", entity: Self.entity, by: "Ada", at: Self.time)
        check("an approval holds for its plan", try await store.isApproved(plan: "p1"))
        check("and for no other", try await !store.isApproved(plan: "p2"))
        let environment = EnvironmentIdentity(erp: "erp", crm: "crm")
        try await store.bind(to: environment)
        check("a store is bound to its systems", try await store.identity().environment == environment)
        return check.broken
    }

    // MARK: endings

    private func endings() async throws -> [String] {
        var check = Check()
        let old = try await store.couplings(of: Self.entity, side: .erp, ids: [RecordID("e4")])
        let row = old.first?.id
        check("the coupling that ends is there", row != nil)
        guard let row else { return check.broken }
        var commit = Self.commit(40)
        commit.history = [Self.entry(4, .updated, fields: ["name"])]
        commit.couplings = old
        _ = try await store.commit(commit)
        commit = Self.commit(41)
        commit.uncoupled = [row]
        commit.history = [Self.entry(4, .uncoupled)]
        let survivor = Survivor(
            record: RecordReference(entity: Self.entity, side: .erp, id: RecordID("e4")), partner: RecordID("c4"),
            since: Self.time, base: old[0].bases.erp)
        commit.survivors = [survivor]
        _ = try await store.commit(commit)
        check(
            "an ended coupling is gone",
            try await store.couplings(of: Self.entity, side: .crm, ids: [RecordID("c4")]).isEmpty)
        check(
            "its record starts at the next generation",
            try await store.generations(of: Self.entity, erp: [RecordID("e4"), RecordID("e5")]) == [RecordID("e4"): 1])
        let named = [RecordID("e4"), RecordID("e5")]
        check(
            "a record whose partner was deleted is remembered as it was",
            try await store.survivors(of: Self.entity, side: .erp, ids: named) == [survivor])
        check(
            "and only on its side",
            try await store.survivors(of: Self.entity, side: .crm, ids: named).isEmpty)
        commit = Self.commit(43)
        commit.forgotten = [survivor.record]
        _ = try await store.commit(commit)
        check(
            "it is forgotten when it is gone as well",
            try await store.survivors(of: Self.entity, side: .erp, ids: named).isEmpty)
        commit = Self.commit(44)
        commit.survivors = [survivor]
        _ = try await store.commit(commit)
        var renewed = Self.coupling(4, try await layouts(), crm: "c44")
        renewed.generation = 1
        commit = Self.commit(42)
        commit.couplings = [renewed]
        commit.history = [Self.entry(4, .created, crm: "c44")]
        let receipt = try await store.commit(commit)
        check("a row's number is never given out anew", receipt.couplings.first != row)
        check(
            "a record that is coupled again is no survivor any more",
            try await store.survivors(of: Self.entity, side: .erp, ids: named).isEmpty)
        let lines = try await store.history(of: Self.entity, id: RecordID("e4"), limit: 9)
        check(
            "history is newest first, also of what ended",
            lines.map(\.operation) == [.created, .uncoupled, .updated])
        check("and says which fields were written", lines.last?.fields == ["name"])
        check(
            "it is found from the other side",
            try await store.history(of: nil, id: RecordID("c4"), limit: 9).map(\.operation) == [.uncoupled, .updated])
        check(
            "history is cut where asked",
            try await store.history(of: Self.entity, id: RecordID("e4"), limit: 1).map(\.operation) == [.created])
        return check.broken
    }

    // MARK: examples

    private func layouts() async throws -> Sided<LayoutID> {
        Sided(
            erp: try await store.layout(of: Self.entity, side: .erp, fields: ["number", "displayName"]),
            crm: try await store.layout(of: Self.entity, side: .crm, fields: ["name"]))
    }

    private static func commit(_ batch: Int?) -> EffectCommit {
        EffectCommit(run: RunID("run"), entity: entity, batch: batch, at: time)
    }

    private static func coupling(_ number: Int, _ layouts: Sided<LayoutID>, crm: String? = nil) -> Coupling {
        Coupling(
            ids: Sided(erp: RecordID("e\(number)"), crm: RecordID(crm ?? "c\(number)")),
            bases: Sided(
                erp: Base(
                    version: RecordVersion("W/\"\(number)\""), layout: layouts.erp,
                    hashes: [UInt8](repeating: UInt8(number), count: 24)),
                crm: Base(
                    version: nil, layout: layouts.crm, hashes: [UInt8](repeating: 1, count: 12),
                    filter: RecordFilter.Mark(.min))))
    }

    private static func aside(
        _ subject: Aside.Subject, _ cause: Aside.Cause, erp: String? = nil, crm: String? = nil
    ) -> Aside {
        Aside(
            entity: entity, subject: subject, ids: Sided(erp: erp.map { RecordID($0) }, crm: crm.map { RecordID($0) }),
            cause: cause, since: time, triedAt: time)
    }

    private static func entry(
        _ number: Int, _ operation: HistoryEntry.Operation, crm: String? = nil, fields: [FieldName] = []
    ) -> HistoryEntry {
        HistoryEntry(
            run: RunID("run"), entity: entity, at: time,
            ids: Sided(erp: RecordID("e\(number)"), crm: RecordID(crm ?? "c\(number)")), operation: operation,
            side: .crm, fields: fields, reason: Reason("changedInERP", ["name"]),
            settled: [SettledConflict(group: "address", winner: .erp)])
    }

    private static func intents(_ layouts: Sided<LayoutID>) -> [Intent] {
        let sent = [Intent.SentField(name: "name", hash: [UInt8](repeating: 3, count: 12))]
        let base = Base(
            version: RecordVersion("W/\"5\""), layout: layouts.erp, hashes: [UInt8](repeating: 5, count: 24))
        return [
            Intent(
                side: .crm, operation: .createKeyed(RecordID("k")), source: RecordID("e90"), coupling: nil,
                generation: 3, sent: sent, sourceBase: base),
            Intent(
                side: .erp, operation: .createNatural(["code"]), source: RecordID("c91"), coupling: nil, sent: sent,
                sourceBase: nil),
            Intent(
                side: .erp, operation: .createKeyless, source: RecordID("c92"), coupling: nil, sent: [],
                sourceBase: nil),
            Intent(
                side: .crm, operation: .update(RecordID("c1"), version: RecordVersion("W/\"1\"")),
                source: RecordID("e1"), coupling: Coupling.ID(1), sent: sent, sourceBase: base),
            Intent(
                side: .erp, operation: .update(RecordID("e93"), version: RecordVersion("7")), source: RecordID("c93"),
                coupling: nil, sent: sent, sourceBase: nil, targetBase: base),
            Intent(
                side: .erp, operation: .delete(RecordID("e3"), version: RecordVersion("W/\"é\"")), source: nil,
                coupling: Coupling.ID(3), sent: [], sourceBase: nil),
        ]
    }

    private func fails(_ operation: () async throws -> Void) async -> Bool {
        do {
            try await operation()
            return false
        } catch {
            return true
        }
    }

    /// Collects the promises that do not hold.
    private struct Check {
        var broken: [String] = []

        mutating func callAsFunction(_ promise: String, _ holds: Bool) {
            if !holds { broken.append(promise) }
        }
    }
}
