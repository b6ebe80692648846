import Foundation
import Subprocess

extension Bubblewrap {
    /// Starts a program that does nothing, as a plugin would be started; what bubblewrap says where it can't, `nil` where it can.
    ///
    /// Systems forbid it in several ways: https://github.com/containers/bubblewrap#related-project-comparison-firejail,
    /// https://ubuntu.com/blog/ubuntu-23-10-restricted-unprivileged-user-namespaces
    func refusal(guardian: String?) async throws -> String? {
        let folder = FileManager.default.temporaryDirectory.path
        let bare = words.map { $0 == "{plugin}" || $0 == "{scratch}" ? folder : $0 } + ["true"]
        let all = (guardian.map { [$0, "--parent", "\(getpid())", "--"] } ?? []) + bare
        let result = try await run(
            .word(all[0]), arguments: Arguments(Array(all.dropFirst())),
            environment: .custom(["PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"]), output: .discarded,
            error: .string(limit: 1 << 16))
        if case .exited(0) = result.terminationStatus { return nil }
        return String(result.standardError.split(whereSeparator: \.isNewline).last ?? "")
    }
}
