import Model
import PluginProtocol

extension ProgramExam {
    private static let pageSize = 100
    private static let mostPages = 150
    private static let time = Duration.seconds(5)

    /// Hands out many pages, and sees what the process needed at most: a run over more records needs no more memory.
    ///
    /// How many, its own pace decides, so that a slow plugin is not asked for minutes.
    func checkMemory(_ check: ConformanceCheck, _ report: inout ExamReport) {
        guard let process = PluginProcess(command, patience: patience), Self.peak(of: process) != nil else {
            report.unwatched.append(.memoryBounded)
            return
        }
        let host = ScriptedHost(process)
        _ = host.initialize()
        check.describe(host)
        let pages = Self.pages(of: SamplePairs(check.sample).all)
        let began = ContinuousClock.now
        guard host.run(check.parameters, check.knowing(HostScript(pages: Array(pages.prefix(2))))).result != nil else {
            return
        }
        let pace = (ContinuousClock.now - began) / 2
        let count = min(Self.mostPages, max(6, Int(Self.time / max(pace, .milliseconds(1)))))
        guard let before = Self.peak(of: process) else { return }
        _ = host.run(check.parameters, check.knowing(HostScript(pages: Array(pages.prefix(count)))))
        guard let after = Self.peak(of: process) else { return }
        let allowed = 12 << 10 + 64 * count
        if after - before > allowed {
            let records = count * Self.pageSize
            report.note(
                .memoryBounded, "needs \((after - before) >> 10) MiB more for \(records) records than for a few")
        }
    }

    /// The most memory that a process had at once, in KiB.
    ///
    /// https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
    private static func peak(of process: PluginProcess) -> Int? {
        let status = FileText.text(of: "/proc/\(process.pid)/status")
        let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line.flatMap { Int($0.filter(\.isNumber)) }
    }

    private static func pages(of pairs: [RecordPair]) -> [[RecordPair]] {
        guard !pairs.isEmpty else { return [] }
        return (0..<mostPages).map { page in
            (0..<pageSize).map { place in
                let number = page * pageSize + place
                var pair = pairs[number % pairs.count]
                pair.id = RecordPair.ID(number + 1)
                return pair
            }
        }
    }
}
