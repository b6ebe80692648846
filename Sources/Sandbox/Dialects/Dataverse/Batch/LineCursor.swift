/// Walks over bytes line by line; a line ends in LF or CR LF.
struct LineCursor {
    /// A line without its end, and where the next one begins.
    struct Line {
        var text: ArraySlice<UInt8>
        var next: Int
    }

    private let bytes: ArraySlice<UInt8>
    private var position: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    /// What was not walked over yet.
    var rest: ArraySlice<UInt8> { bytes[position...] }

    /// The next line; `nil` at the end.
    mutating func next() -> Line? {
        guard position < bytes.endIndex else { return nil }
        let start = position
        let newline = bytes.newline(from: start) ?? bytes.endIndex
        position = min(newline + 1, bytes.endIndex)
        var end = newline
        if end > start, bytes[end - 1] == 0x0D { end -= 1 }
        return Line(text: bytes[start..<end], next: position)
    }

    /// The lines up to a blank one, as headers; the blank line is walked over.
    ///
    /// Blank lines before the first header are not an end of the headers when `skippingBlank` is set.
    mutating func headers() -> HeaderFields {
        var fields = HeaderFields()
        while let line = next() {
            if line.text.isBlank { break }
            fields.append(line: line.text)
        }
        return fields
    }

    /// The next line that isn't blank.
    mutating func nextFilled() -> ArraySlice<UInt8>? {
        while let line = next() {
            if !line.text.isBlank { return line.text }
        }
        return nil
    }
}

extension ArraySlice<UInt8> {
    /// Whether there is nothing but white space.
    var isBlank: Bool { allSatisfy(\.isSpace) }

    /// Without the white space at both ends.
    func trimmed() -> ArraySlice<UInt8> {
        var slice = self
        while let byte = slice.first, byte.isSpace { slice = slice.dropFirst() }
        while let byte = slice.last, byte.isSpace { slice = slice.dropLast() }
        return slice
    }

    /// The place of the next LF.
    func newline(from start: Int) -> Int? {
        withUnsafeBufferPointer { buffer in
            let offset = start - startIndex
            return UnsafeBufferPointer(rebasing: buffer[offset...]).firstIndex(of: 0x0A).map { $0 + start }
        }
    }
}

extension UInt8 {
    /// Whether it is a space, a tab or a line's end.
    var isSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}

extension StringProtocol {
    /// Without the spaces and tabs at both ends.
    func trimmingSpaces() -> SubSequence {
        var text = self[...]
        while let character = text.first, character.isWhitespace { text = text.dropFirst() }
        while let character = text.last, character.isWhitespace { text = text.dropLast() }
        return text
    }
}
