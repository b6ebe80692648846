import Model
import PluginProtocol
import RemoteSystems
import SyncStore

/// Nominates the records that a person named, by identity or by their natural key.
///
/// Moves no feed.
final class SelectedSource: NomineeSource {
    private let reader: SideReader
    private let words: [String]
    private let limits: NomineeLimits
    private var ready: [Nominee] = []
    private var found = Findings()
    private(set) var forecast: WriteTally? = WriteTally()
    private(set) var total: Int?
    /// The words that nothing was found by.
    private(set) var unknown: [String] = []

    init(reader: SideReader, words: [String], limits: NomineeLimits) {
        self.reader = reader
        self.words = words
        self.limits = limits
    }

    func prepare() async throws {
        var wanted: [Nominee] = []
        for word in words.unique() {
            let named = try await nominees(named: word)
            if named.isEmpty { unknown.append(word) }
            wanted += named
        }
        var seen: Set<Sided<RecordID?>> = []
        let read = try await reader.pairs(wanted).compactMap(\.self).filter { seen.insert($0.ids).inserted }
        let inside = read.filter { nominee in
            nominee.coupling != nil || Side.allCases.contains { nominee.sides[$0].presence == .present }
        }
        found.skipped += read.count - inside.count
        ready = try await Matcher(reader: reader).match(inside)
        for index in ready.indices {
            for side in Side.allCases {
                if let row = ready[index].coupling?.id, ready[index].sides[side].presence.isThere {
                    found.met[side].insert(row)
                }
                guard let id = ready[index].sides[side].id else { continue }
                if let aside = try await reader.asides(side, [id])[id] { ready[index].aside = aside }
            }
        }
        total = ready.count
        for nominee in ready { forecast?.expect(nominee) }
    }

    func next() async throws -> [Nominee] {
        let batch = Array(ready.prefix(limits.batch))
        ready.removeFirst(batch.count)
        return batch
    }

    func drain() -> Findings { found.take() }

    private func nominees(named word: String) async throws -> [Nominee] {
        let id = RecordID(word.lowercased())
        var found: [Nominee] = []
        for side in Side.allCases {
            if try await !reader.records(side, Self.isGUID(word) ? [id] : []).isEmpty {
                found.append(nominee(id, on: side))
                continue
            }
            let key = reader.shape.description.naturalKey[side]
            guard key.count == 1, let field = key.first, !Self.isGUID(word) else { continue }
            found += try await records(side, named: word, in: field).map { nominee($0.id, on: side) }
        }
        return found
    }

    private func records(_ side: Side, named word: String, in field: FieldName) async throws -> [RemoteRecord] {
        do {
            return try await reader.remotes[side].find(
                in: reader.shape.tables[side], where: Fields([Fields.Element(field, .text(word))]),
                reading: reader.shape.layouts[side].fields, limit: 2)
        } catch is CriteriaFailure {
            // No record goes by a word that can't be asked for: the word is said to be unknown.
            return []
        }
    }

    private func nominee(_ id: RecordID, on side: Side) -> Nominee {
        var sides = Sided(erp: SideReading.absent, crm: .absent)
        sides[side].id = id
        return Nominee(sides: sides, cause: .selected)
    }

    private static func isGUID(_ word: String) -> Bool {
        word.utf8.count == 36
            && word.utf8.allSatisfy { $0 == UInt8(ascii: "-") || ($0 < 128 && Character(UnicodeScalar($0)).isHexDigit) }
    }
}
