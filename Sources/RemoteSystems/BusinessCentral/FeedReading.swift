import Model

/// One reading of a table's rows in the order of their stamps, page after page, as text between the pages.
struct FeedReading: Sendable, Hashable {
    /// What is read.
    enum Kind: String, Sendable, Hashable {
        /// Everything, with the stamps.
        case listing
        /// Everything, since the position was not known.
        case restart
        /// Ids alone.
        case sweep
        /// What changed.
        case changes
    }
    private struct Row: Sendable, Hashable {
        var stamp: Int64
        var hash: UInt64
    }

    /// What is read.
    let kind: Kind
    /// The watermark from which it is read.
    let since: Watermark
    /// When it began, in milliseconds since 1970.
    private(set) var began: Int64
    private var recent: [Row] = []
    private var highest: Int64 = .min
    private var isFull = false
    private var loop = PageLoop()

    /// Begins a reading.
    init(_ kind: Kind, since: Watermark, began: Int64) {
        self.kind = kind
        self.since = since
        self.began = began
    }

    /// The reading began at this time at the latest.
    mutating func began(by time: Int64) { began = min(began, time) }

    /// Takes a page; returns the records that were not delivered before.
    mutating func take(_ page: WirePage) -> [RemoteRecord] {
        guard kind != .sweep else { return page.records }
        var fresh: [RemoteRecord] = []
        fresh.reserveCapacity(page.records.count)
        for (record, stamp) in zip(page.records, page.stamps) {
            // A page without versions tells by its stamps alone that a row was changed again.
            let hash = StableHash.of(record.id.text, record.version?.text ?? stamp)
            if kind != .changes || !since.seen.contains(hash) { fresh.append(record) }
            guard let seconds = Instant.seconds(stamp) else { continue }
            note(Row(stamp: Int64((seconds * 1_000).rounded(.down)), hash: hash))
        }
        return fresh
    }

    private mutating func note(_ row: Row) {
        highest = max(highest, row.stamp)
        guard !isFull else { return }
        recent.append(row)
        guard recent.count > Watermark.capacity * 2 else { return }
        // Only what is within the overlap can be of use; if that is too much, nothing is remembered but the newest.
        let kept = recent.filter { $0.stamp >= Watermark.settled(highest, began) }
        isFull = kept.count > Watermark.capacity
        recent = isFull ? [] : kept
    }

    /// Whether a link was followed before.
    mutating func isCircle(_ link: String) -> Bool { loop.isCircle(link) }

    /// The watermark after the last page.
    func end(at ended: Int64) -> Watermark {
        var rows = recent.map { (stamp: $0.stamp, hash: $0.hash) }
        // As many rows as remembered would be too many: the watermark sees that, and remembers none.
        if isFull { rows = (0...Watermark.capacity).map { (stamp: highest, hash: UInt64($0)) } }
        return since.advanced(by: rows, began: began, ended: ended)
    }

    /// The reading and the link to its next page, as text.
    func text(next link: String) -> String {
        let rows = recent.map { "\(String($0.stamp, radix: 36)),\(String($0.hash, radix: 36))" }
        return [
            kind.rawValue, since.text, "\(began)", rows.joined(separator: " "), "\(highest)", isFull ? "1" : "0",
            loop.text, link,
        ].joined(separator: "|")
    }

    /// Takes a reading and a link from their text; `nil` when it is none.
    static func parse(_ text: String) -> (reading: FeedReading, link: String)? {
        let parts = text.split(separator: "|", maxSplits: 7, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 8, let kind = Kind(rawValue: parts[0]), let since = Watermark(parts[1]),
            let began = Int64(parts[2]), let highest = Int64(parts[4]), let loop = PageLoop(parts[6])
        else { return nil }
        var reading = FeedReading(kind, since: since, began: began)
        for word in parts[3].split(separator: " ") {
            let numbers = word.split(separator: ",")
            guard numbers.count == 2, let stamp = Int64(numbers[0], radix: 36), let hash = UInt64(numbers[1], radix: 36)
            else { return nil }
            reading.recent.append(Row(stamp: stamp, hash: hash))
        }
        reading.highest = highest
        reading.isFull = parts[5] == "1"
        reading.loop = loop
        return (reading, parts[7])
    }
}
