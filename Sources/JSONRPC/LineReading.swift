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
                    id, line, RPCFailure(.invalidRequest, "the message is not of the form that JSON-RPC 2.0 gives"))
            case .notJSON:
                self = Self.salvaged(line)
            }
        }
    }

    /// Reads the start of a line that was too long to be kept.
    public init(tooLong prefix: [UInt8], byteCount: Int, limit: Int) {
        self = Self.unusable(
            Self.number(in: prefix[...]), prefix[...],
            RPCFailure(
                .tooLarge, "the frame is longer than the limit",
                data: ["bytes": .number("\(byteCount)"), "limit": .number("\(limit)")]))
    }

    private static func unusable(_ id: RequestID?, _ line: ArraySlice<UInt8>, _ failure: RPCFailure) -> LineReading {
        guard let id else { return .invalid(failure) }
        let isRequest = position(of: Array(#""method""#.utf8), in: line.prefix(LineFraming.keptPrefix)) != nil
        return .unusable(id, isRequest: isRequest, failure)
    }

    /// A print may be glued to the front of a frame, or have fallen into the middle of one.
    private static func salvaged(_ line: ArraySlice<UInt8>) -> LineReading {
        guard let start = position(of: marker, in: line) else { return .stray(line) }
        let rest = line[start...]
        if start > line.startIndex, let message = try? Message(rest) {
            // A failure is no loss: what follows treats the rest as broken.
            return .message(message, frame: rest, stray: line[..<start])
        }
        guard let id = number(in: rest) else { return .stray(line) }
        return unusable(id, rest, RPCFailure(.parse, "the frame is not JSON"))
    }

    /// The id of a message that can't be parsed, from its first bytes: our own writers put it second.
    private static func number(in line: ArraySlice<UInt8>) -> RequestID? {
        let head = line.prefix(LineFraming.keptPrefix)
        guard let start = position(of: Array(#""id":"#.utf8), in: head) else { return nil }
        let digits = head[(start + 5)...].drop { $0 == 0x20 }.prefix { $0 == UInt8(ascii: "-") || $0 &- 0x30 < 10 }
        return Int(String(decoding: digits, as: UTF8.self)).map(RequestID.init)
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
