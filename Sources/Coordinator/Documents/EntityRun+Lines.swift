import Model
import PluginProtocol
import RemoteSystems
import SyncStore

extension EntityRun {
    /// Nominees of documents with both sides as they are now; every other nominee as it is.
    func withBothSides(_ nominees: [Nominee]) async throws -> [Nominee] {
        guard shape.lines != nil, !nominees.isEmpty else { return nominees }
        var nominees = nominees
        try await readUnread(of: &nominees)
        return nominees
    }

    /// Nominees of documents, of which both sides were read, with the lines of both; every other nominee as it is.
    func withLines(_ nominees: [Nominee]) async throws -> [Nominee] {
        guard let lines = shape.lines, !nominees.isEmpty else { return nominees }
        var nominees = nominees
        let rows = nominees.compactMap(\.coupling?.id)
        let known = try await environment.store.lines(of: rows)
        let unequal = lines.totals.isEmpty ? [:] : try await environment.store.unequalTotals(of: rows)
        for index in nominees.indices {
            // Those of a pair that comes from a plan are as the plan leaves them.
            if let coupling = nominees[index].coupling, coupling.lines == nil {
                nominees[index].coupling?.lines = coupling.id.flatMap { known[$0] } ?? []
                nominees[index].coupling?.unequalTotals = coupling.id.flatMap { unequal[$0] } ?? []
            }
            nominees[index].lines = lines.states(of: nominees[index])
        }
        return nominees
    }

    /// Reads the side of a document that nobody nominated: what its partner's lines become depends on its own.
    private func readUnread(of nominees: inout [Nominee]) async throws {
        for side in Side.allCases {
            let unread = nominees.indices.filter { index in
                let reading = nominees[index].sides[side]
                return reading.presence == .present && reading.hashes == nil && reading.id != nil
            }
            let there = try await reader.records(side, unread.compactMap { nominees[$0].sides[side].id })
            for index in unread {
                guard let id = nominees[index].sides[side].id else { continue }
                nominees[index].sides[side] =
                    there[id].map { reader.reading(of: $0, on: side, coupling: nominees[index].coupling) }
                    ?? SideReading(presence: .deleted, id: id)
            }
        }
    }
}
