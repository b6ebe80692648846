/// The names of objects in their order, as they stand in a text: the next record of a page most likely has the same ones.
///
/// A name that is guessed costs one comparison of bytes: no search for its end, no string, and no question whether it
/// occurred before, as long as all names so far were guessed.
struct RecordShapes: Sendable {
    /// The names of one object.
    struct Shape: Sendable {
        /// Where each name stands in the text, without its quotes.
        var places: [(start: Int, count: Int)]
        var names: [String]
    }

    /// A page holds records of a few kinds.
    private static let most = 8

    private var shapes: [Shape] = []

    /// The shape of the objects that begin with the name that begins here.
    @inline(__always)
    func shape(of scanner: Scanner) -> Int? {
        for index in shapes.indices where scanner.holdsName(at: shapes[index].places[0]) { return index }
        return nil
    }

    /// The name at a place of a shape, if it is what comes next in the text, which is then read with its colon.
    @inline(__always)
    func name(_ place: Int, of shape: Int, _ scanner: inout Scanner) -> String? {
        guard place < shapes[shape].places.count else { return nil }
        let expected = shapes[shape].places[place]
        guard scanner.holdsName(at: expected) else { return nil }
        scanner.position += expected.count + 3
        return shapes[shape].names[place]
    }

    /// The places of the first names of a shape.
    func places(upTo count: Int, of shape: Int) -> ArraySlice<(start: Int, count: Int)> {
        shapes[shape].places.prefix(count)
    }

    /// Keeps the names of an object that begins as none before it; an object with few fields is not worth it.
    mutating func keep(_ places: [(start: Int, count: Int)], _ names: [String]) {
        guard shapes.count < Self.most, names.count > 2, names.count == places.count else { return }
        guard places.allSatisfy({ $0.start >= 0 }) else { return }
        shapes.append(Shape(places: places, names: names))
    }
}

extension Scanner {
    /// Whether here stand, in quotes and before a colon, the bytes that stand in quotes at another place.
    @inline(__always)
    func holdsName(at place: (start: Int, count: Int)) -> Bool {
        let count = place.count + 3
        guard position + count <= end, base[position + count - 1] == UInt8(ascii: ":") else { return false }
        return equalBytes(UnsafeRawPointer(base + place.start - 1), UnsafeRawPointer(base + position), count - 1)
    }
}
