/// What a peer accepts, and how long it waits.
public struct PeerLimits: Sendable, Hashable {
    /// The longest frame that is read, in bytes.
    public var frame: Int
    /// The longest string in a frame that is read, in bytes.
    public var string: Int
    /// The greatest number of requests in flight, each way.
    public var inFlight: Int
    /// The bytes that may wait to be written before whoever sends more has to wait.
    public var queue: Int
    /// How long writing may stand still while somebody waits for room.
    public var stall: Duration
    /// How long a cancelled call waits for its answer.
    public var grace: Duration
    /// The stray lines that are allowed in a minute.
    public var strayLines: Int
    /// The stray bytes that are allowed in a minute.
    public var strayBytes: Int

    /// Creates limits; what is not named is as the plugin protocol has it.
    public init(
        frame: Int = 8 << 20, string: Int = 1 << 20, inFlight: Int = 16, queue: Int = 16 << 20,
        stall: Duration = .seconds(30),
        grace: Duration = .seconds(10), strayLines: Int = 100, strayBytes: Int = 65_536
    ) {
        self.frame = frame
        self.string = string
        self.inFlight = inFlight
        self.queue = queue
        self.stall = stall
        self.grace = grace
        self.strayLines = strayLines
        self.strayBytes = strayBytes
    }
}
