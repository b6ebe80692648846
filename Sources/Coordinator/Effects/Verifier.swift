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
        // What is so on the side that was looked at before.
        var unmoved: RowSet?
        for side in Side.allCases {
            var stays = RowSet()
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
                    guard met.insert(row) else { continue }
                    if coupling.bases[side].version != record.version {
                        verification.moved[side] += 1
                    } else if unmoved?.contains(row) ?? true {
                        stays.insert(row)
                    }
                }
                guard let next = page.next else { break }
                cursor = .next(next)
            }
            verification.missing[side] = max(0, couplings - met.count)
            unmoved = stays
            verification.inStep = stays.count
        }
        return verification
    }
}
