import JSONRPC
import Synchronization

/// One direction of a pipe in memory.
final class MemoryPipe: Sendable {
    private struct State {
        var chunks: [[UInt8]] = []
        var isClosed = false
    }

    private let state = Mutex(State())
    private let bell = Bell()

    /// Puts bytes in; whether somebody may still read them.
    @discardableResult
    func put(_ bytes: [UInt8]) -> Bool {
        let isOpen = state.withLock { state in
            guard !state.isClosed else { return false }
            state.chunks.append(bytes)
            return true
        }
        bell.ring()
        return isOpen
    }

    /// Nothing more comes.
    func close() {
        state.withLock { $0.isClosed = true }
        bell.ring()
    }

    /// Nobody reads any more, and nobody wrote what was not read.
    func cut() {
        state.withLock { state in
            state.isClosed = true
            state.chunks = []
        }
        bell.ring()
    }

    /// The next bytes; `nil` at the end, or when the task is cancelled.
    func take() async -> [UInt8]? {
        while true {
            let (chunk, isClosed) = state.withLock { state in
                (state.chunks.isEmpty ? nil : state.chunks.removeFirst(), state.isClosed)
            }
            if let chunk { return chunk }
            if isClosed || Task.isCancelled { return nil }
            _ = await bell.wait()
        }
    }
}
