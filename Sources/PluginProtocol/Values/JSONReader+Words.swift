public import JSON

extension JSONReader {
    /// Reads a string that is one of an enumeration's words.
    public mutating func word<Word: RawRepresentable & CaseIterable>(
        _ type: Word.Type
    ) throws(JSONError) -> Word where Word.RawValue == String {
        _ = try peek()
        let start = offset
        guard let word = Word(rawValue: try string()) else {
            throw invalid(at: start, allowed: Word.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return word
    }

    /// Reads a number of milliseconds.
    mutating func milliseconds() throws(JSONError) -> Duration { .milliseconds(try integer()) }
}

extension Duration {
    /// Whole milliseconds, as durations travel.
    var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }
}
