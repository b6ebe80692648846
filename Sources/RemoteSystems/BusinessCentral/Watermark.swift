/// Up to where the changes of a table were read.
///
/// A row gets its stamp when it is modified and is seen when its transaction commits, up to a quarter of an hour later. So what was
/// read is read again for so long: reading goes on after the newest stamp of which that time is over. How much time went by is
/// measured between readings, never by comparing a stamp with a clock, so that clocks that differ do no harm.
struct Watermark: Sendable, Hashable {
    /// A stamp, and when it was first known.
    struct Mark: Sendable, Hashable {
        /// The newest stamp, in milliseconds since 1970, of the server.
        var stamp: Int64
        /// The time at which it was known, in milliseconds since 1970.
        var at: Int64
    }

    /// How long a transaction may stay open: 15 minutes, and one more.
    static let overlap: Int64 = 16 * 60_000
    /// A table whose newest row is older than this has been at rest for longer than any two clocks differ.
    static let rest: Int64 = 48 * 3_600_000
    /// How close marks stand.
    private static let spacing: Int64 = 60_000
    /// More rows than this are not remembered, but delivered again.
    static let capacity = 4_000

    /// Everything stamped up to here was read; `nil` when the table was empty.
    var floor: Int64?
    /// The newest stamp of all.
    var highest: Int64?
    /// Stamps that become the floor when their time is over, oldest first.
    var marks: [Mark] = []
    /// The rows after the floor that were delivered: hashes of identity and version.
    var seen: Set<UInt64> = []

    /// Starts before everything.
    init() {}

    /// The next watermark, after a reading.
    ///
    /// `began` and `ended` are when it did, by the earlier and by the later of the two clocks, and `rows` what it found after the floor.
    func advanced(by rows: some Sequence<(stamp: Int64, hash: UInt64)>, began: Int64, ended: Int64) -> Watermark {
        var next = self
        let rows = Array(rows)
        for row in rows { next.highest = max(next.highest ?? row.stamp, row.stamp) }
        guard let highest = next.highest else { return next }
        // What was stamped so long before it began was there for every page. Of what was stamped later, a page that was read early
        // shows nothing that was committed after it, however new the rows of the last page are.
        var floor = max(next.floor ?? .min, Self.settled(highest, began))
        for mark in marks where began - mark.at >= Self.overlap { floor = max(floor, mark.stamp) }
        if began - highest >= Self.rest { floor = highest }
        next.floor = floor
        next.marks.removeAll { $0.stamp <= floor }
        let isDue = next.marks.last.map { $0.stamp < highest && ended - $0.at >= Self.spacing } ?? (highest > floor)
        if isDue { next.marks.append(Mark(stamp: highest, at: ended)) }
        let late = rows.filter { $0.stamp >= floor }
        next.seen = late.count <= Self.capacity ? Set(late.map(\.hash)) : []
        return next
    }

    /// Up to which stamp a reading that began at a time and found this newest stamp has missed nothing.
    static func settled(_ highest: Int64, _ began: Int64) -> Int64 { min(highest, began) - overlap }

    /// The watermark as text.
    var text: String {
        let marks = marks.map { "\($0.stamp),\($0.at)" }.joined(separator: ";")
        let seen = seen.sorted().map { String($0, radix: 36) }.joined(separator: " ")
        return "\(floor.map { "\($0)" } ?? "")/\(highest.map { "\($0)" } ?? "")/\(marks)/\(seen)"
    }

    /// Takes a watermark from its text; `nil` when it is none.
    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        floor = Int64(parts[0])
        highest = Int64(parts[1])
        for mark in parts[2].split(separator: ";") {
            let numbers = mark.split(separator: ",").compactMap { Int64($0) }
            guard numbers.count == 2 else { return nil }
            marks.append(Mark(stamp: numbers[0], at: numbers[1]))
        }
        for word in parts[3].split(separator: " ") {
            guard let hash = UInt64(word, radix: 36) else { return nil }
            seen.insert(hash)
        }
        guard floor != nil || parts[0].isEmpty, highest != nil || parts[1].isEmpty else { return nil }
    }
}
