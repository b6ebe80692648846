import ArgumentParser
import Availability
import Coordinator
import Foundation
import JSON
import Model
import RemoteSystems
import SyncStore

/// What a person reads when a command could not do its work, and how the command ends.
struct ErrorReport {
    let sentence: Sentence
    let exitCode: ExitCode
    /// A word for programs: `configuration`, `plan`, `store`, `remote`, `plugins`, `command`, `availability`, `unexpected`.
    private let kind: String

    init(_ error: any Error, language: Language) {
        switch error {
        case let error as ConfigurationError:
            (kind, sentence, exitCode) = ("configuration", Sentences.sentence(error, language), ExitCodes.usage)
        case let error as CommandError:
            (kind, sentence, exitCode) = ("command", Sentences.sentence(error, language), error.exitCode)
        case let error as PluginCommandError:
            (kind, sentence, exitCode) = ("plugins", PluginWords(language: language).sentence(error), ExitCodes.usage)
        case let error as AvailabilityFailure:
            let said = AvailabilitySentences.sentence(error, in: language)
            (kind, sentence, exitCode) = ("availability", said, ExitCodes.usage)
        case let error as ServiceStartError:
            let said = AvailabilitySentences.sentence(error, in: language)
            (kind, sentence, exitCode) = ("availability", said, ExitCodes.usage)
        case let error as PlanError:
            (kind, sentence, exitCode) = ("plan", Sentences.sentence(error, language), ExitCodes.usage)
        case let error as SyncStoreError:
            (kind, sentence, exitCode) = ("store", error.sentence(in: language), error.exitCode)
        case let error as PluginFault:
            let said = PluginFaultSentences.sentence(error, in: language)
            (kind, sentence, exitCode) = ("plugins", said, ExitCodes.usage)
        case let error as PluginFailure:
            let said = CoordinatorSentences.sentence(
                error, entity: language.pick("an entity", "une entité"), in: language)
            (kind, sentence, exitCode) = ("plugins", said, ExitCodes.failed)
        case let error as RemoteFailure:
            let said = ProblemSentences.sentence(error.problem, entity: nil, in: language)
            let code = error.problem.code.problemClass == .configuration ? ExitCodes.usage : ExitCodes.failed
            (kind, sentence, exitCode) = ("remote", said, code)
        default:
            (kind, sentence, exitCode) = ("unexpected", Sentences.unexpected(error, language), ExitCodes.failed)
        }
    }

    /// The report for programs.
    var json: JSONValue {
        [
            "error": .string(kind), "what": .string(sentence.what), "why": .string(sentence.why),
            "remedy": .string(sentence.remedy),
        ]
    }
}

extension CommandError {
    /// How a command ends that met it.
    var exitCode: ExitCode {
        switch self {
        case .outputLost: ExitCodes.failed
        case .notAnEntity, .noSuchRecord, .notInstalled, .switchedOff, .noRecording, .tooFewFiles, .tooFewThreads,
            .tooLittleMemory,
            .noPlugins, .sandboxNotReady, .sandboxNotRunning, .sandboxRefused:
            ExitCodes.usage
        }
    }
}

extension SyncStoreError {
    /// How a command ends that met it: what a person must mend before anything can run is a matter of configuration.
    var exitCode: ExitCode {
        switch self {
        case .inUse, .newerVersion, .olderVersion, .missing, .notAStore, .cannotOpen, .needsWritableFolder,
            .keyMissing, .keyExposed, .keyInvalid, .gone, .readOnly(_, during: .open):
            ExitCodes.usage
        case .otherEnvironment: ExitCodes.needsPerson
        default: ExitCodes.failed
        }
    }
}
