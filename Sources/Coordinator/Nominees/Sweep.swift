import Model
import RemoteSystems
import SyncStore

/// Looks for coupled records that a side no longer has: lists all ids, then asks for each missing one by its id.
struct Sweep: Sendable {
    let reader: SideReader
    let side: Side
    let limits: NomineeLimits

    /// The couplings whose record is proven to be gone; `nil` when the listing was empty.
    ///
    /// An empty listing proves nothing: it is left to the guard.
    func missing() async throws -> [Coupling]? {
        var present = CompactIDs()
        var cursor = PageCursor.sweep
        while true {
            let page = try await reader.page(side, from: cursor, size: limits.page * 4)
            for record in page.records { present.insert(record.id) }
            guard let next = page.next else { break }
            cursor = .next(next)
        }
        guard present.count > 0 else { return nil }
        var gone: [Coupling] = []
        var last: Coupling.ID?
        repeat {
            let couplings = try await reader.store.couplings(of: reader.shape.entity, after: last, limit: 2_000)
            last = couplings.last?.id
            let absent = couplings.filter { !present.contains($0.ids[side]) }
            for chunk in absent.chunks(of: 200) {
                let found = try await reader.records(side, chunk.map { $0.ids[side] })
                gone += chunk.filter { found[$0.ids[side]] == nil }
            }
        } while last != nil
        return gone
    }
}

/// A set of identities that takes eight bytes for each.
///
/// Two may fall together (one chance in 10^9 with 100,000). A listing then leaves a record out that it meets for the first time; the next
/// one, in another process, has other hashes.
struct CompactIDs: Sendable {
    private var hashes: Set<Int> = []

    /// How many there are.
    var count: Int { hashes.count }

    /// Adds an identity; returns whether it was new.
    @discardableResult
    mutating func insert(_ id: RecordID) -> Bool { hashes.insert(id.hashValue).inserted }

    /// Whether an identity is among them.
    func contains(_ id: RecordID) -> Bool { hashes.contains(id.hashValue) }
}

/// A set of the rows of couplings: one bit each.
struct RowSet: Sendable {
    private var words: [UInt64] = []
    private(set) var count = 0

    /// Adds a row; returns whether it was new.
    @discardableResult
    mutating func insert(_ row: Coupling.ID) -> Bool {
        let (word, bit) = (Int(row.number >> 6), UInt64(1) << UInt64(row.number & 63))
        if word >= words.count { words.append(contentsOf: repeatElement(0, count: word + 1 - words.count)) }
        guard words[word] & bit == 0 else { return false }
        words[word] |= bit
        count += 1
        return true
    }

    /// Whether a row is among them.
    func contains(_ row: Coupling.ID) -> Bool {
        let word = Int(row.number >> 6)
        return word < words.count && words[word] & (1 << UInt64(row.number & 63)) != 0
    }
}
