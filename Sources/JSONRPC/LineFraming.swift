#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Cuts a stream of bytes into lines.
///
/// A line longer than the limit is dropped as it comes: it is never held whole.
public struct LineFraming: Sendable {
    /// A piece of the stream.
    public enum Line: Sendable, Hashable {
        /// A whole line, without its newline and the carriage return before it.
        ///
        /// It shares the memory it came in.
        case whole(ArraySlice<UInt8>)
        /// A line over the limit: its first bytes, at most `LineFraming.keptPrefix`, and its whole length.
        case tooLong(prefix: [UInt8], byteCount: Int)
        /// What stood after the last newline when the stream ended: its first bytes, and its whole length.
        case cut(prefix: [UInt8], byteCount: Int)
    }

    /// How many of the first bytes of a line that is dropped are kept, so that its id can be read.
    public static let keptPrefix = 256

    /// The longest line that is handed out, in bytes without its newline.
    ///
    /// Both sides may agree on another one when they have met.
    public var limit: Int
    private var carry: [UInt8] = []
    /// The length of the last line that came in pieces: the next one is likely as long, and need not be copied as it grows.
    private var usualLength = 0
    /// The length of the line that is being dropped; `nil` while none is.
    private var dropped: Int?

    /// Creates the framing of a stream at its start.
    public init(limit: Int) { self.limit = limit }

    /// Takes the next bytes of the stream and hands out the lines that they complete, in order.
    ///
    /// Empty lines are left out.
    public mutating func feed(_ chunk: [UInt8]) -> [Line] {
        var lines: [Line] = []
        var start = 0
        while start < chunk.count {
            guard let newline = Self.newline(in: chunk, from: start) else {
                hold(chunk[start...])
                break
            }
            if let line = complete(chunk[start..<newline]) { lines.append(line) }
            start = newline + 1
        }
        return lines
    }

    /// Ends the stream; what is left is a line that was cut.
    public mutating func finish() -> Line? {
        defer {
            carry = []
            dropped = nil
        }
        if let dropped { return .tooLong(prefix: carry, byteCount: dropped) }
        return carry.isEmpty ? nil : .cut(prefix: Array(carry.prefix(Self.keptPrefix)), byteCount: carry.count)
    }

    private mutating func hold(_ rest: ArraySlice<UInt8>) {
        if let count = dropped {
            dropped = count + rest.count
        } else if carry.count + rest.count > limit + 1 {
            // One byte more than the limit, for a carriage return that belongs to the line's end.
            dropped = carry.count + rest.count
            carry.append(contentsOf: rest.prefix(Self.keptPrefix))
            carry = Array(carry.prefix(Self.keptPrefix))
        } else {
            if carry.isEmpty { carry.reserveCapacity(usualLength) }
            carry.append(contentsOf: rest)
        }
    }

    private mutating func complete(_ rest: ArraySlice<UInt8>) -> Line? {
        if carry.isEmpty, dropped == nil, rest.count <= limit {
            return Self.whole(rest)
        }
        hold(rest)
        let line = carry
        carry = []
        usualLength = line.count
        if let count = dropped {
            dropped = nil
            return .tooLong(prefix: line, byteCount: count)
        }
        let text = Self.trimmed(line[...])
        guard text.count <= limit else {
            return .tooLong(prefix: Array(text.prefix(Self.keptPrefix)), byteCount: text.count)
        }
        return text.isEmpty ? nil : .whole(text)
    }

    private static func whole(_ bytes: ArraySlice<UInt8>) -> Line? {
        let text = trimmed(bytes)
        return text.isEmpty ? nil : .whole(text)
    }

    private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        line.last == UInt8(ascii: "\r") ? line.dropLast() : line
    }

    private static func newline(in chunk: [UInt8], from start: Int) -> Int? {
        chunk.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, let found = memchr(base + start, 0x0A, bytes.count - start) else {
                return nil
            }
            return base.distance(to: UnsafeRawPointer(found))
        }
    }
}
