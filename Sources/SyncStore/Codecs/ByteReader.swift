/// Reads what a `ByteWriter` wrote, and believes no length.
struct ByteReader {
    /// The bytes are not what a writer wrote.
    struct Malformed: Error {}

    private let source: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { source = bytes }

    var isAtEnd: Bool { position == source.count }

    mutating func byte() throws -> UInt8 {
        guard position < source.count else { throw Malformed() }
        defer { position += 1 }
        return source[position]
    }

    /// A number that fits into 63 bits.
    mutating func integer() throws -> Int {
        var number: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 63, by: 7) {
            let byte = try byte()
            number |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return Int(number) }
        }
        throw Malformed()
    }

    mutating func bytes() throws -> [UInt8] { Array(try run()) }

    mutating func text() throws -> String { String(decoding: try run(), as: UTF8.self) }

    mutating func element<Value>(of values: [Value]) throws -> Value {
        let index = try integer()
        guard index < values.count else { throw Malformed() }
        return values[index]
    }

    mutating func optional<Value>(
        _ read: (inout ByteReader) throws -> Value
    ) throws -> Value? {
        try byte() == 0 ? nil : try read(&self)
    }

    mutating func list<Value>(
        _ read: (inout ByteReader) throws -> Value
    ) throws -> [Value] {
        let count = try integer()
        guard count <= source.count - position else { throw Malformed() }
        var values: [Value] = []
        values.reserveCapacity(count)
        for _ in 0..<count { values.append(try read(&self)) }
        return values
    }

    private mutating func run() throws -> ArraySlice<UInt8> {
        let count = try integer()
        guard count <= source.count - position else { throw Malformed() }
        defer { position += count }
        return source[position..<position + count]
    }
}
