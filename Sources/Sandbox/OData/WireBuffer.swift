/// Appends JSON text byte by byte: what a page of twenty thousand rows is written with.
package struct WireBuffer: Sendable {
    /// What was written.
    package var bytes: [UInt8]

    /// Creates an empty buffer with room for some bytes.
    package init(capacity: Int = 4096) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    /// Appends a literal as it is.
    package mutating func raw(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends bytes as they are.
    package mutating func raw(_ text: [UInt8]) { bytes.append(contentsOf: text) }

    /// Appends text as it is.
    package mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// Appends a text as a JSON string.
    package mutating func string(_ text: String) {
        var text = text
        text.withUTF8 { string($0) }
    }

    /// Appends bytes of text as a JSON string.
    package mutating func string(_ text: UnsafeBufferPointer<UInt8>) {
        bytes.append(UInt8(ascii: "\""))
        var start = 0
        for place in text.indices where text[place] < 0x20 || text[place] == 0x22 || text[place] == 0x5C {
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<place]))
            escape(text[place])
            start = place + 1
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
        bytes.append(UInt8(ascii: "\""))
    }

    /// Appends bytes of text as they are.
    package mutating func raw(_ text: UnsafeBufferPointer<UInt8>) { bytes.append(contentsOf: text) }

    /// Appends a whole number.
    package mutating func integer(_ number: Int64) {
        guard number >= 10 || number < 0 else {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number))
            return
        }
        bytes.append(contentsOf: String(number).utf8)
    }

    /// Appends a truth value.
    package mutating func boolean(_ value: Bool) { if value { raw("true") } else { raw("false") } }

    /// Appends a point in time as a JSON string.
    package mutating func instant(_ moment: Moment, fraction: Bool) {
        bytes.append(UInt8(ascii: "\""))
        MomentText.append(moment, fraction: fraction, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func escape(_ byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x22, 0x5C: bytes.append(byte)
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        default:
            raw("u00")
            for digit in [byte >> 4, byte & 0xF] { bytes.append(digit < 10 ? 48 + digit : 87 + digit) }
        }
    }
}
