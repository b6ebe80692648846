#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif
import JSON
package import Model
package import PluginProtocol

/// The check of a plugin that is a program, in any language, as a black box.
package struct ProgramExam {
    let command: [String]
    let manifestPath: String
    let patience: Duration

    /// Prepares the check of a command; `patience` is how long any line is waited for.
    package init(_ command: [String], manifest: String, patience: Duration = .seconds(10)) {
        self.command = command
        manifestPath = manifest
        self.patience = patience
    }

    /// Checks every rule against a sample.
    package func report(on sample: Sample) -> ExamReport {
        var report = ExamReport()
        let began = ContinuousClock.now
        // A plugin that looks at a clock sees another second when it is asked again.
        let lull = { () -> Void in
            let left = (began + .milliseconds(1100) - ContinuousClock.now) / .milliseconds(1)
            if left > 0 { usleep(UInt32(left * 1000)) }
        }
        var check = ConformanceCheck(sample, lull: lull) { PluginProcess(command, patience: patience) }
        check.checkManifest(at: manifestPath)
        checkStart(&report)
        // Every session of the other rules would be waited for in vain.
        if report.brokenRules.contains(.endsWithStream) {
            report.violations = check.violations + report.violations
            return report
        }
        check.checkAll()
        report.violations = check.violations + report.violations
        guard check.hasDescribed else { return report }
        checkEnds(check, &report)
        checkMemory(check, &report)
        checkRoom(check, &report)
        return report
    }

    /// A sample with made-up records, for a tenant of which only the metadata is known; `nil` when the plugin doesn't describe it.
    package func sample(in metadata: Sided<SideMetadata>) -> Sample? {
        guard let process = PluginProcess(command, patience: patience) else { return nil }
        let host = ScriptedHost(process)
        _ = host.initialize()
        let answer = host.call(EntityDescribe.self, EntityDescribe.Parameters(metadata: metadata, config: .object([])))
        process.end()
        guard case .success(let description)? = answer else { return nil }
        return Sample(made: description, in: metadata)
    }

    /// Started by hand it says so; started by the host, what it writes to standard error is kept where nothing else is heard of it.
    private func checkStart(_ report: inout ExamReport) {
        guard let byHand = PluginProcess(command, isStartedByHost: false, patience: patience) else {
            report.note(.startedByHand, "can't be started")
            return
        }
        let end = byHand.end()
        if end != .exited(64) { report.note(.startedByHand, "started by hand, it ended with \(end.words)") }
        guard let process = PluginProcess(command, patience: patience) else { return }
        let host = ScriptedHost(process)
        if host.initialize() == nil {
            process.end(within: .seconds(1))
            report.errors = process.lastErrors
        }
        if process.end() == .hung { report.note(.endsWithStream, "still runs 5 s after the end of the stream") }
        if !process.rest().isEmpty { report.note(.onlyMessages, "prints something at its end") }
    }

    /// How it ends: after `shutdown`, and when the host is gone in the middle of a run.
    private func checkEnds(_ check: ConformanceCheck, _ report: inout ExamReport) {
        if let process = PluginProcess(command, patience: patience) {
            let host = ScriptedHost(process)
            _ = host.initialize()
            if host.call(Shutdown.self, Nothing()) == nil { report.note(.endsInOrder, "does not answer shutdown") }
            let end = process.end()
            if end != .exited(0) { report.note(.endsInOrder, "after shutdown, it ended with \(end.words)") }
        }
        guard let process = PluginProcess(command, patience: patience) else { return }
        let host = ScriptedHost(process)
        _ = host.initialize()
        check.describe(host)
        host.beginRun(check.parameters)
        _ = process.receive()
        if process.end() == .hung {
            report.note(.endsWithStream, "still runs 5 s after the stream ended in the middle of a run")
        }
        if process.leftSomethingBehind() {
            report.note(.leavesNothingBehind, "what it started still runs after its end")
        }
    }

    /// One run in a room where everything that leaves the process is seen.
    private func checkRoom(_ check: ConformanceCheck, _ report: inout ExamReport) {
        let folder = manifestPath.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
            separator: "/")
        guard let real = realpath(folder.isEmpty ? "." : folder, nil) else { return }
        defer { free(real) }
        guard let room = WatchedRoom(for: String(cString: real)),
            let process = PluginProcess(room.command(command), patience: patience)
        else {
            report.unwatched += [.noNetwork, .staysInScratch]
            return
        }
        let host = ScriptedHost(process)
        // A plugin that the room hides something from doesn't begin there: of that nothing is known.
        let begins = host.initialize() != nil
        check.describe(host)
        _ = host.run(check.parameters, check.knowing(HostScript(pages: [SamplePairs(check.sample).all])))
        let sockets = WatchedRoom.openSockets(of: process.pid)
        _ = host.call(Shutdown.self, Nothing())
        process.end()
        guard let sight = room.sight(scratch: process.scratch), begins else {
            report.unwatched += [.noNetwork, .staysInScratch]
            return
        }
        if sight.attempts + sockets > 0 {
            report.note(.noNetwork, sockets > 0 ? "opens a socket to a network" : "tries to reach a network")
        }
        if !sight.files.isEmpty {
            let more = sight.files.count > 3 ? " and \(sight.files.count - 3) more" : ""
            report.note(.staysInScratch, "changes \(sight.files.sorted().prefix(3).joined(separator: ", "))\(more)")
        }
    }
}

extension ExamReport {
    mutating func note(_ rule: Violation.Rule, _ detail: String) {
        let violation = Violation(rule, detail)
        if !violations.contains(violation) { violations.append(violation) }
    }
}

extension PluginProcess.End {
    /// The end in words.
    var words: String {
        switch self {
        case .exited(let status): "exit status \(status)"
        case .killed(let signal): "signal \(signal)"
        case .hung: "a kill, because it did not end"
        }
    }
}
