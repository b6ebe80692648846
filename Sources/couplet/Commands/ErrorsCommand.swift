import ArgumentParser
import Coordinator
import JSON
import Model
import SyncStore

/// `couplet errors`: what is set aside or waits, with the reason and the remedy.
struct ErrorsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "errors", abstract: "Lists what is set aside or waits: why, and what to do.",
        discussion: """
            Nothing here is lost: a record is tried again by itself when the cause is gone, or with couplet retry ENTITY. \
            Records with the same reason stand together. Their numbers and names are read from both systems, as the store \
            holds none; --offline shows ids instead.
            """)

    @OptionGroup var options: CommonOptions

    @Argument(help: "Only this entity.", completion: .entities)
    var entity: String?

    @Option(help: ArgumentHelp("At most this many records.", valueName: "number"))
    var limit = 1_000

    @Flag(help: "Names every record; without it, ten of those with the same reason.")
    var all = false

    @Flag(help: "Asks neither system: records are shown by their ids.")
    var offline = false

    private static let namedOfAGroup = 10

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit is at least 1.") }
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
                session.console.note(session.sentences.nothingAside)
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
        if asides.count == limit { session.console.note(sentences.onlyFirst(limit)) }
    }
}
