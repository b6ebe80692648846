import ArgumentParser
import Coordinator
import Foundation
import JSON
import Model
import UnixSignals

extension Session {
    /// Runs a selection from its first request to what a person reads at the end; returns the exit code.
    ///
    /// `before` is done once the store is owned; `plan` prints what a dry run found.
    func synchronize(
        _ selected: SelectionOptions, mode: RunMode, effect: Effect, approval: Approval,
        showing plan: PlanPrinter? = nil,
        before: (Host) async throws -> Void = { _ in }
    ) async throws -> ExitCode {
        let selection = try Selection(selected.selection, except: selected.except)
        return try await withHost { host in
            try await before(host)
            let request = RunRequest(
                selection: selection, mode: mode, effect: effect, records: selected.record, approval: approval,
                width: host.configuration.sideBySide, configurations: host.configuration.plugins(on: host.shelf),
                seed: Int64.random(in: RunRequest.seeds))
            let report = try await watched(host, request)
            if let plan {
                await plan.show(report, LabelReader(shelf: host.shelf, remotes: host.remotes))
            } else {
                ReportPrinter(session: self, selection: selected.words).show(report)
            }
            return ExitCode(report.outcome.exitCode)
        }
    }

    /// Who approves a plan: the name of the account.
    var person: String { NSUserName() }

    /// Runs a request while its progress is shown.
    ///
    /// The first Ctrl-C (or SIGTERM, or the end of the terminal) stops it in order, a second one ends the process: the store is safe at any instant, and the plugins go with us.
    private func watched(_ host: Host, _ request: RunRequest) async throws -> RunReport {
        let (snapshots, progress) = AsyncStream.makeStream(of: RunSnapshot.self, bufferingPolicy: .bufferingNewest(64))
        let board = ProgressBoard(session: self, effect: request.effect)
        let run = Task { try await host.runner.run(request, progress: progress) }
        let watch = Task { await board.show(snapshots) }
        let signals = Task {
            var isAsked = false
            for await _ in await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup) {
                guard !isAsked else { _exit(ExitCodes.cancelled.rawValue) }
                isAsked = true
                board.tell(words.stopping)
                run.cancel()
            }
        }
        defer { signals.cancel() }
        let result = await run.result
        await watch.value
        return try result.get()
    }
}
