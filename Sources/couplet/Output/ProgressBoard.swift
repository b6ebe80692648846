import Coordinator
import JSON
import Model
import RemoteSystems
import SyncStore
import Synchronization

/// Shows how far a run is: redrawn lines on a terminal, a line a change elsewhere, JSON for programs.
struct ProgressBoard: Sendable {
    let session: Session
    /// Whether the run writes, or only plans to.
    let effect: Effect
    /// Whether only what a person has to be told is shown, and no progress.
    var isSilent = false
    /// What a person has to be told meanwhile: below the entities on a terminal, where it is not drawn over.
    let notice = Notice()

    /// Something to be told while lines are redrawn.
    final class Notice: Sendable {
        private let held = Mutex<String?>(nil)

        /// The text; `nil` while there is nothing.
        var text: String? {
            @inline(never) get { held.withLock { $0 } }
            @inline(never) set { held.withLock { $0 = newValue } }
        }
    }

    /// Tells something at once where lines are not redrawn, and with the next drawing where they are.
    func tell(_ text: String) {
        notice.text = text
        if isSilent || session.options.json || !session.console.isTerminal { session.console.note(text) }
    }

    /// Shows snapshots until the run ends.
    func show(_ snapshots: AsyncStream<RunSnapshot>) async {
        if isSilent {
            for await _ in snapshots {}
            return
        }
        switch (session.options.json, session.console.isTerminal) {
        case (true, _): await tell(snapshots) { $0.json.line }
        case (false, true): await redraw(snapshots)
        case (false, false): await tell(snapshots) { plain($0) }
        }
    }

    // MARK: lines

    /// Writes a line whenever an entity begins or ends.
    private func tell(_ snapshots: AsyncStream<RunSnapshot>, _ text: (RunSnapshot.Line) -> String) async {
        var told: [EntityName: String] = [:]
        for await snapshot in snapshots {
            for line in snapshot.lines where told[line.entity] != line.state.word && line.state != .planned {
                told[line.entity] = line.state.word
                if session.options.json, line.startedAt == nil || line.endedAt == nil { continue }
                session.console.note(text(line))
            }
        }
    }

    private func plain(_ line: RunSnapshot.Line) -> String {
        let progress = ProgressLine(line, words: session.words, effect: effect)
        guard case .ended = line.state else { return "\(line.entity)\(session.words.colon)\(progress.state)" }
        return "\(line.entity)\(session.words.colon)" + ([progress.state] + progress.counters).joined(separator: ", ")
    }

    // MARK: a terminal

    private func redraw(_ snapshots: AsyncStream<RunSnapshot>) async {
        var drawn = 0
        for await snapshot in snapshots {
            let width = session.console.width
            let told = notice.text.map { $0.wrapped(to: width - 1) } ?? []
            let lines = Self.lines(of: snapshot, effect, words: session.words, width: width) + told
            let up = drawn > 0 ? "\u{1B}[\(drawn)A" : ""
            session.console.draw(up + lines.map { "\r\u{1B}[K\($0)\n" }.joined())
            drawn = lines.count
        }
    }

    /// The lines of a snapshot: one an entity, and one for both systems together.
    static func lines(of snapshot: RunSnapshot, _ effect: Effect, words: Words, width: Int) -> [String] {
        let name = snapshot.lines.map(\.entity.text.count).max() ?? 0
        let lines = snapshot.lines.map { line in
            let title = line.entity.text.padded(to: name)
            return "\(title)  \(ProgressLine(line, words: words, effect: effect).text)"
        }
        let waits = Side.allCases.filter { snapshot.isThrottled[$0] }.map { words.waitsForRateLimit(of: $0) }
        let requests = Side.allCases.map { words.requests(snapshot.usage[$0].requests, to: $0) }
        return (lines + [(requests + waits).joined(separator: ", ")]).map { $0.harmless.cut(to: width - 1) }
    }
}

/// How far one entity is, in one line: bar, count, rate, time left.
struct ProgressLine {
    private let line: RunSnapshot.Line
    private let words: Words
    private let effect: Effect
    private static let cells = 24
    /// How many pairs are settled before the rate says something about those that are left.
    private static let enough = 20

    init(_ line: RunSnapshot.Line, words: Words, effect: Effect) {
        (self.line, self.words, self.effect) = (line, words, effect)
    }

    /// Where the entity stands.
    var state: String {
        if effect == .dryRun, case .ended(.stopped) = line.state { return words.wouldStop }
        return words.text(line.state)
    }

    /// What was counted, what is zero left out.
    var counters: [String] { words.counted(line.counters.columns, planned: effect == .dryRun) }

    var text: String {
        switch line.state {
        case .planned, .crashed: return state
        case .ended: return ended
        case .running: return running
        }
    }

    private var running: String {
        var parts = [line.phase.map(words.text) ?? words.text(line.state)]
        if let total = line.total, total > 0, line.done > 0 {
            parts = [bar(Double(line.done) / Double(total)), "\(min(line.done, total))/\(total)"]
        } else if line.done > 0 {
            parts.append("\(line.done)")
        }
        if let rate = line.rate, line.done >= Self.enough { parts.append("\(Int(rate.rounded()))/s") }
        if let left = line.timeLeft, left > .seconds(1), line.done >= Self.enough { parts.append(words.left(left)) }
        return parts.joined(separator: "  ")
    }

    private var ended: String { ([state] + counters).joined(separator: "  ") }

    private func bar(_ share: Double) -> String {
        let full = Int((min(1, max(0, share)) * Double(Self.cells)).rounded(.down))
        return "[" + String(repeating: "#", count: full) + String(repeating: ".", count: Self.cells - full) + "]"
    }
}

extension RunSnapshot.Line {
    /// The line for programs.
    fileprivate var json: JSONValue {
        ["entity": .string(entity.text), "state": .string(state.word), "pass": .whole(pass), "counters": counters.json]
    }
}

extension String {
    /// The text with blanks at its end, up to a length.
    func padded(to length: Int) -> String { self + String(repeating: " ", count: max(0, length - count)) }

    /// The beginning of the text, when it is longer than a line.
    fileprivate func cut(to length: Int) -> String { count <= length ? self : prefix(max(0, length - 1)) + "…" }
}
