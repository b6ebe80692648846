/// Reads points in time as ISO 8601 text.
struct MomentReader {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The milliseconds since 1970 of `2024-05-01`, `2024-05-01T10:00:00Z`, with or without fraction and offset.
    ///
    /// `nil` when the text is something else; digits beyond the milliseconds are cut.
    mutating func moment() -> Int64? {
        guard let day = day() else { return nil }
        guard place < bytes.count else { return day }
        guard mark("T") || mark("t"), let time = time(), let offset = offset(), place == bytes.count else { return nil }
        return day + time - offset
    }

    private mutating func day() -> Int64? {
        guard let year = digits(4), mark("-"), let month = digits(2), mark("-"), let day = digits(2),
            (1...12).contains(month), (1...MomentText.daysIn(month, of: year)).contains(day)
        else { return nil }
        return MomentText.dayNumber(year: year, month: month, day: day) * 86_400_000
    }

    private mutating func time() -> Int64? {
        guard let hour = digits(2), mark(":"), let minute = digits(2), hour < 24, minute < 60 else { return nil }
        let total = hour * 3_600_000 + minute * 60_000
        guard mark(":") else { return total }
        guard let second = digits(2), second < 60 else { return nil }
        guard mark(".") else { return total + second * 1000 }
        let start = place
        var (fraction, scale) = (Int64(0), Int64(100))
        while place < bytes.count, (48...57).contains(bytes[place]) {
            fraction += Int64(bytes[place] - 48) * scale
            scale /= 10
            place += 1
        }
        guard place > start else { return nil }
        return total + second * 1000 + fraction
    }

    /// How far the time is ahead of UTC; no offset is UTC.
    private mutating func offset() -> Int64? {
        if place == bytes.count || mark("Z") || mark("z") { return 0 }
        let isAhead = mark("+")
        guard isAhead || mark("-"), let hours = digits(2), mark(":"), let minutes = digits(2), hours < 24, minutes < 60
        else { return nil }
        return (isAhead ? 1 : -1) * (hours * 3_600_000 + minutes * 60_000)
    }

    private mutating func digits(_ count: Int) -> Int64? {
        guard place + count <= bytes.count else { return nil }
        var value: Int64 = 0
        for byte in bytes[place..<place + count] {
            guard (48...57).contains(byte) else { return nil }
            value = value * 10 + Int64(byte - 48)
        }
        place += count
        return value
    }

    private mutating func mark(_ character: Unicode.Scalar) -> Bool {
        guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }
}
