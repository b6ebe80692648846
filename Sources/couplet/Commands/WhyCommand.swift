import ArgumentParser
import JSON
import Model
import SyncStore

/// `couplet why RECORD`: what is known of a record, and what happened to it.
struct WhyCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "why",
            abstract: Help.said(
                "Tells what is known of a record, what happened to it, and why.",
                "Dit ce qu'on sait d'un enregistrement, ce qui lui est arrivé, et pourquoi."),
            discussion: Help.said(
                """
                A record is named as people know it, by its number or its whole name, or by its id in either system:

                  couplet why 10000
                  couplet why "Adatum Corporation"

                Numbers and names are looked up in both systems; --offline looks ids up in the store alone.
                """,
                """
                Un enregistrement se nomme comme on le connaît, par son numéro ou son nom entier, ou par son identifiant dans \
                l'un des systèmes :

                  couplet why 10000
                  couplet why "Adatum Corporation"

                Numéros et noms sont cherchés dans les deux systèmes ; --offline cherche des identifiants dans la base seule.
                """))
    }

    @OptionGroup var options: CommonOptions

    @Argument(
        help: .said(
            "The record's number, its name, or its id in either system.",
            "Son numéro, son nom, ou son identifiant dans l'un des systèmes."))
    var record: String

    @Option(help: .said("Only in this entity.", "Seulement dans cette entité."), completion: .entities)
    var entity: String?

    @Flag(
        help: .said("Asks neither system: RECORD is an id.", "N'interroge aucun système : RECORD est un identifiant."))
    var offline = false

    @Option(
        help: .said("At most this many lines of history.", "Au plus tant de lignes d'historique.", valueName: "number"))
    var limit = 20

    func validate() throws {
        guard record.contains(where: { !$0.isWhitespace }) else {
            throw ValidationError(
                Help.said(
                    "Name a record: its number, its whole name, or its id.",
                    "Nommez un enregistrement : son numéro, son nom entier, ou son identifiant."))
        }
        guard limit > 0 else { throw ValidationError(Help.said("--limit is at least 1.", "--limit vaut au moins 1.")) }
    }

    func run() async throws {
        let session = try Session(options)
        try await session.reporting {
            let entity = try self.entity.map(session.knownEntity)
            let store = try await session.openStoreForReading()
            var stories: [RecordStory] = []
            for id in try await ids(entity, session) {
                stories.append(try await RecordStory(of: id, entity: entity, store: store, limit: limit))
            }
            stories.removeAll(where: \.isEmpty)
            if options.json {
                for story in stories { session.console.print(story.json.line) }
            } else {
                await show(stories, store, session)
            }
            if stories.isEmpty { session.remark(session.sentences.nothingKnown(of: record)) }
            return ExitCodes.complete
        }
    }

    private func ids(_ entity: EntityName?, _ session: Session) async throws -> [RecordID] {
        if record.looksLikeGUID { return [RecordID(record.lowercased())] }
        if offline { return [RecordID(record)] }
        var ids: [RecordID] = []
        for found in try await session.lookUp(record, entity: entity) where !ids.contains(found.id) {
            ids.append(found.id)
        }
        return ids
    }

    private func show(_ stories: [RecordStory], _ store: any SyncStore, _ session: Session) async {
        guard !stories.isEmpty else { return }
        let labels = offline ? RecordLabels() : await session.labels(of: stories.flatMap(\.records))
        for story in stories {
            let lines = story.lines(session.sentences, labels, width: session.console.outputWidth)
            for line in lines { session.console.print(line) }
            guard !offline else { continue }
            for line in await contradictions(in: story, store, session) { session.console.print(line.harmless) }
        }
    }

    /// Both sides of each conflict; nothing, and the reason, where they can't be read now.
    private func contradictions(
        in story: RecordStory, _ store: any SyncStore, _ session: Session
    ) async -> [String] {
        let conflicts = story.asides.filter { aside in
            if case .problem(let problem) = aside.cause { problem.code == .conflict } else { false }
        }
        guard !conflicts.isEmpty else { return [] }
        do {
            let configuration = try session.readConfiguration()
            let shelf = try PluginFolders(configuration: configuration).shelf()
            return try await session.withRemotes(configuration) { remotes in
                let reader = ContradictionReader(store: store, shelf: shelf, remotes: remotes)
                var lines: [String] = []
                for conflict in conflicts { lines += session.lines(try await reader.contradictions(in: conflict)) }
                return lines
            }
        } catch {
            session.remark(ErrorReport(error, language: session.language).sentence.line.harmless)
            return []
        }
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
