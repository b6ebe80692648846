public import JSON

extension MapNode {
    /// Reads a JSON text, and remembers where everything stands.
    ///
    /// Throws a problem of the code `notJSON`.
    public init(json bytes: [UInt8], file: String) throws(MapProblem) {
        do {
            var reader = JSONReader(bytes)
            self = try Self.read(&reader, LineStarts(bytes))
            try reader.finish()
        } catch {
            let (line, column) = error.place(in: bytes)
            throw MapProblem(.notJSON, at: MapPlace(line: line, column: column), file: file)
        }
    }

    /// A value that was read before, with lines that are known by the path that leads to them.
    public init(_ value: JSONValue, lines: [String: Int], under path: String = "") {
        let place = lines[path].map { MapPlace(line: $0) }
        switch value {
        case .null: self.init(.null, at: place)
        case .boolean(let truth): self.init(.boolean(truth), at: place)
        case .number(let text): self.init(.number(text), at: place)
        case .string(let text): self.init(.text(text), at: place)
        case .array(let elements):
            let nodes = elements.enumerated().map { MapNode($0.element, lines: lines, under: "\(path)[\($0.offset)]") }
            self.init(.list(nodes), at: place)
        case .object(let members):
            let found = members.map { member in
                let inner = MapCursor.join(path, member.name)
                return Member(
                    member.name, at: lines[inner].map { MapPlace(line: $0) },
                    MapNode(member.value, lines: lines, under: inner))
            }
            self.init(.object(found), at: place)
        }
    }

    private static func read(_ reader: inout JSONReader, _ starts: LineStarts) throws(JSONError) -> MapNode {
        let kind = try reader.peek()
        let place = starts.place(of: reader.offset)
        switch kind {
        case .null:
            try reader.null()
            return MapNode(.null, at: place)
        case .boolean: return MapNode(.boolean(try reader.boolean()), at: place)
        case .number: return MapNode(.number(try reader.numberText()), at: place)
        case .string: return MapNode(.text(try reader.string()), at: place)
        case .array:
            var nodes: [MapNode] = []
            try reader.beginArray()
            while try reader.nextElement() { nodes.append(try read(&reader, starts)) }
            return MapNode(.list(nodes), at: place)
        case .object:
            var members: [Member] = []
            try reader.beginObject()
            while let name = try reader.nextName() {
                // The reader stands behind the colon: the name is what stands last before it.
                let name = (text: name, place: starts.place(ofNameBefore: reader.offset))
                members.append(Member(name.text, at: name.place, try read(&reader, starts)))
            }
            return MapNode(.object(members), at: place)
        }
    }
}

/// Where the lines of a text begin.
private struct LineStarts {
    private let bytes: [UInt8]
    private let starts: [Int]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        starts = [0] + bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
    }

    func place(of offset: Int) -> MapPlace {
        // The last line that begins at or before the offset.
        var (low, high) = (0, starts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= offset { low = middle } else { high = middle }
        }
        return MapPlace(line: low + 1, column: offset - starts[low] + 1)
    }

    /// The place of the opening quotation mark of a member's name, of which the reader has taken the colon.
    func place(ofNameBefore offset: Int) -> MapPlace {
        var end = min(offset, bytes.count) - 1
        while end > 0, bytes[end] != UInt8(ascii: "\"") { end -= 1 }
        var start = end - 1
        while start > 0, bytes[start] != UInt8(ascii: "\"") || bytes[start - 1] == UInt8(ascii: "\\") { start -= 1 }
        return place(of: max(0, start))
    }
}
