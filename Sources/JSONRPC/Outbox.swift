/// The frames that wait to be written, in order, and whether there is room for more.
struct Outbox: Sendable {
    let limit: Int
    private var frames: [[UInt8]] = []
    private var byteCount = 0

    init(limit: Int) { self.limit = limit }

    /// Whether whoever can wait need not wait.
    ///
    /// A single frame always finds room in an empty queue.
    var hasRoom: Bool { byteCount < limit }

    /// Whether so much waits that even what can't wait is too much.
    var isFlooded: Bool { byteCount >= 2 * limit }

    mutating func append(_ frame: [UInt8]) {
        frames.append(frame)
        byteCount += frame.count
    }

    /// All frames that wait; none wait afterwards.
    mutating func take() -> [[UInt8]] {
        defer {
            frames = []
            byteCount = 0
        }
        return frames
    }

    /// Joins neighbouring small frames, so that many answers cost one write.
    static func joined(_ frames: [[UInt8]], upTo size: Int = 65_536) -> [[UInt8]] {
        guard frames.count > 1 else { return frames }
        var writes: [[UInt8]] = []
        for frame in frames {
            if let last = writes.last, last.count + frame.count <= size {
                writes[writes.count - 1].append(contentsOf: frame)
            } else {
                writes.append(frame)
            }
        }
        return writes
    }
}
