import Foundation
import JSON
import Model
import SyncStore

/// All that the store knows of a record.
struct RecordStory: Sendable {
    /// The couplings that it belongs to, one an entity at most.
    var couplings: [(entity: EntityName, coupling: Coupling)] = []
    /// What is set aside for it.
    var asides: [Aside] = []
    /// Whether it stayed when its partner was deleted, and is not coupled since; one an entity at most.
    var survivors: [Survivor] = []
    /// What happened, newest first.
    var history: [HistoryEntry] = []

    var isEmpty: Bool { couplings.isEmpty && asides.isEmpty && survivors.isEmpty && history.isEmpty }

    /// Collects it from the store, over all entities that have couplings unless one is named.
    init(of id: RecordID, entity: EntityName?, store: any SyncStore, limit: Int) async throws {
        history = try await store.history(of: entity, id: id, limit: limit)
        let coupled = try await store.couplingCounts().keys
        let jobs = try await store.latestJobs().map(\.entity)
        let entities = entity.map { [$0] } ?? Set(coupled).union(jobs).sorted()
        for entity in entities {
            for side in Side.allCases {
                survivors += try await store.survivors(of: entity, side: side, ids: [id])
                couplings += try await store.couplings(of: entity, side: side, ids: [id]).map { (entity, $0) }
                for aside in try await store.asides(of: entity, side: side, ids: [id]) where !asides.contains(aside) {
                    asides.append(aside)
                }
            }
        }
    }

    /// The pairs that it tells of, each once.
    private var pairs: [Pair] {
        var pairs: [Pair] = []
        let all =
            couplings.map { couple in
                Pair(entity: couple.entity, ids: Sided(erp: couple.coupling.ids.erp, crm: couple.coupling.ids.crm))
            }
            + asides.map { Pair(entity: $0.entity, ids: $0.ids) }
            + survivors.map { Pair(entity: $0.record.entity, ids: $0.ids) }
            + history.map { Pair(entity: $0.entity, ids: $0.ids) }
        for pair in all where !pairs.contains(where: { $0.tells(of: pair.entity, pair.ids) }) { pairs.append(pair) }
        return pairs
    }

    /// The records that its lines name.
    var records: [RecordReference] {
        pairs.flatMap { RecordReference.records(of: $0.entity, $0.ids) } + asides.flatMap(\.related)
    }

    /// The story for people: a heading for each pair, what is so now, and what happened.
    func lines(_ sentences: CommandSentences, _ labels: RecordLabels, width: Int?) -> [String] {
        pairs.flatMap { pair in
            let label = labels.label(of: pair.entity, pair.ids)
            let heading = "\(pair.entity)  \(label ?? sentences.names(pair.ids))".harmless
            let now =
                couplings.filter {
                    pair.tells(of: $0.entity, Sided(erp: $0.coupling.ids.erp, crm: $0.coupling.ids.crm))
                }
                .map { sentences.coupled($0.coupling.ids) }
                + asides.filter { pair.tells(of: $0.entity, $0.ids) }
                .map { sentences.sentence(of: $0, labels).line.harmless }
                + survivors.filter { pair.tells(of: $0.record.entity, $0.ids) }
                .map { sentences.sentence(of: $0).line.harmless }
            let happened = history.filter { pair.tells(of: $0.entity, $0.ids) }
            return [heading]
                + (now + happened.map { sentences.line(of: $0).harmless }).flatMap {
                    $0.wrapped(to: width, indent: 2)
                }
        }
    }

    /// The story for programs.
    var json: JSONValue {
        [
            "couplings": .array(
                couplings.map { entity, coupling in
                    [
                        "entity": .string(entity.text), "erp": .string(coupling.ids.erp.text),
                        "crm": .string(coupling.ids.crm.text), "generation": .whole(coupling.generation),
                    ]
                }), "setAside": .array(asides.map(\.json)),
            "skipped": .array(survivors.map(\.json)), "history": .array(history.map(\.json)),
        ]
    }

    /// Two records of an entity, or one.
    private struct Pair {
        var entity: EntityName
        var ids: Sided<RecordID?>

        /// Whether another pair has a record in common with it.
        func tells(of other: EntityName, _ others: Sided<RecordID?>) -> Bool {
            entity == other && Side.allCases.contains { ids[$0] != nil && ids[$0] == others[$0] }
        }
    }
}

extension Survivor {
    /// The identities of the record and of its partner, which is gone.
    fileprivate var ids: Sided<RecordID?> {
        var ids = Sided<RecordID?>(erp: partner, crm: partner)
        ids[record.side] = record.id
        return ids
    }

    /// It as programs read it.
    fileprivate var json: JSONValue {
        [
            "entity": .string(record.entity.text), "side": .string(record.side.rawValue),
            "id": .string(record.id.text), "partner": .string(partner.text), "code": "partnerDeleted",
            "since": .string(since.formatted(.iso8601)),
        ]
    }
}
