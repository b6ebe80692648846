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
