/// A point in time: milliseconds since 1970, UTC.
package struct Moment: Sendable, Hashable, Comparable {
    /// The milliseconds since 1970-01-01T00:00:00Z.
    package var milliseconds: Int64

    /// The first and the last moment that have a text: the years 1 to 9999.
    package static let calendar: ClosedRange<Int64> = -62_135_596_800_000...253_402_300_799_999

    /// Creates a point in time; one outside of the calendar becomes its first or its last.
    package init(milliseconds: Int64) {
        self.milliseconds = min(max(milliseconds, Self.calendar.lowerBound), Self.calendar.upperBound)
    }

    /// Reads `2024-05-01`, `2024-05-01T10:00:00Z`, with or without fraction and offset; more digits are cut.
    ///
    /// `nil` for anything else.
    package init?(iso text: some StringProtocol) {
        guard let moment = MomentText.parse(Array(text.utf8)) else { return nil }
        self = moment
    }

    /// The text with milliseconds, whose zeros at the end are left out as .NET leaves them out: `2024-05-01T10:00:00.12Z`.
    package var text: String { text { MomentText.append(self, fraction: true, to: &$0) } }

    /// The text in whole seconds, cut: `2024-05-01T10:00:00Z`.
    package var secondsText: String { text { MomentText.append(self, fraction: false, to: &$0) } }

    /// The day alone: `2024-05-01`.
    package var dayText: String { String(secondsText.prefix(10)) }

    /// The point in time after some milliseconds; the calendar's first or last where there is none.
    package func advanced(by milliseconds: Int64) -> Moment {
        let (sum, isBeyond) = self.milliseconds.addingReportingOverflow(milliseconds)
        return Moment(milliseconds: isBeyond ? (milliseconds < 0 ? .min : .max) : sum)
    }

    /// Orders by time.
    package static func < (left: Moment, right: Moment) -> Bool { left.milliseconds < right.milliseconds }

    private func text(_ write: (inout [UInt8]) -> Void) -> String {
        var bytes: [UInt8] = []
        write(&bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
