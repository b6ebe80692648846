extension String {
    /// The text in lines of at most `width` characters, each behind `indent` blanks; in one line where no width is known.
    ///
    /// Lines end at common blanks alone; a word that is longer than a line stays whole.
    func wrapped(to width: Int?, indent: Int = 0) -> [String] {
        let margin = String(repeating: " ", count: indent)
        guard let width, count + indent > width else { return [margin + self] }
        var lines: [String] = []
        var line = ""
        for word in split(separator: " ", omittingEmptySubsequences: false) {
            if !line.isEmpty, indent + line.count + 1 + word.count > width {
                lines.append(margin + line)
                line = String(word)
            } else {
                line = line.isEmpty ? String(word) : line + " " + word
            }
        }
        return lines + [margin + line]
    }

    /// The least width in which the text has no more than so many lines.
    func narrowest(lines: Int) -> Int {
        let longest = split(separator: " ").map(\.count).max() ?? 0
        return (longest...max(longest, count)).first { wrapped(to: $0).count <= lines } ?? count
    }
}
