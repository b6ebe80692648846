/// A table of text for a terminal or a pipe: columns as wide as their content, numbers to the right, nothing drawn.
struct Table {
    enum Alignment { case left, right }

    struct Column {
        var title: String
        var alignment: Alignment = .left
    }

    var columns: [Column]
    var rows: [[String]] = []

    init(_ columns: [Column]) { self.columns = columns }

    mutating func append(_ cells: [String]) { rows.append(cells) }

    /// The lines, without blanks at their ends.
    ///
    /// Control characters in cells are made harmless.
    func lines() -> [String] {
        let cells = ([columns.map(\.title)] + rows).map { $0.map(\.harmless) }
        let widths = columns.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
        return cells.map { row in
            columns.indices.map { column in
                let padding = String(repeating: " ", count: widths[column] - row[column].count)
                return switch columns[column].alignment {
                case .left: row[column] + padding
                case .right: padding + row[column]
                }
            }
            .joined(separator: "  ").withoutTrailingBlanks
        }
    }
}

extension String {
    /// The text with control characters, escape sequences and direction overrides replaced by a visible mark: text from a
    /// remote system or a plugin must not steer a terminal.
    var harmless: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { scalar in
                    switch scalar.value {
                    case 0..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069: "\u{FFFD}"
                    default: scalar
                    }
                }))
    }

    fileprivate var withoutTrailingBlanks: String {
        var text = self[...]
        while text.last == " " { text = text.dropLast() }
        return String(text)
    }
}
