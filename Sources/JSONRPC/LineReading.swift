import JSON

/// What a line of the stream turned out to be.
public enum LineReading: Sendable, Hashable {
    /// A message, with text that stood before it in the same line (a print without newline), if any did.
    case message(Message, frame: ArraySlice<UInt8>, stray: ArraySlice<UInt8>)
    /// A message that can't be used, but whose id could be read: an answer is owed, or a call has failed.
    case unusable(RequestID, isRequest: Bool, RPCFailure)
    /// JSON that is no message and has no id to answer to.
    case invalid(RPCFailure)
    /// Text that somebody printed.
    case stray(ArraySlice<UInt8>)

    private static let marker = Array(#"{"jsonrpc":"2.0""#.utf8)

    /// Reads a line.
    public init(_ line: ArraySlice<UInt8>) {
        do {
            self = .message(try Message(line), frame: line, stray: [])
        } catch {
            switch error {
            case .notMessage(let id):
                self = Self.unusable(
                    id, line, from: line.startIndex,
                    RPCFailure(.invalidRequest, "the message is not of the form that JSON-RPC 2.0 gives"))
            case .notJSON:
                self = Self.salvaged(line)
            }
        }
    }

    /// Reads the start of a line that was too long to be kept.
    public init(tooLong prefix: [UInt8], byteCount: Int, limit: Int) {
        let start = Self.position(of: Self.marker, in: prefix[...]) ?? 0
        self = Self.unusable(
            MessageHead(prefix[...], from: start).id, prefix[...], from: start,
            RPCFailure(
                .tooLarge, "the frame is longer than the limit",
                data: ["bytes": .number("\(byteCount)"), "limit": .number("\(limit)")]))
    }

    private static func unusable(
        _ id: RequestID?, _ line: ArraySlice<UInt8>, from start: Int, _ failure: RPCFailure
    ) -> LineReading {
        guard let id else { return .invalid(failure) }
        return .unusable(id, isRequest: MessageHead(line, from: start).isRequest, failure)
    }

    /// A print may be glued to the front of a frame, or have fallen into the middle of one.
    private static func salvaged(_ line: ArraySlice<UInt8>) -> LineReading {
        guard let start = position(of: marker, in: line) else { return .stray(line) }
        let rest = line[start...]
        if start > line.startIndex, let message = try? Message(rest) {
            // A failure is no loss: what follows treats the rest as broken.
            return .message(message, frame: rest, stray: line[..<start])
        }
        guard let id = MessageHead(rest, from: start).id else { return .stray(line) }
        return unusable(id, rest, from: start, RPCFailure(.parse, "the frame is not JSON"))
    }

    /// Where some bytes first occur.
    private static func position(of needle: [UInt8], in line: ArraySlice<UInt8>) -> Int? {
        guard let first = needle.first else { return nil }
        var rest = line
        while rest.count >= needle.count, let start = rest.firstIndex(of: first) {
            if line[start...].starts(with: needle) { return start }
            rest = rest[(start + 1)...]
        }
        return nil
    }
}
