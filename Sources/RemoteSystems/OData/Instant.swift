/// Dates and instants as the two systems write them.
package enum Instant {
    /// The seconds since 1970 of an instant such as `2024-05-01T09:30:00.123Z`; `nil` when it is none.
    package static func seconds(_ text: String) -> Double? {
        var text = text
        return text.withUTF8 { bytes in
            guard bytes.count >= 20, bytes[10] | 0x20 == UInt8(ascii: "t"), bytes[13] == UInt8(ascii: ":"),
                bytes[16] == UInt8(ascii: ":"), let days = days(bytes), let hour = number(bytes, 11, 2),
                let minute = number(bytes, 14, 2), let second = number(bytes, 17, 2), hour < 24, minute < 60,
                second <= 60
            else { return nil }
            var place = 19
            var fraction = 0.0
            if bytes[place] == UInt8(ascii: ".") {
                var unit = 0.1
                place += 1
                let first = place
                while place < bytes.count, bytes[place] &- 0x30 < 10 {
                    fraction += Double(bytes[place] - 0x30) * unit
                    unit /= 10
                    place += 1
                }
                guard place > first else { return nil }
            }
            guard place < bytes.count, let offset = offset(bytes, place) else { return nil }
            return Double(days * 86_400 + hour * 3_600 + minute * 60 + second - offset) + fraction
        }
    }

    /// Whether a text is a date: `2024-05-01`.
    static func isDate(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { $0.count == 10 && days($0) != nil }
    }

    /// An instant in milliseconds since 1970 as text.
    static func text(milliseconds: Int64) -> String {
        let milliseconds = Int(milliseconds)
        let (days, rest) = (floorDivided(milliseconds, by: 86_400_000), floorRemainder(milliseconds, by: 86_400_000))
        let (year, month, day) = civil(days)
        let clock = [rest / 3_600_000, rest / 60_000 % 60, rest / 1_000 % 60].map { padded($0, 2) }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T\(clock.joined(separator: ":"))"
            + ".\(padded(rest % 1_000, 3))Z"
    }

    /// The days since 1970 of a day of the Gregorian calendar.
    static func days(year: Int, month: Int, day: Int) -> Int {
        let shifted = month > 2 ? month - 3 : month + 9
        let year = month > 2 ? year : year - 1
        let era = floorDivided(year, by: 400)
        let ofEra = year - era * 400
        let ofYear = (153 * shifted + 2) / 5 + day - 1
        return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
    }

    private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = floorDivided(shifted, by: 146_097)
        let ofEra = shifted - era * 146_097
        let yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * ofYear + 2) / 153
        let day = ofYear - (153 * month + 2) / 5 + 1
        return (yearOfEra + era * 400 + (month < 10 ? 0 : 1), month < 10 ? month + 3 : month - 9, day)
    }

    private static func floorDivided(_ value: Int, by divisor: Int) -> Int {
        value >= 0 ? value / divisor : -((-value + divisor - 1) / divisor)
    }

    private static func floorRemainder(_ value: Int, by divisor: Int) -> Int {
        value - floorDivided(value, by: divisor) * divisor
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let text = "\(number)"
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }

    private static func days(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"), let year = number(bytes, 0, 4),
            let month = number(bytes, 5, 2), let day = number(bytes, 8, 2), (1...12).contains(month),
            (1...31).contains(day)
        else { return nil }
        return days(year: year, month: month, day: day)
    }

    private static func number(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ count: Int) -> Int? {
        var value = 0
        for place in start..<start + count {
            let digit = bytes[place] &- 0x30
            guard digit < 10 else { return nil }
            value = value * 10 + Int(digit)
        }
        return value
    }

    private static func offset(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int) -> Int? {
        if bytes[place] | 0x20 == UInt8(ascii: "z") { return place + 1 == bytes.count ? 0 : nil }
        guard bytes[place] == UInt8(ascii: "+") || bytes[place] == UInt8(ascii: "-"), place + 6 == bytes.count,
            bytes[place + 3] == UInt8(ascii: ":"), let hours = number(bytes, place + 1, 2),
            let minutes = number(bytes, place + 4, 2)
        else { return nil }
        let seconds = hours * 3_600 + minutes * 60
        return bytes[place] == UInt8(ascii: "-") ? -seconds : seconds
    }
}
