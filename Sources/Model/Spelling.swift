/// Finds what a person may have meant by a word that is not known.
public enum Spelling: Sendable {
    /// The known word nearest to a misspelt one, or `nil` when none is near enough to be meant: at most a third of its
    /// letters differ (Levenshtein distance, without regard to case).
    public static func nearest(to word: String, among known: some Sequence<String>) -> String? {
        let letters = Array(word.lowercased())
        let best = known.map { (word: $0, distance: distance(letters, Array($0.lowercased()))) }
            .min { ($0.distance, $0.word) < ($1.distance, $1.word) }
        guard let best, best.distance <= max(1, max(letters.count, best.word.count) / 3) else { return nil }
        return best.word
    }

    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var row = Array(0...right.count)
        for (lineNumber, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = lineNumber + 1
            for (column, other) in right.enumerated() {
                let substitution = diagonal + (letter == other ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(substitution, row[column] + 1, row[column + 1] + 1)
            }
        }
        return row[right.count]
    }
}
