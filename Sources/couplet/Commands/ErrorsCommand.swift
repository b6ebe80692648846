import ArgumentParser
import Coordinator
import JSON
import Model
import SyncStore

/// `couplet errors`: what is set aside or waits, with the reason and the remedy.
struct ErrorsCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "errors",
            abstract: Help.said(
                "Lists what is set aside or waits: why, and what to do.",
                "Liste ce qui est mis de côté ou attend : pourquoi, et que faire."),
            discussion: Help.said(
                """
                Nothing here is lost: a record is tried again by itself when the cause is gone, or with couplet retry ENTITY. \
                Records with the same reason stand together. Their numbers and names are read from both systems, as the store \
                holds none; --offline shows ids instead.
                """,
                """
                Rien ici n'est perdu : un enregistrement est repris de lui-même quand la cause a disparu, ou par couplet retry \
                ENTITÉ. Ceux qui ont la même raison sont groupés. Leurs numéros et noms sont lus dans les deux systèmes, car la base \
                n'en contient pas ; --offline montre les identifiants.
                """))
    }

    @OptionGroup var options: CommonOptions

    @Argument(help: .said("Only this entity.", "Seulement cette entité."), completion: .entities)
    var entity: String?

    @Option(help: .said("At most this many records.", "Au plus tant d'enregistrements.", valueName: "number"))
    var limit = 1_000

    @Flag(
        help: .said(
            "Names every record; without it, ten of those with the same reason.",
            "Nomme chaque enregistrement ; sans cela, dix de ceux qui ont la même raison."))
    var all = false

    @Flag(
        help: .said(
            "Asks neither system: records are shown by their ids.",
            "N'interroge aucun système : les enregistrements sont désignés par leurs identifiants."))
    var offline = false

    private static let namedOfAGroup = 10

    func validate() throws {
        guard limit > 0 else { throw ValidationError(Help.said("--limit is at least 1.", "--limit vaut au moins 1.")) }
    }

    func run() async throws {
        let session = try Session(options)
        try await session.reporting {
            let name = try entity.map(session.knownEntity)
            let store = try await session.openStoreForReading()
            let asides = try await store.asides(of: name, limit: limit)
            if options.json {
                for aside in asides { session.console.print(aside.json.line) }
            } else if asides.isEmpty {
                session.console.say(session.sentences.nothingAside)
            } else {
                await show(asides, session)
            }
            return asides.isEmpty ? ExitCodes.complete : ExitCodes.partly
        }
    }

    private func show(_ asides: [Aside], _ session: Session) async {
        let sentences = session.sentences
        let groups = AsideGroup.groups(asides, sentences)
        let named = all ? Int.max : Self.namedOfAGroup
        let labels = offline ? RecordLabels() : await session.labels(of: groups.flatMap { $0.records(limit: named) })
        for group in groups {
            for line in group.lines(labels, sentences, limit: named, width: session.console.outputWidth) {
                session.console.print(line)
            }
        }
        if asides.count == limit { session.console.say(sentences.onlyFirst(limit)) }
    }
}
