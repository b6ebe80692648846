import Foundation
import Subprocess

extension Bubblewrap {
    /// Why bubblewrap can't start anything.
    enum Refusal: Sendable, Hashable {
        /// It ended with an error, and said this.
        case said(String)
        /// It did not end in time.
        case silent
    }

    /// Starts a program that does nothing, as a plugin would be started; why that fails, `nil` where it does not.
    ///
    /// Systems forbid it in several ways: https://github.com/containers/bubblewrap#related-project-comparison-firejail,
    /// https://ubuntu.com/blog/ubuntu-23-10-restricted-unprivileged-user-namespaces
    func refusal(guardian: String?, patience: Duration = .seconds(5)) async throws -> Refusal? {
        try await withThrowingTaskGroup(of: Refusal?.self) { group in
            group.addTask { try await refusal(of: guardian) }
            group.addTask {
                try await Task.sleep(for: patience)
                return .silent
            }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { preconditionFailure("two were asked") }
            return first
        }
    }

    private func refusal(of guardian: String?) async throws -> Refusal? {
        let folder = FileManager.default.temporaryDirectory.path
        let bare = words.map { $0 == "{plugin}" || $0 == "{scratch}" ? folder : $0 } + ["true"]
        let all = (guardian.map { [$0, "--parent", "\(getpid())", "--"] } ?? []) + bare
        var options = PlatformOptions()
        // With all that it started: whoever is left would keep its last words open.
        options.createSession = true
        options.teardownSequence = [.send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .seconds(1))]
        let result = try await run(
            .word(all[0]), arguments: Arguments(Array(all.dropFirst())),
            environment: .custom(["PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"]),
            platformOptions: options, output: .discarded, error: .string(limit: 1 << 16))
        if case .exited(0) = result.terminationStatus { return nil }
        return .said(String(result.standardError.split(whereSeparator: \.isNewline).last ?? ""))
    }
}
