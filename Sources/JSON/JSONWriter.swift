/// Appends JSON to bytes, without white space; commas come by themselves.
///
/// ```swift
/// writer.object { writer in
///     writer.member("id", 7)
///     writer.name("fields")
///     writer.array { writer in … }
/// }
/// ```
public struct JSONWriter: Sendable {
    /// What was written.
    public private(set) var bytes: [UInt8]

    /// Creates a writer that goes on after some bytes: nothing, a newline, or an open bracket.
    public init(_ bytes: [UInt8] = []) { self.bytes = bytes }

    /// Creates a writer with room for some bytes.
    public init(capacity: Int) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    /// Forgets what was written and keeps the room.
    public mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// Forgets what was written after the first so many bytes.
    public mutating func removeAll(after count: Int) { bytes.removeSubrange(count...) }

    /// Writes an object, whose members the closure writes.
    @inlinable
    public mutating func object(_ members: (inout JSONWriter) -> Void) {
        beginObject()
        members(&self)
        endObject()
    }

    /// Writes an array, whose elements the closure writes.
    @inlinable
    public mutating func array(_ elements: (inout JSONWriter) -> Void) {
        beginArray()
        elements(&self)
        endArray()
    }

    /// Opens an object.
    public mutating func beginObject() {
        separate()
        bytes.append(UInt8(ascii: "{"))
    }

    /// Closes an object.
    public mutating func endObject() { bytes.append(UInt8(ascii: "}")) }

    /// Opens an array.
    public mutating func beginArray() {
        separate()
        bytes.append(UInt8(ascii: "["))
    }

    /// Closes an array.
    public mutating func endArray() { bytes.append(UInt8(ascii: "]")) }

    /// Writes the name of a member, whose value follows.
    public mutating func name(_ name: String) {
        var name = name
        name.withUTF8 { quote($0, isName: true) }
    }

    /// Writes the name of a member, a literal that needs no escapes; its value follows.
    public mutating func name(_ name: StaticString) {
        let comma = needsComma
        let count = name.utf8CodeUnitCount
        append(upTo: count + 4) { free in
            var place = 0
            if comma {
                free[0] = UInt8(ascii: ",")
                place = 1
            }
            free[place] = UInt8(ascii: "\"")
            (free + place + 1).update(from: name.utf8Start, count: count)
            place += count + 1
            free[place] = UInt8(ascii: "\"")
            free[place + 1] = UInt8(ascii: ":")
            return place + 2
        }
    }

    /// Writes a member.
    @inlinable
    public mutating func member<Value: JSONWritable>(_ name: StaticString, _ value: Value) {
        self.name(name)
        value.write(to: &self)
    }

    /// Writes a member, or nothing at all when there is no value.
    @inlinable
    public mutating func member<Value: JSONWritable>(_ name: StaticString, ifPresent value: Value?) {
        guard let value else { return }
        member(name, value)
    }

    /// Writes `null`.
    public mutating func null() { raw("null") }

    /// Writes a truth value.
    public mutating func boolean(_ value: Bool) { raw(value ? "true" : "false") }

    /// Writes a whole number.
    public mutating func integer(_ value: some BinaryInteger & Sendable) {
        separate()
        let number = Int64(value)
        var rest = number.magnitude
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var place = 20
            repeat {
                place -= 1
                digits.initializeElement(at: place, to: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
                rest /= 10
            } while rest > 0
            if number < 0 {
                place -= 1
                digits.initializeElement(at: place, to: UInt8(ascii: "-"))
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: digits[place...]))
        }
    }

    /// Writes a number given as JSON writes it.
    public mutating func number(_ text: String) {
        separate()
        bytes.append(contentsOf: text.utf8)
    }

    /// Writes a literal text that is one value.
    public mutating func raw(_ text: StaticString) {
        separate()
        append(text)
    }

    /// Writes bytes that are one value.
    public mutating func raw(_ value: ArraySlice<UInt8>) {
        separate()
        bytes.append(contentsOf: value)
    }

    /// Writes a string, with the escapes that it needs.
    public mutating func string(_ text: String) {
        var text = text
        text.withUTF8 { quote($0, isName: false) }
    }

    /// A newline after a whole text, so that the next one begins a line.
    public mutating func newline() { bytes.append(UInt8(ascii: "\n")) }

    /// Writes a string; what needs no escape, which is nearly all there is, in one go.
    private mutating func quote(_ text: UnsafeBufferPointer<UInt8>, isName: Bool) {
        let comma = needsComma
        var copied = 0
        append(upTo: text.count + 4 + ByteScan.slack) { free in
            var place = 0
            if comma {
                free[0] = UInt8(ascii: ",")
                place = 1
            }
            free[place] = UInt8(ascii: "\"")
            place += 1
            if let base = text.baseAddress { copied = ByteScan.copyPlain(base, text.count, to: free + place) }
            place += copied
            guard copied == text.count else { return place }
            free[place] = UInt8(ascii: "\"")
            free[place + 1] = UInt8(ascii: ":")
            return isName ? place + 2 : place + 1
        }
        guard copied < text.count else { return }
        appendEscaped(UnsafeBufferPointer(rebasing: text[copied...]))
        bytes.append(UInt8(ascii: "\""))
        if isName { bytes.append(UInt8(ascii: ":")) }
    }

    /// Lends room for some bytes at the end; the closure says how many it wrote.
    @inline(__always)
    private mutating func append(upTo room: Int, _ fill: (UnsafeMutablePointer<UInt8>) -> Int) {
        bytes.append(addingCapacity: room) { free in
            free.withUnsafeMutableBufferPointer { buffer, count in
                guard let base = buffer.baseAddress else { return }
                count += fill(base + count)
            }
        }
    }

    private mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>) {
        guard let base = text.baseAddress else { return }
        var position = 0
        while position < text.count {
            let (stop, _) = ByteScan.plainText(base, from: position, to: text.count)
            bytes.append(contentsOf: UnsafeBufferPointer(start: base + position, count: stop - position))
            position = stop
            guard position < text.count else { return }
            appendEscape(text[position])
            position += 1
        }
    }

    private mutating func appendEscape(_ byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        default:
            append("u00")
            for digit in [byte >> 4, byte & 0xF] {
                bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
            }
        }
    }

    private mutating func append(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// A comma, unless what stands last opens something or ends a line.
    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }

    @inline(__always)
    private var needsComma: Bool {
        switch bytes.last {
        case nil, UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"), UInt8(ascii: "\n"): false
        default: true
        }
    }
}
