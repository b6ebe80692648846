/// The rules that only a process can break: how it starts and how it ends.
enum ProcessCheck {
    static func violations(of command: [String]) -> [Violation] {
        byHand(command) + endOfStream(command)
    }

    private static func byHand(_ command: [String]) -> [Violation] {
        guard let process = PluginProcess(command, isStartedByHost: false) else {
            return [Violation(.startedByHand, "can't be started")]
        }
        let end = process.end()
        return end == .exited(64) ? [] : [Violation(.startedByHand, "started by hand, it ended with \(end)")]
    }

    private static func endOfStream(_ command: [String]) -> [Violation] {
        guard let process = PluginProcess(command) else { return [] }
        let host = ScriptedHost(process)
        _ = host.initialize()
        let end = process.end(within: .seconds(5))
        var violations = end == .hung ? [Violation(.endsWithStream, "still runs 5 s after the end of the stream")] : []
        if !process.rest().isEmpty { violations.append(Violation(.onlyMessages, "prints something at its end")) }
        return violations
    }
}
