import Model
import RemoteSystems
import SyncStore

/// Compares ids and versions of both sides with the store; reports, and changes nothing.
struct Verifier: Sendable {
    let reader: SideReader
    let limits: NomineeLimits

    /// Looks at everything.
    func verify(couplings: Int) async throws -> Verification {
        var verification = Verification()
        verification.couplings = couplings
        for side in Side.allCases {
            var met = RowSet()
            var cursor = PageCursor.sweep
            while true {
                let page = try await reader.page(side, from: cursor, size: limits.page * 2)
                let coupled = try await reader.couplings(side, page.records.map(\.id))
                for record in page.records {
                    guard let coupling = coupled[record.id], let row = coupling.id else {
                        verification.uncoupled[side] += 1
                        continue
                    }
                    if met.insert(row), coupling.bases[side].version != record.version { verification.moved[side] += 1 }
                }
                guard let next = page.next else { break }
                cursor = .next(next)
            }
            verification.missing[side] = max(0, couplings - met.count)
        }
        return verification
    }
}
