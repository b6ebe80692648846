/// How values look to people: what the annotation `FormattedValue` says, for an American user.
enum DisplayText {
    /// `1,234`.
    static func whole(_ value: Int64) -> String { grouped(String(value)) }

    /// `10,000.00`, cut or filled to some digits after the point.
    static func decimal(_ canonical: String, digits: Int) -> String {
        let rounded = DecimalText.padded(DecimalText.canonical(canonical, scale: digits) ?? canonical, scale: digits)
        let halves = rounded.split(separator: ".", maxSplits: 1)
        let whole = grouped(String(halves.first ?? "0"))
        return halves.count > 1 ? "\(whole).\(halves[1])" : whole
    }

    /// `$10,000.00`, in front of which a minus stands where one is due.
    static func money(_ canonical: String, symbol: String, digits: Int) -> String {
        let text = decimal(canonical, digits: digits)
        return text.hasPrefix("-") ? "-\(symbol)\(text.dropFirst())" : symbol + text
    }

    /// `5/1/2024 9:30 AM`.
    static func moment(_ moment: Moment) -> String {
        let iso = moment.secondsText
        let clock = iso.dropFirst(11).split(separator: ":")
        guard clock.count == 3, let hour = Int(clock[0]) else { return day(iso) }
        let shown = hour % 12 == 0 ? 12 : hour % 12
        return "\(day(iso)) \(shown):\(clock[1]) \(hour < 12 ? "AM" : "PM")"
    }

    /// `5/1/2024`, from a text that begins with `2024-05-01`.
    static func day(_ iso: String) -> String {
        let parts = iso.prefix(10).split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3 else { return iso }
        return "\(parts[1])/\(parts[2])/\(parts[0])"
    }

    private static func grouped(_ digits: String) -> String {
        let isNegative = digits.hasPrefix("-")
        let bare = Array(isNegative ? digits.dropFirst() : digits[...])
        var text = isNegative ? "-" : ""
        for (place, digit) in bare.enumerated() {
            if place > 0, (bare.count - place) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return text
    }
}
