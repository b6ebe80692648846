import Model

/// Where the ledgers of both systems stand, so that what comes after can be read.
struct LedgerView {
    private let counts: Sided<Int>
    private let runs: Int

    init(_ world: World) {
        counts = Sided { world.systems[$0].ledger.count }
        runs = world.runs
    }

    /// What runs that began since wrote: what an earlier one sent may land late, and is none of theirs.
    func writes(since world: World) -> [LedgerEntry] {
        Side.allCases.flatMap { side in
            world.systems[side].ledger.dropFirst(counts[side]).filter { $0.author == .couplet && $0.run > runs }
        }
    }
}

extension LedgerView {
    /// How many writes Couplet made in all.
    static func total(_ world: World) -> Int {
        Side.allCases.reduce(0) { $0 + world.systems[$1].ledger.count { $0.author == .couplet } }
    }
}
