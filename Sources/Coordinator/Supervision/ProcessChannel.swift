import JSONRPC
import Subprocess

/// The pipes of a child as a channel.
///
/// The two directions share nothing: one task reads, another writes.
struct ProcessChannel: ByteChannel {
    /// The child closed its standard input, or ended.
    struct InputClosed: Error {}

    private let output: ChunkReader
    private let input: StandardInputWriter

    init(output: SubprocessOutputSequence, input: StandardInputWriter) {
        self.output = ChunkReader(output)
        self.input = input
    }

    func read() async throws -> [UInt8]? {
        let chunk = try await output.next()
        // The stream of a reader that was cancelled ends early; that is not the end of the child's.
        if chunk == nil { try Task.checkCancellation() }
        return chunk
    }

    func write(_ bytes: [UInt8]) async throws {
        // A short count means that the child is gone.
        guard try await input.write(bytes) == bytes.count else { throw InputClosed() }
    }

    func finish() async {
        do {
            try await input.finish()
        } catch {
            // It was closed before, by the end of the child.
        }
    }
}

/// Reads a stream of a child chunk by chunk, for one task.
actor ChunkReader {
    private var iterator: SubprocessOutputSequence.Iterator

    init(_ sequence: SubprocessOutputSequence) { iterator = sequence.makeAsyncIterator() }

    /// The next bytes; `nil` at the end.
    func next() async throws -> [UInt8]? {
        var iterator = self.iterator
        let chunk = try await iterator.next(isolation: self)
        self.iterator = iterator
        return chunk.map { chunk in chunk.withUnsafeBytes { Array($0) } }
    }
}
