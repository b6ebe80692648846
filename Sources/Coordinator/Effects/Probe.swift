#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import Model
import PluginProtocol
import RemoteSystems

/// Looks for the record that an unanswered create may have made, by values that are read from its source again: the store keeps none.
struct Probe: Sendable {
    let reader: SideReader
    let hasher: FieldHasher

    private static let criteria = 4

    /// What an intent's record is found by, as far as the source still has the values that were sent; `nil` when it hasn't.
    func criteria(of intent: Intent, source: RemoteRecord?) -> Fields? {
        guard let source else { return nil }
        switch intent.operation {
        case .createNatural(let key):
            let recovered = recovered(intent, source)
            let criteria = Fields(key.compactMap { name in recovered[name].map { Fields.Element(name, $0) } })
            return criteria.count == key.count ? criteria : nil
        case .createKeyless:
            let recovered = recovered(intent, source)
            let identifying = reader.shape.matching.rules.flatMap(\.criteria).map { $0.fields[intent.side] }
            let names = (identifying + recovered.names).unique().filter { name in
                if case .text(let text)? = recovered[name] { !text.isEmpty } else { false }
            }
            let criteria = Fields(
                names.prefix(Self.criteria).compactMap { name in recovered[name].map { Fields.Element(name, $0) } })
            return criteria.isEmpty ? nil : criteria
        case .createKeyed, .update, .delete:
            return nil
        }
    }

    /// The records that a create may have made: uncoupled ones; of those that are wholly as sent, only these.
    ///
    /// `nil` when the system can't be asked for all of them: what it doesn't name proves nothing then.
    func find(
        _ intent: Intent, from source: RemoteRecord, by criteria: Fields, sentAt: Date
    ) async throws -> [Settling.Seen]? {
        guard let equal = try await equal(intent, by: criteria) else { return nil }
        guard case .createKeyless = intent.operation else { return equal }
        let settling = Settling(shape: reader.shape, mayStillLand: false)
        if equal.contains(where: { settling.isWhollyAsSent($0, intent) }) { return equal }
        let equals = equal.filter { !reader.shape.wasMade($0.record.fields, longBefore: sentAt, on: intent.side) }
        let found = equals.isEmpty ? try await alike(intent, by: criteria, sentAt: sentAt) : equals
        let erp = intent.side == .erp ? found.map(\.record.fields) : [source.fields]
        let partners = try await reader.matchPartners(of: erp, on: .erp)
        let recognised = found.filter { isRecognised($0, intent, source, partners) }
        if !recognised.isEmpty { return recognised }
        return found.map { seen in
            var seen = seen
            seen.isRecognised = false
            return seen
        }
    }

    /// Whether a record is what a source was to become: a rule recognises it, or most of what the rules look at is as it was sent.
    ///
    /// Two people of one company have most of their fields in common, but not these.
    private func isRecognised(
        _ seen: Settling.Seen, _ intent: Intent, _ source: RemoteRecord, _ partners: MatchPartners
    ) -> Bool {
        let matching = reader.shape.matching
        let wanted = matching.keys(side: intent.side.opposite, of: source.fields, partners: partners)
        let found = matching.keys(side: intent.side, of: seen.record.fields, partners: partners)
        if zip(wanted, found).contains(where: { $0 != nil && $0 == $1 }) { return true }
        let recovered = recovered(intent, source)
        let names = Set(matching.rules.flatMap(\.criteria).map { $0.fields[intent.side] })
        let identifying = intent.sent.filter { names.contains($0.name) && recovered[$0.name]?.isEmpty != true }
        let layout = reader.shape.layouts[intent.side]
        let equal = identifying.count { layout.hash(of: $0.name, in: seen.hashes)?.elementsEqual($0.hash) ?? false }
        // Where nothing was sent that a rule looks at, nothing tells anybody apart.
        return identifying.isEmpty || equal * 2 > identifying.count
    }

    /// The records that resemble what was sent, though somebody edited one of the values that they are looked for by.
    private func alike(_ intent: Intent, by criteria: Fields, sentAt: Date) async throws -> [Settling.Seen] {
        let shape = reader.shape
        let side = intent.side
        var alike: [RecordID: Settling.Seen] = [:]
        for criterion in criteria {
            let found: [RemoteRecord]
            do {
                found = try await reader.found(
                    side, where: Fields([criterion]), reading: shape.fieldsToSettle(side)
                ) { _ in false }
            } catch is CriteriaFailure {
                // A value that too many have tells nothing; the others may.
                continue
            }
            let coupled = try await reader.couplings(side, found.map(\.id))
            for record in found where coupled[record.id] == nil {
                let seen = shape.seen(record, on: side)
                guard shape.mayBe(seen.hashes, madeBy: intent),
                    !shape.wasMade(record.fields, longBefore: sentAt, on: side)
                else { continue }
                alike[record.id] = seen
            }
        }
        return alike.values.sorted { $0.id < $1.id }
    }

    /// The records that have all of the values.
    private func equal(_ intent: Intent, by criteria: Fields) async throws -> [Settling.Seen]? {
        let shape = reader.shape
        let side = intent.side
        let all: [RemoteRecord]
        do {
            all = try await reader.found(side, where: criteria, reading: shape.fieldsToSettle(side)) { _ in false }
        } catch is CriteriaFailure {
            return nil
        }
        let found = all.filter { record in criteria.allSatisfy { (record.fields[$0.name] ?? $0.value) == $0.value } }
        let coupled = try await reader.couplings(side, found.map(\.id))
        let free = found.filter { coupled[$0.id] == nil }.map { shape.seen($0, on: side) }
        let asSent = free.filter { record in
            intent.sent.allSatisfy {
                shape.layouts[side].hash(of: $0.name, in: record.hashes)?.elementsEqual($0.hash) ?? true
            }
        }
        return asSent.isEmpty ? free : asSent
    }

    /// The values that were sent, as far as the source still has them: a value counts when its hash is that of the sent one.
    private func recovered(_ intent: Intent, _ source: RemoteRecord) -> Fields {
        var sources: [FieldName: [FieldValue]] = [:]
        for field in reader.shape.description.fields {
            let (target, origin) = intent.side == .erp ? (field.erp, field.crm) : (field.crm, field.erp)
            guard let target else { continue }
            if let constant = field.constant { sources[target, default: []].append(constant) }
            if let value = origin.flatMap({ source.fields[$0] }) {
                sources[target, default: []] += Self.spellings(of: value)
            }
        }
        var recovered = Fields()
        for sent in intent.sent {
            let value = sources[sent.name]?.first { hasher.hash($0, of: sent.name, on: intent.side) == sent.hash }
            if let value { recovered.append(sent.name, value) }
        }
        return recovered
    }

    /// A value as the common transforms would have sent it: as it is, without blanks at the ends, as a code.
    private static func spellings(of value: FieldValue) -> [FieldValue] {
        guard case .text(let text) = value else { return [value] }
        let trimmed = String(
            text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
        return [value, .text(trimmed), .text(trimmed.uppercased())]
    }
}
