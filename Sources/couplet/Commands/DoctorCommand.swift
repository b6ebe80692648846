import ArgumentParser
import Coordinator
import JSON
import Model
import PluginProtocol
import RemoteSystems

/// `couplet doctor`: whether both systems can be reached, and have what the plugins need.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Checks the configuration, both connections, and what each plugin needs.",
        discussion:
            "Signs in on both sides, finds the tables of every plugin, and names what is missing. Changes nothing.")

    @OptionGroup var options: CommonOptions

    func run() async throws {
        let session = try Session(options)
        try await session.reporting {
            try await session.withHost { host in
                let examination = Examination(host: host, session: session)
                let findings = await examination.systems() + examination.shelf() + (await examination.entities())
                for finding in findings {
                    session.console.print(session.options.json ? finding.json.line : finding.line)
                }
                return findings.contains { $0.mark == .wrong } ? ExitCodes.needsPerson : ExitCodes.complete
            }
        }
    }
}

/// One thing that was examined.
struct Finding: Sendable {
    enum Mark: String, Sendable {
        case right = "ok"
        case noted = "note"
        case wrong = "no"
    }

    var mark: Mark
    var subject: String
    var text: String

    var line: String { "\(mark.rawValue.padded(to: 5)) \(subject.padded(to: 18)) \(text.harmless)" }
    var json: JSONValue { ["mark": .string(mark.rawValue), "subject": .string(subject), "text": .string(text)] }
}

/// Examines a host's surroundings.
private struct Examination: Sendable {
    let host: Host
    let session: Session

    /// Whether both systems let us in.
    func systems() async -> [Finding] {
        async let erp = system(.erp)
        async let crm = system(.crm)
        return await [erp, crm]
    }

    private func system(_ side: Side) async -> Finding {
        let name = side == .erp ? "Business Central" : "Dataverse"
        do {
            return Finding(mark: .right, subject: name, text: try await host.remotes[side].identity())
        } catch {
            return wrong(name, error)
        }
    }

    /// The plugins that can't be used.
    func shelf() -> [Finding] {
        host.shelf.faults.map { wrong($0.entity?.text ?? $0.folder, $0) }
    }

    /// What each plugin finds in this tenant.
    func entities() async -> [Finding] {
        let configurations = host.configuration.plugins(on: host.shelf)
        var findings: [Finding] = []
        for plugin in host.shelf.plugins {
            let entity = plugin.manifest.entity
            do {
                let description = try await host.runner.describe(
                    plugin, config: configurations[entity] ?? .object([]))
                findings.append(
                    Finding(mark: .right, subject: entity.text, text: session.words.fields(description.fields.count)))
                findings += description.notes.map { note in
                    let text = [note.message, note.hint ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
                    return Finding(mark: .noted, subject: entity.text, text: text)
                }
            } catch {
                findings.append(wrong(entity.text, error))
            }
        }
        return findings
    }

    private func wrong(_ subject: String, _ error: any Error) -> Finding {
        Finding(mark: .wrong, subject: subject, text: ErrorReport(error, language: session.language).sentence.line)
    }
}
