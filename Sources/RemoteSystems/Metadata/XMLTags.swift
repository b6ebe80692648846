/// Reads the tags of an XML document, and nothing else.
///
/// Made for the metadata of OData services (CSDL), where everything is in tags and attributes. A document type, and with it
/// entities of its own, is refused, so that nothing expands and nothing is fetched.
struct XMLTags: Sendable {
    /// A start tag.
    struct Tag: Sendable, Hashable {
        /// The name without prefix.
        var name: String
        /// The attributes.
        var attributes: [String: String]
        /// Whether the element ends at once.
        var isEmpty: Bool
    }
    /// What comes next.
    enum Event: Sendable, Hashable {
        case start(Tag)
        case end(String)
    }
    /// Why the document can't be read.
    struct Failure: Error, Sendable, Hashable {
        /// Where, in bytes.
        var offset: Int
    }

    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The next tag; `nil` at the end.
    mutating func next() throws(Failure) -> Event? {
        while let start = find("<", from: position) {
            position = start + 1
            if matches("?") {
                try skip(past: "?>")
            } else if matches("!--") {
                try skip(past: "-->")
            } else if matches("!") {
                throw Failure(offset: start)
            } else if matches("/") {
                position += 1
                let name = try self.name()
                try skip(past: ">")
                return .end(name)
            } else {
                return .start(try tag())
            }
        }
        position = bytes.count
        return nil
    }

    private mutating func tag() throws(Failure) -> Tag {
        var tag = Tag(name: try name(), attributes: [:], isEmpty: false)
        while true {
            skipBlanks()
            guard position < bytes.count else { throw Failure(offset: position) }
            if matches("/>") {
                position += 2
                tag.isEmpty = true
                return tag
            }
            if matches(">") {
                position += 1
                return tag
            }
            let name = try self.name()
            skipBlanks()
            guard matches("=") else { throw Failure(offset: position) }
            position += 1
            skipBlanks()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") || bytes[position] == UInt8(ascii: "'"),
                let end = bytes[(position + 1)...].firstIndex(of: bytes[position])
            else { throw Failure(offset: position) }
            tag.attributes[name] = Self.unescaped(bytes[(position + 1)..<end])
            position = end + 1
        }
    }

    private mutating func name() throws(Failure) -> String {
        let start = position
        while position < bytes.count, !Self.endsName(bytes[position]) { position += 1 }
        guard position > start else { throw Failure(offset: start) }
        let name = bytes[start..<position]
        let local = name.lastIndex(of: UInt8(ascii: ":")).map { name[($0 + 1)...] } ?? name
        return String(decoding: local, as: UTF8.self)
    }

    private static func endsName(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == UInt8(ascii: "=") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/")
    }

    private mutating func skipBlanks() {
        while position < bytes.count, bytes[position] <= 0x20 { position += 1 }
    }

    private func matches(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard position + count <= bytes.count else { return false }
        return (0..<count).allSatisfy { bytes[position + $0] == text.utf8Start[$0] }
    }

    private mutating func skip(past text: StaticString) throws(Failure) {
        while position < bytes.count {
            if matches(text) {
                position += text.utf8CodeUnitCount
                return
            }
            position += 1
        }
        throw Failure(offset: position)
    }

    private func find(_ character: Unicode.Scalar, from start: Int) -> Int? {
        bytes[start...].firstIndex(of: UInt8(ascii: character))
    }

    private static func unescaped(_ bytes: ArraySlice<UInt8>) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
        return text.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
            .replacing("&apos;", with: "'").replacing("&amp;", with: "&")
    }
}
