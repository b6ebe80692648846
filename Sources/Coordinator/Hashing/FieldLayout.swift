package import Model
package import RemoteSystems

/// The fields that are read on one side of an entity, in order, and how their hashes stand in a base.
///
/// A class, since it is handed around with every record and never changes.
package final class FieldLayout: Sendable {
    /// The side.
    package let side: Side
    /// Its number in the store.
    package let id: LayoutID
    /// The fields, in the order in which they are read and hashed.
    package let fields: [FieldName]

    private let hasher: FieldHasher
    private let prefixes: [[UInt8]]
    private let positions: [FieldName: Int]
    private let recent: RecentHashes

    /// Creates the layout of fields whose names all differ.
    package init(side: Side, id: LayoutID, fields: [FieldName], hasher: FieldHasher) {
        self.side = side
        self.id = id
        self.fields = fields
        self.hasher = hasher
        prefixes = fields.map { Canonical.prefix(of: $0, on: side) }
        recent = RecentHashes(fields: fields.count)
        positions = Dictionary(fields.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The place of a field in the layout.
    func position(of field: FieldName) -> Int? { positions[field] }

    /// The hashes of what was read, end to end; zeros for a field that the answer lacked.
    ///
    /// What a server returns as it was `sent` has the hash that its intent was stored with.
    package func hashes(of values: Fields, sent: Sent = Sent()) -> [UInt8] {
        recent.withMemory { memory in
            var hashes: [UInt8] = []
            hashes.reserveCapacity(fields.count * FieldHash.byteCount)
            for (position, field) in fields.enumerated() {
                // Records come in the order in which their fields were asked for.
                let inOrder = position < values.count && values[position].name == field
                let value = inOrder ? values[position].value : values[field]
                hashes.append(
                    contentsOf: value.map { sent.hash(of: $0, field) ?? hash(of: $0, at: position, in: &memory) }
                        ?? Self.unknown)
            }
            return hashes
        }
    }

    /// The names and hashes of fields that are written on this side, in their order.
    package func sent(_ fields: Fields) -> [Intent.SentField] {
        recent.withMemory { memory in
            fields.map { field in
                let hash =
                    positions[field.name].map { self.hash(of: field.value, at: $0, in: &memory) }
                    ?? hasher.hash(field.value, of: field.name, on: side)
                return Intent.SentField(name: field.name, hash: hash)
            }
        }
    }

    /// What was sent, with the hashes that its intent was stored with, in the same order.
    package struct Sent: Sendable {
        private let fields: Fields
        private let hashes: [Intent.SentField]

        /// Nothing, or the fields of a write and what its intent says of them.
        package init(_ fields: Fields = Fields(), _ hashes: [Intent.SentField] = []) {
            self.fields = fields
            self.hashes = hashes
        }

        /// The hash of a value when it is the one that was sent for the field.
        fileprivate func hash(of value: FieldValue, _ field: FieldName) -> [UInt8]? {
            guard let place = fields.firstIndex(where: { $0.name == field }), place < hashes.count,
                hashes[place].name == field, fields[place].value.isSame(as: value)
            else { return nil }
            return hashes[place].hash
        }
    }

    private func hash(of value: FieldValue, at position: Int, in memory: inout RecentHashes.Memory) -> [UInt8] {
        memory.hash(of: value, at: position) { bytes in
            bytes.append(contentsOf: prefixes[position])
            Canonical.append(value, to: &bytes)
            return hasher.hash(bytes)
        }
    }

    /// The base of a record as it was read, or as it was returned for what was `sent`.
    package func base(of record: RemoteRecord, sent: Sent = Sent()) -> Base {
        Base(version: record.version, layout: id, hashes: hashes(of: record.fields, sent: sent))
    }

    /// A base that knows nothing of the fields.
    func emptyBase(version: RecordVersion?) -> Base {
        Base(
            version: version, layout: id, hashes: [UInt8](repeating: 0, count: fields.count * FieldHash.byteCount))
    }

    /// What stands for the hash of a field of which nothing is known.
    static let unknown = [UInt8](repeating: 0, count: FieldHash.byteCount)

    /// The hash of a field in hashes of this layout; `nil` when it was not read.
    package func hash(of field: FieldName, in hashes: [UInt8]) -> ArraySlice<UInt8>? {
        positions[field].flatMap { Self.hash(at: $0, in: hashes) }
    }

    /// The hash at a place of hashes that stand end to end; `nil` when that field was not read.
    static func hash(at position: Int, in hashes: [UInt8]) -> ArraySlice<UInt8>? {
        let start = position * FieldHash.byteCount
        guard start + FieldHash.byteCount <= hashes.count else { return nil }
        let slice = hashes[start..<start + FieldHash.byteCount]
        return slice.allSatisfy { $0 == 0 } ? nil : slice
    }

    /// Puts a hash at the place of a field.
    func set(_ hash: [UInt8], for field: FieldName, in hashes: inout [UInt8]) {
        guard let position = positions[field], hash.count == FieldHash.byteCount else { return }
        let start = position * FieldHash.byteCount
        guard start + FieldHash.byteCount <= hashes.count else { return }
        hashes.replaceSubrange(start..<start + FieldHash.byteCount, with: hash)
    }
}
