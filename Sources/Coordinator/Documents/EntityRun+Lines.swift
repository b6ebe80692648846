import Model
import PluginProtocol
import RemoteSystems
import SyncStore

extension EntityRun {
    /// Nominees of documents with the lines of both sides; every other nominee as it is.
    func withLines(_ nominees: [Nominee]) async throws -> [Nominee] {
        guard let lines = shape.lines, !nominees.isEmpty else { return nominees }
        var nominees = nominees
        try await readUnread(of: &nominees)
        let known = try await environment.store.lines(of: nominees.compactMap(\.coupling?.id))
        for index in nominees.indices {
            if let row = nominees[index].coupling?.id { nominees[index].coupling?.lines = known[row] ?? [] }
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

    /// A decision whose lines can't be carried out yet: a document that is there gets no other lines.
    ///
    /// The pair is set aside, rather than its document written without what belongs to it.
    func carriable(_ decision: Decision) -> Decision {
        let isWritten = !decision.lines.erp.isEmpty || !decision.lines.crm.isEmpty
        switch decision.action {
        case .update, .updateBoth:
            guard isWritten else { return decision }
            var decision = decision
            let side: Side = decision.lines.erp.isEmpty ? .crm : .erp
            decision.action = .setAside(Problem(.refusedByRule, ["lines"], side: side))
            decision.lines = Sided(erp: [], crm: [])
            return decision
        case .create, .none, .couple, .delete, .uncouple, .setAside, .wait: return decision
        }
    }
}
