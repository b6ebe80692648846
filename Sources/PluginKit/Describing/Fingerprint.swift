import JSON
import PluginProtocol
import Reconciliation

/// The text that changes when what is compared or written changes: a hash of the description, and the tenant's narrowing.
enum Fingerprint {
    /// The fingerprint of a description without notes.
    static func text(
        of description: EntityDescription, _ deletion: Reconciler.Deletion, _ narrowing: Narrowing
    ) -> String {
        var description = description
        // The word stands for the policy; an entity that keeps to the default has the fingerprint that it always had.
        description.fingerprint = deletion.rawValue
        description.deletes = .uncouple
        description.notes = []
        let hash = hash(JSON.encode(description))
        return hexadecimal(hash) + (narrowing == Narrowing() ? "" : "/" + narrowing.text)
    }

    /// The narrowing that a fingerprint carries; `nil` when the text is no fingerprint of ours.
    static func narrowing(in fingerprint: String) -> Narrowing? {
        let parts = fingerprint.split(separator: "/", maxSplits: 1)
        guard let hash = parts.first, hash.utf8.count == 16 else { return nil }
        return parts.count == 2 ? Narrowing(parts[1]) : Narrowing()
    }

    /// FNV-1a, 64 bits (http://www.isthe.com/chongo/tech/comp/fnv/index.html).
    ///
    /// The same in every process, which Swift's own hashing is not; nobody gains by finding two maps with one hash.
    private static func hash(_ bytes: [UInt8]) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }

    private static func hexadecimal(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
