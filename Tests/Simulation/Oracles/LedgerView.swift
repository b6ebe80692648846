import Model

/// Where the ledgers of both systems stand, so that what comes after can be read.
struct LedgerView {
    private let counts: Sided<Int>

    init(_ world: World) { counts = Sided { world.systems[$0].ledger.count } }

    /// What Couplet wrote since.
    func writes(since world: World) -> [LedgerEntry] {
        Side.allCases.flatMap { world.systems[$0].ledger.dropFirst(counts[$0]).filter { $0.author == .couplet } }
    }
}

extension LedgerView {
    /// How many writes Couplet made in all.
    static func total(_ world: World) -> Int {
        Side.allCases.reduce(0) { $0 + world.systems[$1].ledger.count { $0.author == .couplet } }
    }
}
