/// Points in time as ISO 8601 text, without a formatter: a page has twenty thousand of them.
enum MomentText {
    /// Appends the text of a point in time.
    static func append(_ moment: Moment, fraction: Bool, to bytes: inout [UInt8]) {
        let (days, rest) = divide(moment.milliseconds, by: 86_400_000)
        let date = civil(days)
        pad(date.year, 4, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        pad(date.month, 2, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        pad(date.day, 2, to: &bytes)
        bytes.append(UInt8(ascii: "T"))
        pad(rest / 3_600_000, 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        pad(rest / 60_000 % 60, 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        pad(rest / 1000 % 60, 2, to: &bytes)
        if fraction { appendFraction(rest % 1000, to: &bytes) }
        bytes.append(UInt8(ascii: "Z"))
    }

    /// Reads a day or a point in time; `nil` when the text is neither.
    static func parse(_ bytes: [UInt8]) -> Moment? {
        var reader = MomentReader(bytes)
        guard let milliseconds = reader.moment(), Moment.calendar.contains(milliseconds) else { return nil }
        return Moment(milliseconds: milliseconds)
    }

    private static func appendFraction(_ milliseconds: Int64, to bytes: inout [UInt8]) {
        guard milliseconds > 0 else { return }
        bytes.append(UInt8(ascii: "."))
        pad(milliseconds, 3, to: &bytes)
        while bytes.last == UInt8(ascii: "0") { bytes.removeLast() }
    }

    private static func pad(_ number: Int64, _ digits: Int, to bytes: inout [UInt8]) {
        var divisor: Int64 = 1
        for _ in 1..<digits { divisor *= 10 }
        var rest = number
        while divisor > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest / divisor % 10))
            rest %= divisor
            divisor /= 10
        }
    }

    private static func divide(_ value: Int64, by divisor: Int64) -> (Int64, Int64) {
        let rest = ((value % divisor) + divisor) % divisor
        return ((value - rest) / divisor, rest)
    }

    /// The number of days of a month.
    static func daysIn(_ month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// The number of days since 1970-01-01 of the day that holds a moment.
    static func dayNumber(of moment: Moment) -> Int64 { divide(moment.milliseconds, by: 86_400_000).0 }

    /// The number of days since 1970-01-01 (https://howardhinnant.github.io/date_algorithms.html).
    static func dayNumber(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = divide(shifted, by: 400)
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The date of a number of days since 1970-01-01 (https://howardhinnant.github.io/date_algorithms.html).
    static func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = divide(days + 719_468, by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }
}
