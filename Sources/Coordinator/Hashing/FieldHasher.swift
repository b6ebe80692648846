package import Model

import Crypto

/// Keyed hashes under the store's key: HMAC-SHA-256, cut to 96 bits.
///
/// Keyed, since a plain hash of a credit limit or a telephone number is reversible by guessing. The states after the two
/// blocks of the key are prepared once and copied per hash, by hand: `HMAC` does the same, but being generic and compiled
/// elsewhere it takes twice as long over values as short as these.
package struct FieldHasher: Sendable {
    private let inner: SHA256
    private let outer: SHA256

    /// Prepares the states of a key, 32 bytes of which make sense.
    package init(key: [UInt8]) {
        // https://www.rfc-editor.org/rfc/rfc2104#section-2
        var block = key.count > SHA256.blockByteCount ? Array(SHA256.hash(data: key)) : key
        block += [UInt8](repeating: 0, count: SHA256.blockByteCount - block.count)
        (inner, outer) = (SHA256(after: block.map { $0 ^ 0x36 }), SHA256(after: block.map { $0 ^ 0x5C }))
    }

    /// The hash of bytes: `FieldHash.byteCount` of them.
    package func hash(_ bytes: [UInt8]) -> [UInt8] {
        var (inner, outer) = (inner, outer)
        bytes.withUnsafeBytes { inner.update(bufferPointer: $0) }
        inner.finalize().withUnsafeBytes { outer.update(bufferPointer: $0) }
        return outer.finalize().withUnsafeBytes { Array($0.prefix(FieldHash.byteCount)) }
    }

    /// The hash of one field's raw value on a side.
    package func hash(_ value: FieldValue, of field: FieldName, on side: Side) -> [UInt8] {
        var bytes = Canonical.prefix(of: field, on: side)
        Canonical.append(value, to: &bytes)
        return hash(bytes)
    }
}

extension SHA256 {
    /// The state after some bytes.
    fileprivate init(after bytes: [UInt8]) {
        self.init()
        bytes.withUnsafeBytes { update(bufferPointer: $0) }
    }
}

/// The one form in which names and values are hashed: each part says its length or its kind, so that no two differ in meaning alone.
enum Canonical {
    /// What stands before the value of a field: its side and name.
    static func prefix(of field: FieldName, on side: Side) -> [UInt8] {
        var bytes: [UInt8] = [side == .erp ? 1 : 2]
        append(field, to: &bytes)
        return bytes
    }

    /// Appends a value.
    ///
    /// Raw, as the server returned it: an empty text and null differ.
    static func append(_ value: FieldValue, to bytes: inout [UInt8]) {
        switch value {
        case .null: bytes.append(0)
        case .boolean(let flag): bytes.append(flag ? 2 : 1)
        case .integer(let number):
            bytes.append(3)
            withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
        case .text(let text):
            bytes.append(4)
            bytes.append(contentsOf: text.utf8)
        }
    }

    /// Appends a text with its length before it.
    static func append(_ text: String, to bytes: inout [UInt8]) {
        let utf8 = text.utf8
        withUnsafeBytes(of: UInt32(utf8.count).littleEndian) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: utf8)
    }
}

extension FieldValue {
    /// Whether two values are the same to the byte, so that their hashes are.
    ///
    /// Texts that look alike in different forms of Unicode are equal to Swift, and are a change to the servers.
    func isSame(as other: FieldValue) -> Bool {
        guard case .text(let one) = self, case .text(let other) = other else { return self == other }
        guard one.utf8.count == other.utf8.count else { return false }
        let isSame = one.utf8.withContiguousStorageIfAvailable { one in
            other.utf8.withContiguousStorageIfAvailable { one.elementsEqual($0) }
        }
        return (isSame ?? nil) ?? one.utf8.elementsEqual(other.utf8)
    }
}
