/// A place in a file, both numbers from 1; columns count characters of UTF-8 as bytes.
public struct MapPlace: Sendable, Hashable, Comparable {
    /// The line.
    public var line: Int
    /// The column; 0 when only the line is known.
    public var column: Int

    /// Creates a place.
    public init(line: Int, column: Int = 0) {
        self.line = line
        self.column = column
    }

    /// Whether a place comes before another.
    public static func < (left: MapPlace, right: MapPlace) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}
