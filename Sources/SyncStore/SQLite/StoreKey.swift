/// The key of a store's hashes: 32 random bytes in a file beside the store, `<store>.key`, that only its owner may read.
///
/// Apart from the store, so that a copy of the store alone can't be guessed at. The file names the store that it belongs to.
package struct StoreKey: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible {
    /// The bytes of the key.
    package let bytes: [UInt8]

    /// How long a key is.
    package static let byteCount = 32

    /// Never the bytes.
    package var description: String { "a key of \(bytes.count) bytes" }
    /// Never the bytes.
    package var debugDescription: String { description }

    private static let heading = "couplet store key 1"

    /// The path of the key of a store.
    package static func path(ofStore path: String) -> String { path + ".key" }

    /// Loads the key of a store, or makes one when there is none and the store holds nothing that was hashed with it.
    static func load(store path: String, namespace: String, mayCreate: Bool) throws -> StoreKey {
        let keyPath = Self.path(ofStore: path)
        do {
            if let found = try PrivateFile.read(keyPath, atMost: 1_024) {
                guard found.mode & 0o077 == 0 else {
                    throw SyncStoreError.keyExposed(path: keyPath, mode: found.mode)
                }
                guard let key = StoreKey(text: found.bytes, namespace: namespace) else {
                    throw SyncStoreError.keyInvalid(path: keyPath)
                }
                return key
            }
            guard mayCreate else { throw SyncStoreError.keyMissing(path: keyPath) }
            var random = SystemRandomNumberGenerator()
            let key = StoreKey(bytes: (0..<byteCount).map { _ in UInt8.random(in: .min ... .max, using: &random) })
            if try PrivateFile.create(keyPath, key.text(namespace)) { return key }
        } catch {
            throw SyncStoreError(error, path: keyPath, during: .open)
        }
        // Another made it at the same instant.
        return try load(store: path, namespace: namespace, mayCreate: false)
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private init?(text: [UInt8], namespace: String) {
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\n")
        guard lines.count == 3, lines[0] == Self.heading, lines[1] == namespace else { return nil }
        let digits = Array(lines[2].utf8)
        guard digits.count == 2 * Self.byteCount else { return nil }
        let bytes = stride(from: 0, to: digits.count, by: 2).compactMap { place in
            UInt8(String(decoding: digits[place...place + 1], as: UTF8.self), radix: 16)
        }
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    private func text(_ namespace: String) -> [UInt8] {
        let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return Array("\(Self.heading)\n\(namespace)\n\(digits)\n".utf8)
    }
}
