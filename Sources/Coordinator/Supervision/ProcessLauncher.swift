import Foundation
import JSONRPC
import Subprocess
import SystemPackage

/// Starts plugins as child processes.
package struct ProcessLauncher: PluginLauncher {
    private let settings: LaunchSettings

    /// Creates a launcher.
    ///
    /// The host ignores SIGPIPE from here on: a plugin that dies while it is written to must not end the host. Children
    /// get the default again.
    package init(_ settings: LaunchSettings) {
        self.settings = settings
        signal(SIGPIPE, SIG_IGN)
    }

    package func withProcess(
        of plugin: InstalledPlugin, _ body: @escaping @Sendable (any PluginChild) async -> Void
    ) async throws(LaunchFailure) -> ProcessEnd {
        try Self.check(plugin)
        let scratch = try ScratchFolder(in: settings.scratch)
        defer { scratch.remove() }
        let plan = LaunchPlan(plugin, settings, host: getpid(), scratch: scratch.path)
        do {
            return try await run(plan, body)
        } catch {
            throw LaunchFailure(.spawn("\(error)"))
        }
    }

    /// With a guardian the same is looked at again when the plugin is executed, and then by descriptor.
    private static func check(_ plugin: InstalledPlugin) throws(LaunchFailure) {
        guard let now = FileIdentity.now(at: plugin.executable) else {
            throw LaunchFailure(.missing(plugin.executable, errno))
        }
        guard now == plugin.executableIdentity else { throw LaunchFailure(.changed(plugin.executable)) }
    }

    private func run(
        _ plan: LaunchPlan, _ body: @escaping @Sendable (any PluginChild) async -> Void
    ) async throws -> ProcessEnd {
        var options = PlatformOptions()
        options.createSession = true
        let hasGuardian = settings.guardian != nil
        let environment = plan.environment.map { (Environment.Key(stringLiteral: $0.key), $0.value) }
        let result = try await Subprocess.run(
            .path(FilePath(plan.executable)), arguments: Arguments(plan.arguments),
            environment: .custom(Dictionary(uniqueKeysWithValues: environment)), platformOptions: options,
            input: .inputWriter, output: .sequence, error: .sequence
        ) { execution in
            let child = ProcessChild(
                number: execution.processIdentifier.value, hasGuardian: hasGuardian,
                channel: ProcessChannel(output: execution.standardOutput, input: execution.standardInputWriter),
                errors: ChunkReader(execution.standardError))
            await body(child)
            // The process is not reaped before this closure returns, so its number is still its own.
            await child.kill()
        }
        return ProcessEnd(result.terminationStatus)
    }
}

/// A child process, in a session of its own.
private struct ProcessChild: PluginChild {
    let number: pid_t
    /// Whether the child is `couplet-launch`, which passes signals on and sees to it that nothing is left.
    let hasGuardian: Bool
    let channel: any ByteChannel
    let errors: ChunkReader

    func readErrors() async -> [UInt8]? {
        do { return try await errors.next() } catch {
            // What can't be read any more is not worth more than its end.
            return nil
        }
    }

    func terminate() async {
        _ = hasGuardian ? Foundation.kill(number, SIGTERM) : Foundation.kill(-number, SIGTERM)
    }

    func kill() async {
        guard hasGuardian else {
            _ = Foundation.kill(-number, SIGKILL)
            return
        }
        // It needs a moment to find all that the plugin started, and seconds where many others want the processor: ended before
        // it, it could not tell how the plugin ended. Should the plugin have stopped it, its end is theirs.
        _ = Foundation.kill(number, SIGUSR1)
        for _ in 0..<1_000 where !hasEnded {
            do { try await Task.sleep(for: .milliseconds(5)) } catch {
                // Whoever waits no longer wants to: then it is the hard way at once.
                break
            }
        }
        _ = Foundation.kill(-number, SIGKILL)
    }

    private var hasEnded: Bool {
        var found = siginfo_t()
        let answer = waitid(P_PID, id_t(number), &found, WEXITED | WNOHANG | WNOWAIT)
        return answer != 0 || found.si_signo == SIGCHLD
    }
}
