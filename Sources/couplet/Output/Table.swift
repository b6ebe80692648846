/// A table of text for a terminal or a pipe: columns as wide as their content, numbers to the right, nothing drawn.
///
/// On a terminal that is too narrow the titles take several lines; where that is not enough, the columns follow in tables below
/// one another, each with the first column. In a pipe every row is one line.
struct Table {
    enum Alignment { case left, right }

    struct Column {
        var title: String
        var alignment: Alignment = .left
        /// Whether a table that has to be divided is divided before this column rather than elsewhere.
        var beginsGroup = false
        /// Whether its cells take several lines rather than that the table is too wide.
        var isFlexible = false
    }

    var columns: [Column]
    var rows: [[String]] = []

    private static let gap = 2
    private static let titleLines = 3
    /// The least width of cells that take several lines.
    private static let leastFlexible = 20

    init(_ columns: [Column]) { self.columns = columns }

    mutating func append(_ cells: [String]) { rows.append(cells) }

    /// The lines, without blanks at their ends; none is longer than `width`, if that can be helped.
    ///
    /// Control characters in cells are made harmless.
    func lines(width: Int? = nil) -> [String] {
        let all = Array(columns.indices)
        guard let width else { return lines(of: all, titleLines: 1) }
        for depth in 1...Self.titleLines where self.width(of: all, titleLines: depth) <= width {
            return lines(of: all, titleLines: depth)
        }
        if let flexible = columns.firstIndex(where: \.isFlexible) {
            let room = width - Self.gap - self.width(of: all.filter { $0 != flexible }, titleLines: 1)
            if room >= Self.leastFlexible { return lines(of: all, titleLines: 1, narrowing: (flexible, room)) }
        }
        return parts(width).map { part in
            let depth = (1...Self.titleLines).first { self.width(of: part, titleLines: $0) <= width }
            return lines(of: part, titleLines: depth ?? Self.titleLines)
        }.reduce([]) { whole, part in whole.isEmpty ? part : whole + [""] + part }
    }

    /// The columns of each table of several: as many groups of columns as have room beside the first column, at least one.
    private func parts(_ width: Int) -> [[Int]] {
        var groups: [[Int]] = []
        for column in columns.indices.dropFirst() {
            if groups.isEmpty || columns[column].beginsGroup { groups.append([]) }
            groups[groups.count - 1].append(column)
        }
        var parts: [[Int]] = []
        for group in groups {
            if let last = parts.last, self.width(of: last + group, titleLines: Self.titleLines) <= width {
                parts[parts.count - 1] += group
            } else {
                parts.append([0] + group)
            }
        }
        return parts
    }

    private func width(of part: [Int], titleLines: Int) -> Int {
        part.reduce(-Self.gap) { $0 + Self.gap + width(ofColumn: $1, titleLines: titleLines) }
    }

    private func width(ofColumn column: Int, titleLines: Int) -> Int {
        let content = rows.map { $0[column].harmless.count }.max() ?? 0
        return max(content, columns[column].title.narrowest(lines: titleLines))
    }

    /// The lines of some columns; the cells of the one that is narrowed take several lines.
    private func lines(of part: [Int], titleLines: Int, narrowing: (column: Int, width: Int)? = nil) -> [String] {
        let widths = part.map { column in
            narrowing?.column == column ? narrowing?.width ?? 0 : width(ofColumn: column, titleLines: titleLines)
        }
        let titles = zip(part, widths).map { columns[$0].title.wrapped(to: $1) }
        let depth = titles.map(\.count).max() ?? 0
        let head = (0..<depth).map { line in
            titles.map { title in
                let offset = line - (depth - title.count)  // short titles stand just above their column
                return offset < 0 ? "" : title[offset]
            }
        }
        let body = rows.flatMap { row in
            let cells = zip(part, widths).map { column, width in
                narrowing?.column == column ? row[column].harmless.wrapped(to: width) : [row[column].harmless]
            }
            return (0..<(cells.map(\.count).max() ?? 0)).map { line in
                cells.map { $0.indices.contains(line) ? $0[line] : "" }
            }
        }
        return (head + body).map { cells in
            zip(zip(part, widths), cells).map { place, cell in
                let padding = String(repeating: " ", count: max(0, place.1 - cell.count))
                return switch columns[place.0].alignment {
                case .left: cell + padding
                case .right: padding + cell
                }
            }
            .joined(separator: String(repeating: " ", count: Self.gap)).withoutTrailingBlanks
        }
    }
}

extension String {
    fileprivate var withoutTrailingBlanks: String {
        var text = self[...]
        while text.last == " " { text = text.dropLast() }
        return String(text)
    }
}
