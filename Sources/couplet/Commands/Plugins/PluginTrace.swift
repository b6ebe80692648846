import ArgumentParser
import Conformance
import Foundation
import JSON
import Model

/// `couplet plugin trace FILE`: a recorded conversation in lines that a person can read.
struct PluginTrace: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "trace",
            abstract: Help.said(
                "Shows a recorded conversation between host and plugin, a message a line.",
                "Montre une conversation enregistrée entre hôte et module, un message par ligne."),
            discussion: Help.said(
                "Recordings are written by: couplet sync ENTITY --record-conversations FOLDER. Values of records show with --values.",
                "Les enregistrements sont écrits par : couplet sync ENTITÉ --record-conversations DOSSIER. --values montre les valeurs."
            ))
    }

    @OptionGroup var options: CommonOptions

    @Argument(
        help: .said("A recorded conversation.", "Une conversation enregistrée.", valueName: "file"),
        completion: .file(extensions: ["jsonl"]))
    var file: String

    @Flag(
        help: .said(
            "Shows messages whole, with the values of records.", "Montre les messages entiers, avec les valeurs."))
    var values = false

    func run() async throws {
        let session = try Session(options)
        try await session.reporting {
            ConversationPrinter(session: session, showsValues: values).show(try Transcript(recorded: file))
            return ExitCodes.complete
        }
    }
}

extension Transcript {
    /// Reads a recorded conversation that a person named.
    init(recorded path: String) throws {
        guard FileManager.default.isReadableFile(atPath: path) else {
            throw PluginCommandError.unreadable(path, errno)
        }
        do {
            try self.init(contentsOf: path)
        } catch {
            throw PluginCommandError.notARecording(path, line: error.line, error.problem)
        }
    }
}
