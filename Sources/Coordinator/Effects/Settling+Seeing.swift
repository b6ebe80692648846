#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import Model
import PluginProtocol
import RemoteSystems

extension Settling.Seen {
    /// Its identity.
    var id: RecordID { record.id }
    /// Its version.
    var version: RecordVersion? { record.version }
}

extension EntityShape {
    /// The fields that say when a record was made and when it was last changed, as the systems name them.
    ///
    /// The standard API of Business Central says of most tables the latter alone:
    /// https://learn.microsoft.com/dynamics365/business-central/dev-itpro/api-reference/v2.0/resources/dynamics_contact
    private static let stamps: [(made: FieldName?, changed: FieldName)] = [
        ("createdon", "modifiedon"), ("systemCreatedAt", "systemModifiedAt"),
        ("systemCreatedAt", "lastModifiedDateTime"), (nil, "lastModifiedDateTime"),
    ]

    private func stamps(_ side: Side) -> (made: FieldName?, changed: FieldName)? {
        let names = Set(tables[side].fields.map(\.name))
        return Self.stamps.first { ($0.made.map(names.contains) ?? true) && names.contains($0.changed) }
    }

    /// What is read of a record that an unanswered write may have made or changed.
    func fieldsToSettle(_ side: Side) -> [FieldName] {
        (layouts[side].fields + (stamps(side).map { [$0.made, $0.changed].compactMap(\.self) } ?? []))
            .unique()
    }

    /// Whether most of what an attempt sent is there as it was sent.
    func resembles(_ hashes: [UInt8], _ intent: Intent) -> Bool { equal(hashes, intent) * 2 > intent.sent.count }

    /// Whether half of what an attempt sent is there as it was sent: somebody may have edited the rest since.
    func mayBe(_ hashes: [UInt8], madeBy intent: Intent) -> Bool { equal(hashes, intent) * 2 >= intent.sent.count }

    /// Whether a record that was read may be what an attempt made.
    ///
    /// A document is told by its number, or by its lines where somebody edited that: most of its fields are those of every order of its
    /// customer.
    func mayBe(_ reading: SideReading, madeBy intent: Intent) -> Bool {
        guard let hashes = reading.hashes else { return false }
        guard let lines, case .createNatural(let key) = intent.operation else { return mayBe(hashes, madeBy: intent) }
        let layout = layouts[intent.side]
        let hasItsNumber = key.allSatisfy { name in
            intent.sent.contains { sent in
                sent.name == name && layout.hash(of: name, in: hashes)?.elementsEqual(sent.hash) ?? false
            }
        }
        if hasItsNumber { return true }
        let made = LineText.lines(in: reading.fields).map { RemoteRecord(id: $0.id, version: nil, fields: $0.fields) }
        return mayBe(hashes, madeBy: intent) && !made.isEmpty && lines.areAsSent(made, intent)
    }

    private func equal(_ hashes: [UInt8], _ intent: Intent) -> Int {
        let layout = layouts[intent.side]
        return intent.sent.count { layout.hash(of: $0.name, in: hashes)?.elementsEqual($0.hash) ?? false }
    }

    /// Whether a record was made, or last changed, long before an instant, as far as it says: then nothing sent at it made the record.
    func wasMade(_ fields: Fields, longBefore instant: Date, on side: Side) -> Bool {
        guard let stamps = stamps(side) else { return false }
        return [stamps.made, stamps.changed].compactMap(\.self).contains { name in
            guard case .text(let text)? = fields[name], let seconds = Instant.seconds(text) else { return false }
            // The clocks of two systems may differ; by an hour they don't.
            return instant.timeIntervalSince1970 - seconds > 3_600
        }
    }

    /// A record that was read with `fieldsToSettle`.
    func seen(_ record: RemoteRecord, on side: Side) -> Settling.Seen {
        Settling.Seen(
            record: record, hashes: layouts[side].hashes(of: record.fields), doubtful: doubtful(record.fields, on: side)
        )
    }

    /// The fields that could have been filled in by a person since the record was made, and would have to travel; none where its
    /// stamps say that nobody touched it.
    private func doubtful(_ fields: Fields, on side: Side) -> [FieldName] {
        if let stamps = stamps(side), let made = stamps.made.flatMap({ fields[$0] }), made == fields[stamps.changed] {
            return []
        }
        return description.fields.filter { $0.direction.writes(to: side.opposite) }
            .compactMap { side == .erp ? $0.erp : $0.crm }
            .filter { name in fields[name].map { !$0.isBlank } ?? false }
    }
}

extension SideReader {
    /// Records of a side that unanswered writes may have made or changed, by the identity asked for.
    func seen(_ side: Side, _ ids: [RecordID]) async throws -> [RecordID: Settling.Seen] {
        guard !ids.isEmpty else { return [:] }
        return try await remotes[side].records(ids, of: shape.tables[side], reading: shape.fieldsToSettle(side))
            .mapValues { shape.seen($0, on: side) }
    }
}

extension FieldValue {
    /// Whether a server has the field so when nobody filled it in.
    fileprivate var isBlank: Bool {
        isEmpty || self == .text(RecordID.zero.text) || self == "0" || self == 0 || self == .boolean(false)
    }
}
