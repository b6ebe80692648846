/// The names of one object so far: tells whether one occurs twice.
///
/// Names are compared by a mixture of their first and last bytes and their length, and in full only when those are equal.
struct SeenNames: Sendable {
    /// Up to so many names, going through them is faster than a set.
    private static let few = 64

    private var marks: [UInt64] = []
    /// Where each name stands; one with escapes stands in `unescaped`, at a place below zero.
    private(set) var places: [(start: Int, count: Int)] = []
    private var unescaped: [[UInt8]] = []
    /// The marks of an object that has many.
    private var many: Set<UInt64> = []

    /// How many names there are.
    var count: Int { marks.count }

    /// Forgets all names.
    mutating func removeAll() {
        marks.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
        if !unescaped.isEmpty { unescaped = [] }
        if !many.isEmpty { many = [] }
    }

    /// Takes in a name; whether it is new.
    @inline(__always)
    mutating func insert(_ token: StringToken, _ scanner: Scanner) -> Bool {
        if token.hasEscapes { return insert(unescaped: scanner.unescaped(token), scanner) }
        let mark = Self.mark(scanner.base + token.start, token.count)
        if has(mark), contains(scanner.bytes(token), mark, scanner) { return false }
        note(mark, (token.start, token.count))
        return true
    }

    /// Takes in a name without escapes that is known to be new.
    mutating func note(_ place: (start: Int, count: Int), _ scanner: Scanner) {
        note(Self.mark(scanner.base + place.start, place.count), place)
    }

    private mutating func insert(unescaped name: [UInt8], _ scanner: Scanner) -> Bool {
        let isNew = name.withUnsafeBufferPointer { bytes in
            let mark = bytes.baseAddress.map { Self.mark($0, bytes.count) } ?? 0
            if has(mark), contains(bytes, mark, scanner) { return false }
            note(mark, (-1 - unescaped.count, name.count))
            return true
        }
        unescaped.append(name)
        return isNew
    }

    @inline(__always)
    private func has(_ mark: UInt64) -> Bool {
        guard marks.count <= Self.few else { return many.contains(mark) }
        for other in marks where other == mark { return true }
        return false
    }

    @inline(never)
    private func contains(_ name: UnsafeBufferPointer<UInt8>, _ mark: UInt64, _ scanner: Scanner) -> Bool {
        for (index, place) in places.enumerated() where marks[index] == mark {
            let isSame =
                place.start < 0
                ? unescaped[-1 - place.start].elementsEqual(name)
                : UnsafeBufferPointer(start: scanner.base + place.start, count: place.count).elementsEqual(name)
            if isSame { return true }
        }
        return false
    }

    @inline(__always)
    private mutating func note(_ mark: UInt64, _ place: (start: Int, count: Int)) {
        marks.append(mark)
        places.append(place)
        if marks.count > Self.few { remember(mark) }
    }

    private mutating func remember(_ mark: UInt64) {
        if many.isEmpty { many = Set(marks) } else { many.insert(mark) }
    }

    @inline(__always)
    private static func mark(_ start: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
        let bytes = UnsafeRawPointer(start)
        guard count >= 8 else {
            var head = UInt64(count) << 56
            for index in 0..<count { head = head << 8 ^ UInt64(start[index]) }
            return head
        }
        let head = bytes.loadUnaligned(as: UInt64.self)
        let tail = bytes.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
        return head ^ (tail &* 0x9E37_79B9_7F4A_7C15) ^ UInt64(count)
    }
}
