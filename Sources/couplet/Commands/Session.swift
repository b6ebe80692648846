import ArgumentParser
import Coordinator
import Foundation
import JSON
import Model
import RemoteSystems
import SyncStore

/// What a command works with: the configuration, the console, and the one place where real collaborators are built.
struct Session: Sendable {
    let options: CommonValues
    let language: Language
    let console: Console
    let secrets: LiveSecrets
    let environment: [String: String]
    /// The folder in which what is said between host and plugins is written down; `nil` for nowhere.
    var conversations: String?
    /// A plugin that runs from its folder, in place of an installed one for its entity; `nil` for none.
    var inHand: InstalledPlugin?

    /// The options as plain values.
    struct CommonValues: Sendable {
        var configuration: String
        var json: Bool
        var verbose: Bool
    }

    var words: Words { Words(language) }
    var sentences: CommandSentences { CommandSentences(language: language) }

    init(_ options: CommonOptions) throws {
        environment = ProcessInfo.processInfo.environment
        language = options.language ?? Language(environment: environment)
        secrets = LiveSecrets()
        console = Console(environment: environment, secrets: secrets)
        self.options = CommonValues(configuration: options.configuration, json: options.json, verbose: options.verbose)
    }

    /// Runs a command's work; an error becomes one sentence on standard error and the documented exit code.
    func reporting(_ work: () async throws -> ExitCode) async throws {
        var code: ExitCode
        do {
            code = try await work()
        } catch let error as ExitCode {
            code = error
        } catch is CancellationError {
            code = ExitCodes.cancelled
        } catch {
            code = told(error)
        }
        if let number = console.delivery.failure {
            code = told(CommandError.outputLost(number))
        }
        if code != ExitCodes.complete { throw code }
    }

    /// Says something beside the result: for programs too, who read what stands on standard error line by line.
    func remark(_ text: String) {
        if options.json { console.note((["note": .string(text)] as JSONValue).line) } else { console.say(text) }
    }

    /// Tells of an error; returns how the command ends.
    func told(_ error: any Error) -> ExitCode {
        let report = ErrorReport(error, language: language)
        guard options.json else { return console.tell(error, language) }
        console.note(report.json.line)
        return report.exitCode
    }

    /// The configuration.
    func readConfiguration() throws -> Configuration {
        let path = options.configuration
        let data: Data
        do {
            data = try ConfigurationFile.read(path)
        } catch {
            throw ConfigurationError(path: path, line: nil, reason: error)
        }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        return try ConfigurationReader(path: path).read(String(decoding: data, as: UTF8.self), folder: folder)
    }

    /// The store, to look at while another process may own it.
    func openStoreForReading() async throws -> any SyncStore {
        try SQLiteStore.openForReading(at: readConfiguration().store)
    }

    /// The entity that was typed: one that a plugin is installed for.
    func knownEntity(_ word: String) throws -> EntityName {
        guard let name = EntityName(word) else { throw CommandError.notAnEntity(word) }
        let known = try PluginFolders(configuration: readConfiguration()).shelf().nodes.map(\.name)
        guard known.contains(name) else {
            throw CommandError.notInstalled(word, nearest: Spelling.nearest(to: word, among: known.map(\.text)))
        }
        return name
    }
}
