/// A span of the calendar around a day: this month, last week, the next three years.
///
/// Weeks begin on Sunday; days are those of UTC.
struct CalendarSpan: Sendable, Hashable {
    /// What is counted.
    private enum Unit: String {
        case week = "Week"
        case month = "Month"
        case year = "Year"
    }

    /// Which of them, seen from the one that holds the day.
    private enum Place: Hashable {
        case this, last, next
        /// So many before now, up to now.
        case lastFew(Int64)
        /// So many after now.
        case nextFew(Int64)
        /// All that is older.
        case olderThan(Int64)
    }

    private let unit: Unit
    private let place: Place

    /// The span of a query function, `ThisMonth`, `LastXYears`; `nil` when it names none.
    init?(_ name: String, amount: Int64) {
        let places: [(prefix: String, place: Place, isMany: Bool)] = [
            ("OlderThanX", .olderThan(amount), true), ("LastX", .lastFew(amount), true),
            ("NextX", .nextFew(amount), true), ("This", .this, false), ("Last", .last, false), ("Next", .next, false),
        ]
        guard let known = places.first(where: { name.hasPrefix($0.prefix) }) else { return nil }
        let rest = String(name.dropFirst(known.prefix.count))
        guard let unit = Unit(rawValue: known.isMany ? String(rest.dropLast()) : rest) else { return nil }
        // Spans of several weeks are counted in days, not along the calendar.
        guard unit != .week || !known.isMany else { return nil }
        self.unit = unit
        place = known.place
    }

    /// Where the span begins and before which moment it ends.
    func bounds(around now: Moment) -> (from: Moment?, until: Moment) {
        let after = now.advanced(by: 1)
        switch place {
        case .this: return (start(0, now), start(1, now))
        case .last: return (start(-1, now), start(0, now))
        case .next: return (start(1, now), start(2, now))
        case .lastFew(let amount): return (day(-amount, now), after)
        case .nextFew(let amount): return (now, day(amount, now).advanced(by: 86_400_000))
        case .olderThan(let amount): return (nil, day(-amount, now))
        }
    }

    /// The first day of the span that comes so many after the one that holds a moment.
    private func start(_ offset: Int64, _ now: Moment) -> Moment {
        let days = Self.days(now)
        let date = MomentText.civil(days)
        switch unit {
        // 1970-01-01 was a Thursday.
        case .week: return Self.moment(days - (days + 4) % 7 + offset * 7)
        case .month: return Self.first(year: date.year, month: date.month - 1 + offset)
        case .year: return Self.first(year: date.year + offset, month: 0)
        }
    }

    /// The day that comes so many months or years after a moment's.
    private func day(_ offset: Int64, _ now: Moment) -> Moment {
        let date = MomentText.civil(Self.days(now))
        let months = unit == .year ? offset * 12 : offset
        return Self.first(year: date.year, month: date.month - 1 + months).advanced(by: (date.day - 1) * 86_400_000)
    }

    /// The first day of a month, counted from 0 and beyond its year.
    private static func first(year: Int64, month: Int64) -> Moment {
        let turns = month >= 0 ? month / 12 : (month - 11) / 12
        return moment(MomentText.dayNumber(year: year + turns, month: month - turns * 12 + 1, day: 1))
    }

    private static func days(_ now: Moment) -> Int64 {
        let milliseconds = now.milliseconds
        return (milliseconds - (milliseconds % 86_400_000 + 86_400_000) % 86_400_000) / 86_400_000
    }

    private static func moment(_ days: Int64) -> Moment { Moment(milliseconds: days * 86_400_000) }
}
