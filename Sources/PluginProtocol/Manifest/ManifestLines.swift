import JSON

/// Finds the lines on which the members of a manifest stand, for whoever has to mend one.
struct ManifestLines {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The line of what an error is about, from 1; `nil` when it can't be found.
    func line(of error: ManifestError) -> Int? {
        switch error.cause {
        case .notJSON(_, let line, _): return line
        case .unknown(let member, _, _): return line(of: ManifestReader.join(error.path, member), isLast: false)
        case .repeated(let member): return line(of: ManifestReader.join(error.path, member), isLast: true)
        case .missing, .type, .value: return error.path.isEmpty ? nil : line(of: error.path, isLast: false)
        }
    }

    /// The line of the value that a path leads to; of the last one, where a member stands several times.
    private func line(of path: String, isLast: Bool) -> Int? {
        var reader = JSONReader(bytes)
        var found: Int?
        // The text was read as JSON before: what can't be read now has no line.
        try? visit("", &reader) { place, offset in
            if place == path, found == nil || isLast { found = offset }
        }
        return found.map { offset in 1 + bytes.prefix(offset).count { $0 == UInt8(ascii: "\n") } }
    }

    private func visit(
        _ path: String, _ reader: inout JSONReader, _ see: (String, Int) -> Void
    ) throws(JSONError) {
        let kind = try reader.peek()
        see(path, reader.offset)
        switch kind {
        case .object:
            try reader.beginObject()
            while let name = try reader.nextName() { try visit(ManifestReader.join(path, name), &reader, see) }
        case .array:
            var number = 0
            try reader.beginArray()
            while try reader.nextElement() {
                try visit("\(path)[\(number)]", &reader, see)
                number += 1
            }
        case .null, .boolean, .number, .string: try reader.skip()
        }
    }
}
