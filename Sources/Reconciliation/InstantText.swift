public import Model

/// Points in time as RFC 3339 texts in UTC.
public enum InstantText: Sendable {
    /// The time since 1970 of `2026-01-31T12:00:00.123Z`; `nil` when the text is of another form.
    public static func sinceEpoch(_ text: String) -> Duration? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"), bytes[10] | 0x20 == 0x74,
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"), bytes[bytes.count - 1] | 0x20 == 0x7A,
            let year = number(bytes[0..<4]), let month = number(bytes[5..<7]), let day = number(bytes[8..<10]),
            let hour = number(bytes[11..<13]), let minute = number(bytes[14..<16]), let second = number(bytes[17..<19]),
            let fraction = fraction(bytes[19..<(bytes.count - 1)])
        else { return nil }
        return .seconds(days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second) + fraction
    }

    private static func fraction(_ bytes: ArraySlice<UInt8>) -> Duration? {
        guard let point = bytes.first else { return .zero }
        let digits = bytes.dropFirst().prefix(9)
        guard point == UInt8(ascii: "."), let value = number(digits) else { return nil }
        return .nanoseconds((digits.count..<9).reduce(value) { value, _ in value * 10 })
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard !bytes.isEmpty, bytes.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
        return bytes.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// The days from 1970-01-01 in the Gregorian calendar.
    ///
    /// https://howardhinnant.github.io/date_algorithms.html#days_from_civil
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let marchYear = month > 2 ? year : year - 1
        let era = marchYear / 400
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

extension FieldMap {
    /// The side that was modified later; `nil` when the two times are less than two minutes apart, or one is not known.
    ///
    /// Two clocks and two servers' delays are between the stamps, so that a smaller difference says nothing.
    public func latest(_ pair: RecordPair) -> Side? {
        let times = Sided { side in
            pair.sides[side].fields[modified[side]]?.text.flatMap { InstantText.sinceEpoch($0) }
        }
        guard let erp = times.erp, let crm = times.crm else { return nil }
        if erp - crm >= .seconds(120) { return .erp }
        return crm - erp >= .seconds(120) ? .crm : nil
    }
}
