import ArgumentParser
import Foundation

/// `couplet sandbox stop`: ends the sandbox.
struct SandboxStop: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "stop",
            abstract: Help.said(
                "Ends the sandbox; its company goes with it.", "Arrête le bac à sable ; sa société disparaît avec lui.")
        )
    }

    @OptionGroup var options: CommonOptions
    @OptionGroup var sandbox: SandboxOptions

    func run() async throws {
        let session = try Session(options)
        try await session.reporting {
            guard let place = sandbox.files.running() else {
                session.remark(session.sentences.sandboxRunsNot)
                return ExitCodes.complete
            }
            try await end(place)
            for file in [sandbox.files.ready, sandbox.files.pid]
            where FileManager.default.fileExists(atPath: file) {
                try FileManager.default.removeItem(atPath: file)
            }
            session.remark(session.sentences.sandboxStopped)
            return ExitCodes.complete
        }
    }

    /// Asks it to end, and after a while makes it.
    private func end(_ place: SandboxPlace) async throws {
        kill(place.pid, SIGTERM)
        for _ in 0..<250 where place.isAlive { try await Task.sleep(for: .milliseconds(20)) }
        guard place.isAlive else { return }
        kill(place.pid, SIGKILL)
        for _ in 0..<50 where place.isAlive { try await Task.sleep(for: .milliseconds(20)) }
    }
}
