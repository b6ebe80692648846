import JSON
import Model

/// What holds for the whole of a history.
struct Company: Sendable {
    /// The seed of everything.
    let seed: UInt64
    /// Who wins a conflict.
    let policy: ConflictPolicy
    /// Whether the ERP trims names.
    let rewrites: Bool

    /// The company of a seed.
    init(seed: UInt64) {
        self.seed = seed
        var random = SeededRandom(seed, at: 0)
        policy = random.pick([.erpWins, .crmWins, .manual, .latestWins]) ?? .manual
        rewrites = random.once(in: 3)
    }

    /// The configuration of each plugin.
    var configurations: [EntityName: JSONValue] {
        let value = JSONValue.object([.init("policy", .string(policy.rawValue))])
        return Dictionary(uniqueKeysWithValues: Office.entities.map { ($0, value) })
    }
}
