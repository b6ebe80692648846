/// A small XML document: elements and attributes, with texts between them; what cookies and FetchXML need.
///
/// Document types and entity declarations are not read, so nothing can expand.
struct XMLElement: Sendable, Hashable {
    /// The element's name.
    var name: String
    /// The attributes by name.
    var attributes: [String: String] = [:]
    /// The elements inside, in their order.
    var children: [XMLElement] = []
    /// The text inside, without the elements.
    var text = ""

    /// Reads a document; `nil` when it is not well formed, or nested deeper than 32 elements.
    static func parse(_ document: String) -> XMLElement? {
        var parser = Parser(document)
        return parser.document()
    }

    /// The elements inside that have a name.
    func children(named name: String) -> [XMLElement] { children.filter { $0.name == name } }

    private struct Parser {
        private let bytes: [UInt8]
        private var position = 0
        private static let depthLimit = 32

        init(_ document: String) { bytes = Array(document.utf8) }

        mutating func document() -> XMLElement? {
            skipProlog()
            guard let element = element(depth: 0) else { return nil }
            skipSpace()
            return position == bytes.count ? element : nil
        }

        private mutating func skipProlog() {
            skipSpace()
            guard starts(with: "<?"), let end = find("?>") else { return }
            position = end + 2
            skipSpace()
        }

        private mutating func element(depth: Int) -> XMLElement? {
            guard depth < Self.depthLimit, take(0x3C), let name = name() else { return nil }
            var element = XMLElement(name: name)
            guard attributes(into: &element) else { return nil }
            if take(0x2F) { return take(0x3E) ? element : nil }
            guard take(0x3E), content(into: &element, depth: depth) else { return nil }
            return element
        }

        private mutating func attributes(into element: inout XMLElement) -> Bool {
            while true {
                skipSpace()
                guard let byte = peek(), byte != 0x2F, byte != 0x3E else { return peek() != nil }
                guard let name = name() else { return false }
                skipSpace()
                guard take(0x3D) else { return false }
                skipSpace()
                guard let value = quoted() else { return false }
                element.attributes[name] = value
            }
        }

        private mutating func content(into element: inout XMLElement, depth: Int) -> Bool {
            while position < bytes.count {
                if starts(with: "</") { return close(element.name) }
                if starts(with: "<!--") {
                    guard let end = find("-->") else { return false }
                    position = end + 3
                } else if peek() == 0x3C {
                    guard let child = self.element(depth: depth + 1) else { return false }
                    element.children.append(child)
                } else {
                    element.text += text(until: 0x3C)
                }
            }
            return false
        }

        private mutating func close(_ name: String) -> Bool {
            position += 2
            guard self.name() == name else { return false }
            skipSpace()
            return take(0x3E)
        }

        private mutating func quoted() -> String? {
            guard let quote = peek(), quote == 0x22 || quote == 0x27 else { return nil }
            position += 1
            let value = text(until: quote)
            return take(quote) ? value : nil
        }

        private mutating func text(until end: UInt8) -> String {
            let start = position
            while position < bytes.count, bytes[position] != end { position += 1 }
            return XMLText.unescape(String(decoding: bytes[start..<position], as: UTF8.self))
        }

        private mutating func name() -> String? {
            let start = position
            while let byte = peek(), !byte.isSpace, byte != 0x2F, byte != 0x3E, byte != 0x3D, byte != 0x3C {
                position += 1
            }
            return position > start ? String(decoding: bytes[start..<position], as: UTF8.self) : nil
        }

        private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

        private mutating func take(_ byte: UInt8) -> Bool {
            guard peek() == byte else { return false }
            position += 1
            return true
        }

        private mutating func skipSpace() { while let byte = peek(), byte.isSpace { position += 1 } }

        private func starts(with text: String) -> Bool { bytes[position...].starts(with: text.utf8) }

        private func find(_ text: String) -> Int? {
            (position..<bytes.count).first { bytes[$0...].starts(with: text.utf8) }
        }
    }
}

extension XMLText {
    /// The text that an escaped one stands for; what isn't an entity stays as it is.
    static func unescape(_ text: String) -> String {
        guard text.contains("&") else { return text }
        var plain = ""
        var rest = text[...]
        while let start = rest.firstIndex(of: "&") {
            plain += rest[..<start]
            rest = rest[start...]
            guard let end = rest.prefix(12).firstIndex(of: ";"),
                let character = entity(rest[rest.index(after: start)..<end])
            else {
                plain += "&"
                rest = rest.dropFirst()
                continue
            }
            plain.append(character)
            rest = rest[rest.index(after: end)...]
        }
        return plain + rest
    }

    private static func entity(_ name: Substring) -> Character? {
        switch name {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        default: return number(name).flatMap(Unicode.Scalar.init).map(Character.init)
        }
    }

    private static func number(_ name: Substring) -> UInt32? {
        guard name.hasPrefix("#") else { return nil }
        let digits = name.dropFirst()
        return digits.lowercased().hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
    }
}
