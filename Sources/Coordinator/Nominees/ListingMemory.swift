import Model

/// What is kept of the side that a full run lists first: of uncoupled records how they are recognised, of coupled ones only what changed.
///
/// Field values are kept up to a budget; what is beyond is read again, by identity, when its pair is formed.
struct ListingMemory: Sendable {
    /// A record that was listed.
    struct Entry: Sendable {
        /// As it was read; the fields may have been dropped.
        var reading: SideReading
        /// Whether the fields and hashes are still here.
        var isWhole: Bool
        /// Whether a pair was formed of it.
        var isTaken = false
    }

    private(set) var uncoupled: [Entry] = []
    private(set) var changed: [Coupling.ID: Entry] = [:]
    /// Coupled records that were seen, changed or not.
    var seen = RowSet()

    private var first: [[MatchKey: Int32]]
    private var more: [[MatchKey: [Int32]]]
    private let budget: Int
    private var bytes = 0
    private var untaken = 0

    /// Whether there is an uncoupled record of which no pair was formed yet.
    var hasUntaken: Bool { untaken > 0 }

    init(rules: Int, budget: Int) {
        first = Array(repeating: [:], count: rules)
        more = Array(repeating: [:], count: rules)
        self.budget = budget
    }

    /// Keeps a record that no coupling ties.
    mutating func add(_ reading: SideReading, keys: [MatchKey?]) {
        let ordinal = Int32(uncoupled.count)
        uncoupled.append(entry(reading))
        untaken += 1
        for (rule, key) in keys.enumerated() {
            guard let key else { continue }
            if first[rule][key] == nil {
                first[rule][key] = ordinal
            } else {
                more[rule][key, default: []].append(ordinal)
            }
        }
    }

    /// Keeps a coupled record that differs from its base.
    mutating func add(_ reading: SideReading, coupled row: Coupling.ID) { changed[row] = entry(reading) }

    /// The untaken records that a rule recognises by a key.
    func found(_ rule: Int, _ key: MatchKey) -> [Int] {
        guard let one = first[rule][key] else { return [] }
        return ([one] + (more[rule][key] ?? [])).map(Int.init).filter { !uncoupled[$0].isTaken }
    }

    /// Notes that a pair was formed of a record.
    mutating func take(_ ordinal: Int) -> Entry {
        let entry = uncoupled[ordinal]
        if !entry.isTaken { untaken -= 1 }
        if entry.isWhole { bytes -= entry.reading.fields.weight }
        uncoupled[ordinal].isTaken = true
        uncoupled[ordinal].reading.drop()
        return entry
    }

    /// Hands over what is kept of a coupled record.
    mutating func take(coupled row: Coupling.ID) -> Entry? {
        guard let entry = changed.removeValue(forKey: row) else { return nil }
        if entry.isWhole { bytes -= entry.reading.fields.weight }
        return entry
    }

    private mutating func entry(_ reading: SideReading) -> Entry {
        let weight = reading.fields.weight
        guard bytes + weight <= budget else {
            var bare = reading
            bare.drop()
            return Entry(reading: bare, isWhole: false)
        }
        bytes += weight
        return Entry(reading: reading, isWhole: true)
    }
}
