#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Reads the `Retry-After` of an answer: seconds or a date, RFC 9110 section 10.2.3.
enum RetryAfter {
    /// A longer wait than this is not one: an hour.
    static let longest: Duration = .seconds(3_600)

    /// The time to wait; `nil` when the answer doesn't say, or says nonsense.
    static func duration(_ response: HTTPResponse, now: Date) -> Duration? {
        guard let text = response[header: "Retry-After"] else { return nil }
        return duration(text, now: now)
    }

    static func duration(_ text: String, now: Date) -> Duration? {
        let text = text.trimmingBlanks
        if !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            guard text.utf8.count < 10, let seconds = Int64(text) else { return longest }
            return min(.seconds(seconds), longest)
        }
        guard let date = HTTPDate.seconds(text) else { return nil }
        let seconds = date - now.timeIntervalSince1970
        return seconds <= 0 ? .zero : min(.seconds(min(seconds, 86_400)), longest)
    }
}

/// Reads the dates of HTTP headers: `Sun, 06 Nov 1994 08:49:37 GMT`, RFC 9110 section 5.6.7.
enum HTTPDate {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// The seconds since 1970 of a date; `nil` when it is none.
    static func seconds(_ text: String) -> Double? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", let day = Int(parts[1]), (1...31).contains(day),
            let month = months.firstIndex(of: String(parts[2])), let year = Int(parts[3]),
            (1_970...9_999).contains(year)
        else { return nil }
        let clock = parts[4].split(separator: ":").compactMap { Int($0) }
        guard clock.count == 3, (0..<24).contains(clock[0]), (0..<60).contains(clock[1]), (0...60).contains(clock[2])
        else { return nil }
        let days = Instant.days(year: year, month: month + 1, day: day)
        return Double(days * 86_400 + clock[0] * 3_600 + clock[1] * 60 + clock[2])
    }
}

extension String {
    var trimmingBlanks: String {
        let bytes = utf8.drop { $0 == 0x20 || $0 == 0x09 }
        var end = bytes.endIndex
        while end > bytes.startIndex {
            let before = bytes.index(before: end)
            guard bytes[before] == 0x20 || bytes[before] == 0x09 else { break }
            end = before
        }
        return String(bytes[..<end]) ?? self
    }
}
