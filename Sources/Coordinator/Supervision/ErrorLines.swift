import JSONRPC

/// What a plugin writes to stderr, cut into lines, within a budget per second, with the last of them kept.
struct ErrorLines: Sendable {
    /// How many lines are kept.
    static let kept = 20
    /// How many characters of each are kept.
    static let keptWidth = 400

    /// The last lines, oldest first.
    private(set) var last: [String] = []
    private var framing: LineFraming
    private var perSecond: Int
    private let redaction: Redaction
    private var second = Duration.zero
    private var spent = 0
    /// The bytes of this second that were dropped.
    private var dropped = 0

    init(lineLimit: Int, perSecond: Int, redaction: Redaction) {
        framing = LineFraming(limit: lineLimit)
        self.perSecond = perSecond
        self.redaction = redaction
    }

    /// Holds to limits that both sides agreed on.
    mutating func limit(lineLimit: Int, perSecond: Int) {
        framing.limit = lineLimit
        self.perSecond = perSecond
    }

    /// What a chunk that came at a time since the start brings: lines for the log, and how many bytes were dropped in the
    /// second before, if any were.
    mutating func feed(_ chunk: [UInt8], at now: Duration) -> (lines: [String], dropped: Int) {
        var before = 0
        if now - second >= .seconds(1) {
            before = dropped
            second = now
            spent = 0
            dropped = 0
        }
        let taken = chunk.prefix(max(0, perSecond - spent))
        spent += taken.count
        dropped += chunk.count - taken.count
        return (keep(framing.feed(taken.count == chunk.count ? chunk : Array(taken))), before)
    }

    /// What is left at the end.
    mutating func finish() -> (lines: [String], dropped: Int) {
        (keep(framing.finish().map { [$0] } ?? []), dropped)
    }

    private mutating func keep(_ lines: [LineFraming.Line]) -> [String] {
        let texts = lines.map { line in
            switch line {
            case .whole(let bytes): redaction.redacted(bytes)
            case .tooLong(let prefix, _), .cut(let prefix, _): redaction.redacted(prefix)
            }
        }
        last = (last + texts.map { String($0.prefix(Self.keptWidth)) }).suffix(Self.kept)
        return texts
    }
}
