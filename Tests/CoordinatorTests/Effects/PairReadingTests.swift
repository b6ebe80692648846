import Foundation
import JSON
import Model
import PluginProtocol
import RemoteSystems
import SyncStore
import Testing

@testable import Coordinator

@Suite("Pairs that are read anew")
struct PairReadingTests {
    let world = EffectsWorld()

    @Test("come one for each that is wanted, in order; one of which nothing is left leaves a gap, and shifts no other")
    func gap() async throws {
        let ids = [
            await world.erp.create(EffectsWorld.customer("1")), await world.erp.create(EffectsWorld.customer("2")),
            await world.erp.create(EffectsWorld.customer("3")),
        ]
        await world.erp.delete(ids[1])
        let wanted = ids.map { id in
            var sides = Sided(erp: SideReading.absent, crm: .absent)
            sides.erp.id = id
            return Nominee(sides: sides, cause: .retry)
        }
        let reader = SideReader(
            store: world.store, remotes: Sided(erp: world.erp, crm: world.crm), shape: try await world.shape(),
            attempts: Attempts())
        let read = try await reader.pairs(wanted)
        #expect(read.map { $0?.sides.erp.fields["number"] } == ["1", nil, "3"])
        var nominees = wanted
        nominees.replace([0, 1, 2], by: read)
        #expect(nominees.map { $0.sides.erp.fields["number"] } == ["1", "3"])
    }
}

@Suite("What a dry run plans")
struct PlannedPairTests {
    let world = EffectsWorld()

    @Test("takes a record that another decision would couple for coupled, as the run would")
    func overtaken() async throws {
        let first = await world.erp.create(EffectsWorld.customer("1"))
        let second = await world.erp.create(EffectsWorld.customer("2"))
        let partner = await world.crm.create(EffectsWorld.customer("1"))
        for effect in [Effect.dryRun, .write] {
            let source = Handover([
                try await world.nominee(erp: first, crm: partner), try await world.nominee(erp: second, crm: partner),
            ])
            let run = try await world.entityRun(source, effect: effect)
            var batch = 0
            while true {
                let answer = try await run.next(.init(runID: RunID("run"), limit: 1), within: .max)
                guard let pair = answer.pairs.first else { break }
                batch += 1
                let action: Decision.Action =
                    pair.sides.crm.presence == .absent ? .create(.crm, pair.sides.erp.fields, key: []) : .couple
                let decision = Decision(pair: pair.id, action: pair.isCoupled ? .none : action, reason: Reason("test"))
                _ = try await run.apply(
                    .init(runID: RunID("run"), batch: batch, decisions: [decision], checkpoint: ""))
            }
            let counters = effect == .dryRun ? await run.planReport().counters : await run.summary().counters
            #expect(counters.coupled == 2)
            #expect(counters.inserted.crm == 1)
            #expect(counters.failed == 0)
        }
    }

    @Test("is found by the plugin that looks for it, and what it changes is found no more")
    func matched() async throws {
        let made = await world.erp.create(EffectsWorld.customer("1", name: "Made"))
        let old = await world.erp.create(EffectsWorld.customer("2", name: "New"))
        let partner = await world.crm.create(EffectsWorld.customer("2", name: "Old"))
        let source = Handover(
            [
                try await world.nominee(erp: made, crm: nil), try await world.nominee(erp: old, crm: partner),
            ], atOnce: 2)
        let run = try await world.entityRun(source, effect: .dryRun)
        let pairs = try await run.next(.init(runID: RunID("run"), limit: 9), within: .max).pairs
        let decisions = pairs.map { pair in
            let action: Decision.Action =
                pair.sides.crm.presence == .absent
                ? .create(.crm, pair.sides.erp.fields, key: []) : .update(.crm, ["name": "New"])
            return Decision(pair: pair.id, action: action, reason: Reason("test"))
        }
        _ = try await run.apply(.init(runID: RunID("run"), batch: 1, decisions: decisions, checkpoint: ""))
        func found(_ name: String) async throws -> [FieldValue?] {
            try await run.match(
                .init(
                    runID: RunID("run"), side: .crm, entity: nil, all: [.init("name", .text(name))],
                    limit: 5)
            ).candidates.map { $0.fields["number"] }
        }
        #expect(try await found("made") == ["1"])
        #expect(try await found("New") == ["2"])
        #expect(try await found("Old") == [])
    }

    @Test("sets a record aside whose values go back and forth, as the run does")
    func oscillating() async throws {
        let id = await world.erp.create(EffectsWorld.customer("1"))
        await world.run()
        let partner = try #require(await world.crm.rows.keys.first)
        for value in 1...3 {
            if value % 2 == 1 {
                await world.erp.edit(id, ["phone": .text("e\(value)")])
            } else {
                await world.crm.edit(partner, ["phone": .text("c\(value)")])
            }
            #expect(await world.run().counters.failed == 0)
        }
        await world.crm.edit(partner, ["phone": "c4"])
        let planned = await world.run(effect: .dryRun)
        let done = await world.run()
        #expect(planned.counters.failed == 1)
        #expect(planned.counters == done.counters)
    }
}

@Suite("A listing")
struct ListedVersionTests {
    let world = EffectsWorld()

    @Test("gives a write the version that it saw, though nothing that matters changed on the written side")
    func savedWithoutAChange() async throws {
        let id = await world.erp.create(EffectsWorld.customer("1"))
        await world.run()
        let partner = try #require(await world.crm.rows.keys.first)
        await world.crm.edit(partner, ["unread": "1"])
        await world.erp.edit(id, ["name": "New"])
        await world.crm.forgetRequests()
        #expect(await world.run(mode: .full).end == .complete)
        #expect(await world.crm.requests.filter { $0 == "write" }.count == 1)
        #expect(await world.disagreements() == [])
    }
}

@Suite("A create that was not answered")
struct DoubtfulCreateTests {
    let world = EffectsWorld()

    @Test("is not made again in the same run, though its record is nominated once more")
    func nominatedAgain() async throws {
        let source = await world.crm.create(EffectsWorld.customer("1"))
        let nominee = try await world.nominee(erp: nil, crm: source)
        await world.erp.setFate { $0 == 1 ? .late : .answered }
        let run = try await world.entityRun(Handover([nominee, nominee, nominee]), effect: .write)
        var batch = 0
        while let pair = try await run.next(.init(runID: RunID("run"), limit: 1), within: .max).pairs.first {
            batch += 1
            let fields = Fields(pair.sides.crm.fields.filter { $0.name != "credit" })
            let decision = Decision(pair: pair.id, action: .create(.erp, fields, key: []), reason: Reason("test"))
            _ = try await run.apply(.init(runID: RunID("run"), batch: batch, decisions: [decision], checkpoint: ""))
        }
        await world.erp.land()
        #expect(await world.erp.rows.count == 1)
        #expect(await world.store.open.count == 1)
        #expect(await world.store.asides.values.map(\.cause.code) == [.timeout])
    }
}

extension Aside.Cause {
    fileprivate var code: ProblemCode? { if case .problem(let problem) = self { problem.code } else { nil } }
}

/// A source that hands over nominees, so many at a time.
private final class Handover: NomineeSource {
    private var nominees: [Nominee]
    let forecast: WriteTally? = nil
    let total: Int? = nil
    private let size: Int
    init(_ nominees: [Nominee], atOnce size: Int = 1) { (self.nominees, self.size) = (nominees, size) }
    func prepare() async throws {}
    func next() async throws -> [Nominee] {
        defer { nominees = Array(nominees.dropFirst(size)) }
        return Array(nominees.prefix(size))
    }
    func drain() -> Findings { Findings() }
}

extension EffectsWorld {
    /// What the host knows of the entity.
    fileprivate func shape() async throws -> EntityShape {
        let tables = Sided(
            erp: try await erp.table(for: Self.declaration), crm: try await crm.table(for: Self.declaration))
        let description = try await MirrorPlugin().describe(
            EntityDescribe.Parameters(metadata: Sided { tables[$0].metadata }, config: .object([])))
        let hasher = environment().hasher
        let reads = EntityShape.reads(of: description)
        let layouts = Sided(
            erp: await store.layout(of: Self.entity, side: .erp, fields: reads.erp),
            crm: await store.layout(of: Self.entity, side: .crm, fields: reads.crm))
        return EntityShape(
            entity: Self.entity, description: description, tables: tables,
            layouts: Sided { FieldLayout(side: $0, id: layouts[$0], fields: reads[$0], hasher: hasher) },
            known: await store.layouts(of: Self.entity), hasher: hasher)
    }

    private func reader() async throws -> SideReader {
        SideReader(
            store: store, remotes: Sided(erp: erp, crm: crm), shape: try await shape(), attempts: Attempts())
    }

    /// An uncoupled pair as it is now.
    fileprivate func nominee(erp: RecordID?, crm: RecordID?) async throws -> Nominee {
        var sides = Sided(erp: SideReading.absent, crm: .absent)
        (sides.erp.id, sides.crm.id) = (erp, crm)
        let read = try await reader().pairs([Nominee(sides: sides, cause: .both)])
        return try #require(read[0])
    }

    fileprivate func entityRun(_ source: sending Handover, effect: Effect) async throws -> EntityRun {
        let overlay = effect == .dryRun ? RunOverlay(budget: 1 << 20) : nil
        var reader = try await reader()
        reader.overlay = overlay
        return EntityRun(
            environment: environment(), shape: reader.shape, run: RunID("run"), mode: .incremental, effect: effect,
            source: source, reader: reader,
            guards: Guards(policy: GuardPolicy(), couplings: 10, isFirstRun: false), overlay: overlay, approved: nil,
            tables: { _ in nil }, since: nil, report: { _ in })
    }
}
