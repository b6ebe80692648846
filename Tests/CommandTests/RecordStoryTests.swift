import Foundation
import JSON
import Model
import SyncStore
import Testing

@testable import couplet

@Suite("What couplet why tells")
struct RecordStoryTests {
    private let folder: TemporaryFolder
    private let store: SQLiteStore

    init() throws {
        folder = try TemporaryFolder()
        store = try SQLiteStore.open(at: folder.path + "/couplet.sqlite")
    }

    @Test("its partner, why it is set aside, and what happened, newest first")
    func story() async throws {
        try await fill()
        for id in ["e1", "c1"] {
            let story = try await RecordStory(of: RecordID(id), entity: nil, store: store, limit: 20)
            let lines = story.lines(CommandSentences(language: .en), RecordLabels(), width: nil)
            #expect(
                lines.prefix(2) == [
                    "customers  Business Central e1, Dynamics 365 Sales c1",
                    "  coupled: Business Central e1, Dynamics 365 Sales c1",
                ])
            #expect(lines.count == 4)
            #expect(story.history.map(\.operation) == [.created])
            #expect(story.asides.count == 1)
            #expect(story.json["couplings"]?.array?.first?["crm"]?.string == "c1")
        }
    }

    @Test("the number and the name by which people know it, when they could be read")
    func named() async throws {
        try await fill()
        let story = try await RecordStory(of: RecordID("c1"), entity: nil, store: store, limit: 20)
        let erp = RecordReference(entity: "customers", side: .erp, id: RecordID("e1"))
        #expect(story.records.contains(erp))
        let labels = RecordLabels(labels: [erp: "10000 Adatum Corporation"])
        let lines = story.lines(CommandSentences(language: .en), labels, width: nil)
        #expect(lines.first == "customers  10000 Adatum Corporation")
    }

    @Test("that its partner was deleted, and how it is made anew")
    func survivor() async throws {
        let entity: EntityName = "customers"
        let time = Date(timeIntervalSince1970: 1_800_000_000)
        let layout = try await store.layout(of: entity, side: .erp, fields: ["displayName"])
        try await store.begin(
            RunRecord(
                id: RunID("run"), mode: .full, effect: .write, startedAt: time, selection: "", entities: [entity]))
        var commit = EffectCommit(run: RunID("run"), entity: entity, batch: nil, at: time)
        commit.survivors = [
            Survivor(
                record: RecordReference(entity: entity, side: .erp, id: RecordID("e1")), partner: RecordID("c1"),
                since: time, base: Base(version: nil, layout: layout, hashes: [UInt8](repeating: 1, count: 12)))
        ]
        _ = try await store.commit(commit)
        let story = try await RecordStory(of: RecordID("e1"), entity: nil, store: store, limit: 20)
        #expect(
            story.lines(CommandSentences(language: .en), RecordLabels(), width: nil) == [
                "customers  Business Central e1, Dynamics 365 Sales c1",
                "  It is not coupled any more, and is skipped. Its partner in Dynamics 365 Sales was deleted, or what both belong to; the coupling ended on 2027-01-15T08:00:00Z. Nothing, if that was meant. It is coupled again once somebody edits it, or you ask for it: couplet sync customers --record e1",
            ])
        #expect(story.json["skipped"]?.array?.first?["code"]?.string == "partnerDeleted")
    }

    @Test("nothing of a record that it never met")
    func unknown() async throws {
        try await fill()
        #expect(try await RecordStory(of: RecordID("e9"), entity: nil, store: store, limit: 20).isEmpty)
    }

    private func fill() async throws {
        let entity: EntityName = "customers"
        let time = Date(timeIntervalSince1970: 1_800_000_000)
        let layouts = Sided(
            erp: try await store.layout(of: entity, side: .erp, fields: ["displayName"]),
            crm: try await store.layout(of: entity, side: .crm, fields: ["name"]))
        let hashes = [UInt8](repeating: 1, count: 12)
        let ids = Sided(erp: RecordID("e1"), crm: RecordID("c1"))
        var commit = EffectCommit(run: RunID("run"), entity: entity, batch: 1, at: time)
        commit.couplings = [
            Coupling(
                ids: ids,
                bases: Sided(
                    erp: Base(version: nil, layout: layouts.erp, hashes: hashes),
                    crm: Base(version: nil, layout: layouts.crm, hashes: hashes)))
        ]
        commit.history = [
            HistoryEntry(
                run: commit.run, entity: entity, at: time, ids: Sided { ids[$0] }, operation: .created, side: .crm,
                fields: ["name"], reason: Reason("createdFromERP"))
        ]
        let row = try await store.commit(commit).couplings[0]
        var aside = EffectCommit(run: RunID("run"), entity: entity, batch: 2, at: time)
        aside.asides = [
            Aside(
                entity: entity, subject: .coupling(row), ids: Sided { ids[$0] },
                cause: .problem(Problem(.conflict, ["address"])), since: time, triedAt: time)
        ]
        _ = try await store.commit(aside)
    }
}
