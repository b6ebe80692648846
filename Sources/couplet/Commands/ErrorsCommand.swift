import ArgumentParser
import Coordinator
import JSON
import Model
import SyncStore

/// `couplet errors`: what is set aside or waits, with the reason and the remedy.
struct ErrorsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "errors", abstract: "Lists what is set aside or waits: why, and what to do.",
        discussion:
            "Nothing here is lost: a record is tried again by itself when the cause is gone, or with couplet retry.")

    @OptionGroup var options: CommonOptions

    @Argument(help: "Only this entity.")
    var entity: String?

    @Option(help: "At most this many.")
    var limit = 100

    func run() async throws {
        let session = try Session(options)
        try await session.reporting {
            let store = try await session.openStoreForReading()
            let asides = try await store.asides(of: try entity.map(session.entityName), limit: limit)
            if options.json {
                for aside in asides { session.console.print(aside.json.line) }
            } else if asides.isEmpty {
                session.console.note(session.sentences.nothingAside)
            }
            for aside in asides where !options.json {
                session.console.print(session.sentences.heading(of: aside))
                session.console.print("    " + session.sentences.sentence(of: aside).line.harmless)
            }
            return asides.isEmpty ? ExitCodes.complete : ExitCodes.partly
        }
    }
}
