import ArgumentParser
import JSON
import Model
import SyncStore

/// `couplet why RECORD`: what is known of a record, and what happened to it.
struct WhyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why", abstract: "Tells what is known of a record, what happened to it, and why.",
        discussion: """
            A record is named by its id in either system, or by its number as people know it: couplet why 10000. Numbers \
            are looked up in the ERP; --offline looks ids up in the store alone.
            """)

    @OptionGroup var options: CommonOptions

    @Argument(help: "The record's id in either system, or its number.")
    var record: String

    @Option(help: "Only in this entity.")
    var entity: String?

    @Flag(help: "Asks neither system: RECORD is an id.")
    var offline = false

    @Option(help: "At most this many lines of history.")
    var limit = 20

    func run() async throws {
        let session = try Session(options)
        try await session.reporting {
            let store = try await session.openStoreForReading()
            let entity = try self.entity.map(session.entityName)
            var ids = [RecordID(record.looksLikeGUID ? record.lowercased() : record)]
            if !offline && !record.looksLikeGUID {
                ids = try await session.lookUp(number: record, entity: entity)
            }
            var isKnown = false
            for id in ids {
                let story = try await RecordStory(of: id, entity: entity, store: store, limit: limit)
                isKnown = isKnown || !story.isEmpty
                for line in options.json ? [story.json.line] : story.lines(session.sentences) {
                    session.console.print(line)
                }
            }
            if !isKnown { session.console.note(session.sentences.nothingKnown(of: record)) }
            return ExitCodes.complete
        }
    }
}

/// All that the store knows of a record.
struct RecordStory: Sendable {
    /// The couplings that it belongs to, one an entity at most.
    var couplings: [(entity: EntityName, coupling: Coupling)] = []
    /// What is set aside for it.
    var asides: [Aside] = []
    /// What happened, newest first.
    var history: [HistoryEntry] = []

    var isEmpty: Bool { couplings.isEmpty && asides.isEmpty && history.isEmpty }

    /// Collects it from the store, over all entities that have couplings unless one is named.
    init(of id: RecordID, entity: EntityName?, store: any SyncStore, limit: Int) async throws {
        history = try await store.history(of: entity, id: id, limit: limit)
        let coupled = try await store.couplingCounts().keys
        let jobs = try await store.latestJobs().map(\.entity)
        let entities = entity.map { [$0] } ?? Set(coupled).union(jobs).sorted()
        for entity in entities {
            for side in Side.allCases {
                couplings += try await store.couplings(of: entity, side: side, ids: [id]).map { (entity, $0) }
                for aside in try await store.asides(of: entity, side: side, ids: [id]) where !asides.contains(aside) {
                    asides.append(aside)
                }
            }
        }
    }

    /// The story for people.
    func lines(_ sentences: CommandSentences) -> [String] {
        couplings.map { sentences.coupled($0.entity, $0.coupling.ids) }
            + asides.map { sentences.heading(of: $0) + ": " + sentences.sentence(of: $0).line.harmless }
            + history.map { sentences.line(of: $0).harmless }
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
                }), "setAside": .array(asides.map(\.json)), "history": .array(history.map(\.json)),
        ]
    }
}

extension String {
    /// Whether the text has the form of a GUID.
    var looksLikeGUID: Bool {
        utf8.count == 36
            && utf8.enumerated().allSatisfy { position, byte in
                [8, 13, 18, 23].contains(position)
                    ? byte == UInt8(ascii: "-") : Character(UnicodeScalar(byte)).isHexDigit
            }
    }
}
