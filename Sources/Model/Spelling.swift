/// Finds what a person may have meant by a word that is not known.
public enum Spelling: Sendable {
    /// The known word nearest to a misspelt one, or `nil` when none is near enough to be meant: at most a third of its
    /// letters differ, without regard to case; two neighbours that changed places count as one.
    public static func nearest(to word: String, among known: some Sequence<String>) -> String? {
        let letters = Array(word.lowercased())
        let best = known.map { (word: $0, distance: distance(letters, Array($0.lowercased()))) }
            .min { ($0.distance, $0.word) < ($1.distance, $1.word) }
        guard let best, best.distance <= max(1, max(letters.count, best.word.count) / 3) else { return nil }
        return best.word
    }

    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (line, letter) in left.enumerated() {
            var row = [line + 1]
            for (column, other) in right.enumerated() {
                var least = min(last[column] + (letter == other ? 0 : 1), row[column] + 1, last[column + 1] + 1)
                if line > 0, column > 0, letter == right[column - 1], left[line - 1] == other {
                    least = min(least, beforeLast[column - 1] + 1)
                }
                row.append(least)
            }
            (beforeLast, last) = (last, row)
        }
        return last[right.count]
    }
}
