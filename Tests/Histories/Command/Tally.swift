import Foundation
import Simulation
import Synchronization

/// Hands out the numbers of histories, and keeps what they came to.
final class Tally: Sendable {
    /// What came out so far.
    struct Result {
        var played = 0
        var runs = 0
        var deaths = 0
        var writes = 0
        var failed: [UInt64] = []
    }

    private struct State {
        /// What is left of the ranges.
        var ranges: [ClosedRange<UInt64>]
        var result = Result()
    }

    private let failures: Int
    private let stride: UInt64
    private let state: Mutex<State>

    /// Of each range of numbers every `stride`th, until so many have failed.
    init(_ ranges: [ClosedRange<UInt64>], every stride: UInt64 = 1, failures: Int) {
        self.failures = failures
        self.stride = max(1, stride)
        state = Mutex(State(ranges: ranges))
    }

    /// What came out, with the failures in order.
    var result: Result {
        var result = state.withLock(\.result)
        result.failed.sort()
        return result
    }

    /// The next number; `nil` when all are handed out, or enough have failed.
    func next() -> UInt64? {
        state.withLock { state in
            guard let range = state.ranges.first, state.result.failed.count < failures else { return nil }
            let (next, isPast) = range.lowerBound.addingReportingOverflow(stride)
            if isPast || next > range.upperBound {
                state.ranges.removeFirst()
            } else {
                state.ranges[0] = next...range.upperBound
            }
            return range.lowerBound
        }
    }

    /// Takes in what the history of a number came to; `words` are what it is called.
    func add(_ verdict: Histories.Verdict, of number: UInt64, _ words: @autoclosure () -> String) {
        state.withLock { state in
            state.result.played += 1
            state.result.runs += verdict.runs
            state.result.deaths += verdict.deaths
            state.result.writes += verdict.writes
            guard !verdict.findings.isEmpty else { return }
            state.result.failed.append(number)
            let line = "\(words()), after \(state.result.played): \(verdict.findings.joined(separator: "; "))\n"
            // At once, also into a file.
            FileHandle.standardOutput.write(Data(line.utf8))
        }
    }
}
