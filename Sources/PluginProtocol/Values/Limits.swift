public import JSON

/// The limits of a session: the host offers them, a plugin may lower them.
public struct Limits: Sendable, Hashable {
    /// The longest frame, in bytes.
    public var frame: Int
    /// The size that a batch of pairs or decisions aims at, in bytes.
    public var batch: Int
    /// The longest string, in bytes.
    public var string: Int
    /// The greatest number of requests in flight, each way.
    public var inFlight: Int
    /// The longest log message, in bytes.
    public var logLine: Int
    /// What a plugin may write to stderr in a second, in bytes.
    public var stderrPerSecond: Int

    /// Creates limits; what is not named is as the protocol has it.
    public init(
        frame: Int = 8 << 20, batch: Int = 1 << 20, string: Int = 1 << 20, inFlight: Int = 16, logLine: Int = 8192,
        stderrPerSecond: Int = 65_536
    ) {
        self.frame = frame
        self.batch = batch
        self.string = string
        self.inFlight = inFlight
        self.logLine = logLine
        self.stderrPerSecond = stderrPerSecond
    }

    /// The limits of a host that says nothing else.
    public static let standard = Limits()

    /// The lower of two, limit by limit; nothing is lowered below one.
    public func lowered(to other: Limits) -> Limits {
        Limits(
            frame: max(1, min(frame, other.frame)), batch: max(1, min(batch, other.batch)),
            string: max(1, min(string, other.string)), inFlight: max(1, min(inFlight, other.inFlight)),
            logLine: max(1, min(logLine, other.logLine)),
            stderrPerSecond: max(1, min(stderrPerSecond, other.stderrPerSecond)))
    }
}

extension Limits: JSONReadable, JSONWritable {
    /// Reads it from JSON; what is not named is as the protocol has it.
    public init(from reader: inout JSONReader) throws(JSONError) {
        self.init()
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "frame": frame = try Int(from: &reader)
            case "batch": batch = try Int(from: &reader)
            case "string": string = try Int(from: &reader)
            case "inFlight": inFlight = try Int(from: &reader)
            case "logLine": logLine = try Int(from: &reader)
            case "stderrPerSecond": stderrPerSecond = try Int(from: &reader)
            default: break
            }
        }
    }

    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("frame", frame)
            writer.member("batch", batch)
            writer.member("string", string)
            writer.member("inFlight", inFlight)
            writer.member("logLine", logLine)
            writer.member("stderrPerSecond", stderrPerSecond)
        }
    }
}
