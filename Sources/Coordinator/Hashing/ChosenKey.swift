#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif
package import Model

import Crypto

/// Keys that we choose for records we create, so that repeating a create changes nothing.
package struct ChosenKey: Sendable {
    private let namespace: UUID
    private let company: String

    /// Creates the keys of a store (its random namespace) and a company.
    package init(namespace: UUID, company: String) {
        self.namespace = namespace
        self.company = company
    }

    /// The key of the CRM record that is created for an ERP record: UUIDv5 of store namespace, company, entity, ERP id and generation.
    ///
    /// The generation rises when a coupling ends, so that a re-create never meets a deleted row.
    package func key(of entity: EntityName, erp id: RecordID, generation: Int) -> RecordID {
        name("create", entity, id.text, "\(generation)")
    }

    /// The identity that a record planned by a dry run goes by, until it exists.
    package func placeholder(of entity: EntityName, side: Side, source: RecordID) -> RecordID {
        name("planned", entity, side.rawValue, source.text)
    }

    private func name(_ kind: String, _ entity: EntityName, _ parts: String...) -> RecordID {
        var bytes: [UInt8] = []
        withUnsafeBytes(of: namespace.uuid) { bytes.append(contentsOf: $0) }
        for part in [kind, company, entity.text] + parts { Canonical.append(part, to: &bytes) }
        // A UUID of version 5 is a name's SHA-1: https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-5
        var uuid = Array(Insecure.SHA1.hash(data: bytes).prefix(16))
        uuid[6] = uuid[6] & 0x0F | 0x50
        uuid[8] = uuid[8] & 0x3F | 0x80
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for (position, byte) in uuid.enumerated() {
            if position == 4 || position == 6 || position == 8 || position == 10 { text.append(UInt8(ascii: "-")) }
            text.append(Self.digit(byte >> 4))
            text.append(Self.digit(byte & 15))
        }
        return RecordID(String(decoding: text, as: UTF8.self))
    }

    private static func digit(_ number: UInt8) -> UInt8 {
        number < 10 ? UInt8(ascii: "0") + number : UInt8(ascii: "a") + number - 10
    }
}
