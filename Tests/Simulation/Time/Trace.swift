import Synchronization

/// What happened in a history, line by line, and a number that stands for all of it.
package final class Trace: Sendable {
    private struct State {
        var lines: [String] = []
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        var count = 0
    }

    private let state = Mutex(State())
    private let keepsLines: Bool

    /// Begins a trace; one that keeps no lines is still told apart from others.
    package init(keepsLines: Bool) { self.keepsLines = keepsLines }

    /// The lines, oldest first.
    package var lines: [String] { state.withLock(\.lines) }
    /// Two histories with equal marks were alike.
    package var mark: String { state.withLock { "\(String($0.hash, radix: 16))/\($0.count)" } }

    /// Notes what happened.
    package func note(_ line: @autoclosure () -> String) {
        let line = line()
        state.withLock { state in
            // FNV-1a, 64 bits: http://www.isthe.com/chongo/tech/comp/fnv/index.html
            for byte in line.utf8 { state.hash = (state.hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
            state.hash = (state.hash ^ 10) &* 0x100_0000_01B3
            state.count += 1
            if keepsLines { state.lines.append(line) }
        }
    }
}
