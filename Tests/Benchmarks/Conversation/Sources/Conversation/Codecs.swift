import Foundation
import JSON
import JSONRPC
import Model
import PluginProtocol

/// What each step of a conversation costs by itself, in processor time, which hardly depends on what else is running.
struct Codecs {
    let page: Int
    let repeats: Int

    func run() throws {
        let pairs = (1...page).map(Sample.pair)
        let answer = ChangesNext.Result(pairs: pairs, checkpoint: "c")
        let text = JSON.encode(answer)
        let frame = Message.result(RequestID(1), JSONText(checked: text[...])).frame.dropLast()
        let decisions = DecisionsApply.Parameters(
            runID: RunID("r"), batch: 1, decisions: pairs.map(Sample.decision), checkpoint: "c")
        let decided = JSON.encode(decisions)
        try measure("host: pairs to JSON") { JSON.encode(answer).count }
        try measure("plugin: frame to message") { if case .result = try Message(frame) { 1 } else { 0 } }
        try measure("plugin: JSON to pairs") { try JSON.decode(ChangesNext.Result.self, from: text).pairs.count }
        try measure("plugin: decisions made") { pairs.map(Sample.decision).count }
        try measure("plugin: decisions to JSON") { JSON.encode(decisions).count }
        try measure("host: JSON to decisions") {
            try JSON.decode(DecisionsApply.Parameters.self, from: decided).decisions.count
        }
    }

    private func measure(_ what: String, _ step: () throws -> Int) throws {
        var best = Double.infinity
        for _ in 0..<5 {
            let start = Self.processorTime
            var sum = 0
            for _ in 0..<repeats { sum &+= try step() }
            guard sum >= 0 else { return }
            best = min(best, Self.processorTime - start)
        }
        let nanoseconds = best * 1e9 / Double(repeats * page)
        print("\(what): \(Int(nanoseconds)) ns a record")
    }

    private static var processorTime: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
