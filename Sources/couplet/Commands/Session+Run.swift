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
        _ selected: RunSelection, mode: RunMode, effect: Effect, approval: Approval,
        showing plan: PlanPrinter? = nil, telling: Telling = .always,
        before: (Host) async throws -> Void = { _ in }
    ) async throws -> ExitCode {
        let selection = try Selection(selected.entities, except: selected.except)
        return try await withHost { host in
            try await before(host)
            let request = RunRequest(
                selection: selection, mode: mode, effect: effect, records: selected.records, approval: approval,
                width: host.configuration.sideBySide, configurations: host.configuration.plugins(on: host.shelf),
                seed: Int64.random(in: RunRequest.seeds))
            let report: RunReport
            do {
                report = try await watched(host, request, telling)
            } catch PlanError.unknownEntity(let word, _, _) where EntityName(word).map(host.off.contains) ?? false {
                throw CommandError.switchedOff(word)
            }
            if let plan {
                await plan.show(report, LabelReader(shelf: host.shelf, remotes: host.remotes))
            } else if telling == .always || !report.isQuiet {
                ReportPrinter(session: self, selection: selected.words).show(report)
            }
            return ExitCode(report.outcome.exitCode)
        }
    }

    /// Which runs are told of.
    enum Telling { case always, whenSomethingHappened }

    /// Synchronizes again and again, with a pause between the runs, until a person ends it; returns how the last run ended.
    ///
    /// Each run opens and leaves the store for itself: other commands have it in between.
    func keepSynchronizing(
        _ selected: RunSelection, every pause: Duration, approval: Approval
    ) async throws -> ExitCode {
        var telling = Telling.always
        while true {
            let code = try await synchronize(
                selected, mode: .incremental, effect: .write, approval: approval, telling: telling)
            guard code != ExitCodes.cancelled, try await waits(pause) else { return code }
            telling = .whenSomethingHappened
        }
    }

    /// Waits; `false` when a person ended it meanwhile.
    private func waits(_ pause: Duration) async throws -> Bool {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await Task.sleep(for: pause)
                return true
            }
            group.addTask {
                for await _ in await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup) { return false }
                return true
            }
            defer { group.cancelAll() }
            return try await group.next() ?? false
        }
    }

    /// Who approves a plan: the name of the account.
    var person: String { NSUserName() }

    /// Runs a request while its progress is shown.
    ///
    /// The first Ctrl-C (or SIGTERM, or the end of the terminal) stops it in order, a second one ends the process: the store is safe at any instant, and the plugins go with us.
    private func watched(_ host: Host, _ request: RunRequest, _ telling: Telling) async throws -> RunReport {
        let (snapshots, progress) = AsyncStream.makeStream(of: RunSnapshot.self, bufferingPolicy: .bufferingNewest(64))
        let (stops, stop) = AsyncStream.makeStream(of: Void.self)
        let board = ProgressBoard(
            session: self, effect: request.effect, isSilent: telling == .whenSomethingHappened)
        return try await withThrowingTaskGroup(of: Watcher.self) { group in
            group.addTask { await heedSignals(board, stop) }
            group.addTask {
                await board.show(snapshots)
                return .board
            }
            let report = try await run(request, of: host, progress, until: stops)
            // What the board has still to show ends with the stream; the signals have nobody to tell any more.
            while try await group.next() == .signals {}
            group.cancelAll()
            return report
        }
    }

    /// Those who look on while a request runs.
    private enum Watcher: Sendable { case board, signals }

    /// Runs a request to its end, or until it is stopped: then in order.
    private func run(
        _ request: RunRequest, of host: Host, _ progress: AsyncStream<RunSnapshot>.Continuation,
        until stops: AsyncStream<Void>
    ) async throws -> RunReport {
        try await withThrowingTaskGroup(of: RunReport?.self) { group in
            group.addTask { try await host.runner.run(request, progress: progress) }
            group.addTask {
                for await _ in stops { break }
                return nil
            }
            while let ended = try await group.next() {
                group.cancelAll()
                if let ended { return ended }
            }
            throw CancellationError()
        }
    }

    private func heedSignals(_ board: ProgressBoard, _ stop: AsyncStream<Void>.Continuation) async -> Watcher {
        var isAsked = false
        for await _ in await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup) {
            guard !isAsked else { _exit(ExitCodes.cancelled.rawValue) }
            isAsked = true
            board.tell(words.stopping)
            stop.yield()
        }
        return .signals
    }
}

extension RunReport {
    /// Whether nothing was done, and nothing stands in the way.
    fileprivate var isQuiet: Bool {
        entities.allSatisfy { entity in
            let counters = entity.result.counters
            let isIdle = Side.allCases.allSatisfy {
                counters.inserted[$0] + counters.modified[$0] + counters.deleted[$0] == 0
            }
            return isIdle && counters.coupled + counters.uncoupled + counters.failed == 0
                && entity.result.end.problem == nil
        }
    }
}
