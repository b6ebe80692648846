package import JSON
package import Model

/// What a person or a schedule asks of a run.
package struct RunRequest: Sendable {
    /// The entities.
    package var selection: Selection
    /// What it looks at; an entity that never completed a run is listed whatever is asked.
    package var mode: RunMode
    /// Whether decisions become effects.
    package var effect: Effect
    /// The records that a person named, by identity or natural key; for `selected`.
    package var records: [String]
    /// What a person agreed to beforehand.
    package var approval: Approval
    /// How many entities run side by side.
    package var width: Int
    /// The configuration of each entity, as its plugin gets it.
    package var configurations: [EntityName: JSONValue]
    /// Where chance comes from.
    package var seed: Int64

    /// The seeds that every plugin reads alike: whole numbers that also a binary floating-point number holds
    /// (https://www.rfc-editor.org/rfc/rfc8259#section-6).
    package static let seeds: ClosedRange<Int64> = 0...(1 << 53) - 1

    /// Creates a request.
    package init(
        selection: Selection, mode: RunMode = .incremental, effect: Effect = .write, records: [String] = [],
        approval: Approval = .none, width: Int = 4, configurations: [EntityName: JSONValue] = [:], seed: Int64
    ) {
        self.selection = selection
        self.mode = mode
        self.effect = effect
        self.records = records
        self.approval = approval
        self.width = width
        self.configurations = configurations
        self.seed = seed
    }
}
