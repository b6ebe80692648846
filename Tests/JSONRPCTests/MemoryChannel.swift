import JSONRPC
import Synchronization

/// A channel whose other end is in the test's hand, or another channel.
final class MemoryChannel: ByteChannel {
    private let incoming: AsyncStream<[UInt8]>
    private let outgoing: AsyncStream<[UInt8]>.Continuation
    private let isBlocked: Bool

    private init(
        incoming: AsyncStream<[UInt8]>, outgoing: AsyncStream<[UInt8]>.Continuation, isBlocked: Bool
    ) {
        self.incoming = incoming
        self.outgoing = outgoing
        self.isBlocked = isBlocked
    }

    /// Two channels, each the other's other end.
    ///
    /// `isBlocked`: the second never reads what the first writes.
    static func pair(isBlocked: Bool = false) -> (MemoryChannel, MemoryChannel) {
        let (forth, sendForth) = AsyncStream<[UInt8]>.makeStream()
        let (back, sendBack) = AsyncStream<[UInt8]>.makeStream()
        return (
            MemoryChannel(incoming: back, outgoing: sendForth, isBlocked: isBlocked),
            MemoryChannel(incoming: forth, outgoing: sendBack, isBlocked: false)
        )
    }

    func read() async throws -> [UInt8]? {
        if let chunk = await next() { return chunk }
        try Task.checkCancellation()
        return nil
    }

    private func next() async -> [UInt8]? {
        for await chunk in incoming { return chunk }
        return nil
    }

    func write(_ bytes: [UInt8]) async throws {
        if isBlocked {
            // Waits for its cancellation, which is what ends a stream.
            let (never, hold) = AsyncStream<Void>.makeStream()
            for await _ in never {}
            hold.finish()
            throw CancellationError()
        }
        outgoing.yield(bytes)
    }

    func finish() async { outgoing.finish() }

    /// Sends a line.
    func send(_ line: String) { outgoing.yield(Array((line + "\n").utf8)) }

    /// The next lines that come, a certain number.
    func lines(_ count: Int) async -> [String] {
        var framing = LineFraming(limit: 1 << 20)
        var lines: [String] = []
        while lines.count < count, let chunk = await next() {
            for case .whole(let line) in framing.feed(chunk) { lines.append(String(decoding: line, as: UTF8.self)) }
        }
        return lines
    }
}
