/// The part of a day by which rows are grouped.
enum DatePart: String, Sendable, Hashable {
    case day, week, month, quarter, year

    /// The part of a stored day or moment; nothing stays nothing.
    func value(of value: StoredValue) -> StoredValue {
        let moment: Moment? =
            switch value {
            case .null: nil
            case .integer(let milliseconds): Moment(milliseconds: milliseconds)
            case .text(let text): Moment(iso: text)
            }
        guard let moment else { return .null }
        let parts = moment.dayText.split(separator: "-").compactMap { Int64($0) }
        guard parts.count == 3 else { return .null }
        switch self {
        case .day: return .integer(parts[2])
        case .week: return .integer(Self.week(parts[0], moment))
        case .month: return .integer(parts[1])
        case .quarter: return .integer((parts[1] + 2) / 3)
        case .year: return .integer(parts[0])
        }
    }

    /// The week of the year; weeks begin on Sunday, and the one with the first of January is the first.
    private static func week(_ year: Int64, _ moment: Moment) -> Int64 {
        let first = MomentText.dayNumber(year: year, month: 1, day: 1)
        let day = MomentText.dayNumber(of: moment) - first
        // 1970-01-01 was a Thursday.
        let weekday = ((first + 4) % 7 + 7) % 7
        return (day + weekday) / 7 + 1
    }
}
