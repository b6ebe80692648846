import Foundation
import Model
import Subprocess

/// Fetches a secret from where the configuration says it is: the environment, a private file, or a command's output.
struct SecretReader: Sendable {
    let configurationPath: String
    let environment: [String: String]
    /// Learns what is read.
    var secrets = LiveSecrets()

    /// The secret, without the line end that a file or a command leaves.
    func read(_ source: Configuration.SecretSource) async throws -> String {
        let secret =
            switch source {
            case .environment(let name): try fromEnvironment(name)
            case .file(let path): try fromFile(path)
            case .command(let words): try await fromCommand(words)
            }
        guard !secret.isEmpty else { throw failure(.secretEmpty(source.place)) }
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
        var status = stat()
        guard stat(full, &status) == 0 else { throw failure(.secretFileMissing(full)) }
        // Whoever else could read the file could act as Couplet in both systems.
        guard status.st_mode & 0o077 == 0 else { throw failure(.secretFileTooOpen(full)) }
        guard let data = FileManager.default.contents(atPath: full) else { throw failure(.secretFileMissing(full)) }
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)
    }

    private func fromCommand(_ words: [String]) async throws -> String {
        guard let program = words.first else { throw failure(.missing("secret.command")) }
        let result = try await run(
            .name(program), arguments: Arguments(Array(words.dropFirst())), output: .string(limit: 65_536),
            error: .discarded)
        guard result.terminationStatus.isSuccess else {
            throw failure(.secretCommandFailed(program, status: "\(result.terminationStatus)"))
        }
        return result.standardOutput.trimmingCharacters(in: .newlines)
    }

    private func failure(_ reason: ConfigurationError.Reason) -> ConfigurationError {
        ConfigurationError(path: configurationPath, line: nil, reason: reason)
    }
}

extension Configuration.SecretSource {
    /// Where the secret is, in words that may be shown.
    var place: String {
        switch self {
        case .environment(let name): "the environment variable \(name)"
        case .file(let path): "the file \(path)"
        case .command(let words): "the command \(words.first ?? "")"
        }
    }
}
