import Foundation
import Model
import Subprocess

/// Fetches a secret from where the configuration says it is: the environment, a private file, or a command's output.
struct SecretReader: Sendable {
    let configurationPath: String
    let environment: [String: String]
    /// The names in the environment under which secrets stand: no command is shown these.
    var hidden: Set<String> = []
    /// Learns what is read.
    var secrets = LiveSecrets()
    /// How long a command may take to print a secret: it must not ask anybody.
    var patience: Duration = .seconds(30)
    private static let limit = 65_536

    /// The secret, without the line end that a file or a command leaves.
    func read(_ source: Configuration.SecretSource) async throws -> String {
        let secret =
            switch source {
            case .environment(let name): try fromEnvironment(name)
            case .file(let path): try fromFile(path)
            case .command(let words): try await fromCommand(words)
            }
        guard !secret.isEmpty else { throw failure(.secretEmpty(source)) }
        secrets.learn(secret)
        return secret
    }

    private func fromEnvironment(_ name: String) throws -> String {
        guard let value = environment[name] else { throw failure(.secretMissing(name)) }
        return value
    }

    private func fromFile(_ path: String) throws -> String {
        let folder = URL(fileURLWithPath: configurationPath).deletingLastPathComponent().path
        let full = path.hasPrefix("/") ? path : folder + "/" + path
        let descriptor = open(full, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(.secretFileMissing(full)) }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        // The open file is asked, not its name, which could mean another one by now.
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure(.secretFileMissing(full)) }
        // Whoever else could read the file could act as Couplet in both systems.
        guard status.st_mode & 0o077 == 0 else { throw failure(.secretFileTooOpen(full)) }
        guard let data = try file.read(upToCount: Self.limit) else { return "" }
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)
    }

    private func fromCommand(_ words: [String]) async throws -> String {
        guard let program = words.first else { throw failure(.missing("secret.command")) }
        return try await withThrowingTaskGroup(of: String?.self) { group in
            group.addTask { try await output(of: program, Array(words.dropFirst())) }
            group.addTask { [patience] in
                try await Task.sleep(for: patience)
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let output = first else {
                throw failure(.secretCommandSlow(program))
            }
            return output
        }
    }

    private func output(of program: String, _ arguments: [String]) async throws -> String {
        let result = try await run(
            .word(program), arguments: Arguments(arguments),
            environment: .inherit.updating(
                Dictionary(uniqueKeysWithValues: hidden.map { (.init(stringLiteral: $0), nil) })),
            output: .string(limit: Self.limit), error: .discarded)
        switch result.terminationStatus {
        case .exited(0): return result.standardOutput.trimmingCharacters(in: .newlines)
        case .exited(let status): throw failure(.secretCommandFailed(program, status: "\(status)"))
        case .signaled(let signal): throw failure(.secretCommandFailed(program, status: "signal \(signal)"))
        }
    }

    private func failure(_ reason: ConfigurationError.Reason) -> ConfigurationError {
        ConfigurationError(path: configurationPath, line: nil, reason: reason)
    }
}
