package import Model

/// Keeps the fields of many records in few bytes: each name once, each value as its bytes.
package struct FieldPacker: Sendable {
    private enum Kind: UInt8 { case null, no, yes, integer, text }

    /// A field where it stands in packed bytes.
    private struct Place {
        var name: Int
        var kind: Kind
        var bytes: Range<Int>
    }

    private var names: [FieldName] = []
    private var numbers: [FieldName: Int] = [:]

    /// Creates a packer that knows no name yet.
    package init() {}

    /// The fields as bytes that this packer reads again.
    package mutating func pack(_ fields: Fields) -> [UInt8] {
        var bytes: [UInt8] = []
        for field in fields {
            Self.append(number(of: field.name), 2, to: &bytes)
            switch field.value {
            case .null: bytes.append(Kind.null.rawValue)
            case .boolean(let isTrue): bytes.append((isTrue ? Kind.yes : .no).rawValue)
            case .integer(let number):
                bytes.append(Kind.integer.rawValue)
                Self.append(Int(number), 8, to: &bytes)
            case .text(let text):
                bytes.append(Kind.text.rawValue)
                Self.append(text.utf8.count, 4, to: &bytes)
                bytes.append(contentsOf: text.utf8)
            }
        }
        return bytes
    }

    /// The fields that were packed, in their order.
    package func unpack(_ bytes: [UInt8]) -> Fields {
        var fields = Fields()
        var index = 0
        while let place = place(at: index, in: bytes) {
            fields.append(names[place.name], value(at: place, in: bytes))
            index = place.bytes.upperBound
        }
        return fields
    }

    /// The value of one field; `nil` when it is not among them.
    package func value(of name: FieldName, in bytes: [UInt8]) -> FieldValue? {
        guard let number = numbers[name] else { return nil }
        var index = 0
        while let place = place(at: index, in: bytes) {
            if place.name == number { return value(at: place, in: bytes) }
            index = place.bytes.upperBound
        }
        return nil
    }

    private mutating func number(of name: FieldName) -> Int {
        if let number = numbers[name] { return number }
        numbers[name] = names.count
        names.append(name)
        return names.count - 1
    }

    private func place(at index: Int, in bytes: [UInt8]) -> Place? {
        guard index < bytes.count else { return nil }
        guard let kind = Kind(rawValue: bytes[index + 2]) else {
            preconditionFailure("a packer reads what it packed itself")
        }
        let start = index + 3
        let range =
            switch kind {
            case .null, .no, .yes: start..<start
            case .integer: start..<start + 8
            case .text: start + 4..<start + 4 + Self.number(in: bytes[start..<start + 4])
            }
        return Place(name: Self.number(in: bytes[index..<index + 2]), kind: kind, bytes: range)
    }

    private func value(at place: Place, in bytes: [UInt8]) -> FieldValue {
        switch place.kind {
        case .null: .null
        case .no: .boolean(false)
        case .yes: .boolean(true)
        case .integer: .integer(Int64(Self.number(in: bytes[place.bytes])))
        case .text: .text(String(decoding: bytes[place.bytes], as: UTF8.self))
        }
    }

    private static func append(_ number: Int, _ count: Int, to bytes: inout [UInt8]) {
        for shift in 0..<count { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * shift))) }
    }

    private static func number(in bytes: ArraySlice<UInt8>) -> Int {
        bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
