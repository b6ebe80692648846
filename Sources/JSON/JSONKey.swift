/// The name of an object's member, to be matched against literals without making a `String`:
/// `switch key { case "id": …; default: break }`.
///
/// Names of up to 32 bytes live in the value itself; a longer one is kept as text.
@frozen
public struct JSONKey: Sendable, Hashable {
    private typealias Words = (UInt64, UInt64, UInt64, UInt64)
    private static let inlineCapacity = 32

    @usableFromInline var word0: UInt64 = 0
    @usableFromInline var word1: UInt64 = 0
    @usableFromInline var word2: UInt64 = 0
    @usableFromInline var word3: UInt64 = 0
    @usableFromInline var count: Int
    @usableFromInline var long: String?

    /// Takes over the bytes of a name, which are UTF-8 without escapes.
    init(_ bytes: UnsafeRawBufferPointer) {
        count = bytes.count
        guard count <= Self.inlineCapacity else {
            long = String(decoding: bytes, as: UTF8.self)
            return
        }
        var words: Words = (0, 0, 0, 0)
        withUnsafeMutableBytes(of: &words) { $0.copyMemory(from: bytes) }
        (word0, word1, word2, word3) = words
    }

    /// Takes over the bytes of a name in a text that goes on for eight bytes at least.
    @inline(__always)
    init(_ bytes: UnsafeRawPointer, shortCount: Int) {
        count = shortCount
        guard shortCount > 0 else { return }
        let word = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
        word0 = (word & UInt64.max >> UInt64(64 - 8 * shortCount)).littleEndian
    }

    /// The key of a name that is known only at run time; keys of equal names are equal.
    public init(_ name: String) {
        var name = name
        self = name.withUTF8 { JSONKey(UnsafeRawBufferPointer($0)) }
    }

    /// The name as a string.
    public var text: String {
        if let long { return long }
        let words: Words = (word0, word1, word2, word3)
        return withUnsafeBytes(of: words) { String(decoding: $0.prefix(count), as: UTF8.self) }
    }

    /// Whether the name is that of a literal.
    @inlinable
    @inline(__always)
    public static func == (key: JSONKey, name: StaticString) -> Bool {
        let length = name.utf8CodeUnitCount
        guard key.count == length, name.hasPointerRepresentation else { return false }
        guard length <= 8 else { return key.equals(UnsafeRawBufferPointer(start: name.utf8Start, count: length)) }
        // The literal's word is put together by the compiler.
        var word: UInt64 = 0
        for index in 0..<length { word |= UInt64(name.utf8Start[index]) << UInt64(8 * index) }
        return UInt64(littleEndian: key.word0) == word
    }

    /// Whether the name is that of a literal of the same length.
    @usableFromInline
    func equals(_ literal: UnsafeRawBufferPointer) -> Bool {
        if let long { return long.utf8.elementsEqual(literal) }
        let words: Words = (word0, word1, word2, word3)
        return withUnsafeBytes(of: words) { bytes in
            guard let start = bytes.baseAddress, let other = literal.baseAddress else { return count == 0 }
            return equalBytes(start, other, count)
        }
    }

    /// Whether the name is another than that of a literal.
    @inlinable
    public static func != (key: JSONKey, name: StaticString) -> Bool { !(key == name) }

    /// Lets a name stand in a `switch` over literals.
    @inlinable
    @inline(__always)
    public static func ~= (name: StaticString, key: JSONKey) -> Bool { key == name }
}

/// Whether two pieces of memory hold the same bytes, eight at a time.
@inline(__always)
func equalBytes(_ left: UnsafeRawPointer, _ right: UnsafeRawPointer, _ count: Int) -> Bool {
    var offset = 0
    while offset + 8 <= count {
        if left.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            != right.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        {
            return false
        }
        offset += 8
    }
    while offset < count {
        if left.load(fromByteOffset: offset, as: UInt8.self) != right.load(fromByteOffset: offset, as: UInt8.self) {
            return false
        }
        offset += 1
    }
    return true
}
