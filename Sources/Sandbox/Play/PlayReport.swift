import JSON

/// What was done in a day that was played, in the order in which it was done.
struct PlayReport: Sendable {
    /// Something that was done, or refused.
    struct Entry: Sendable {
        /// What.
        var deed: PlayDeed
        /// The number or the name of the record, as people know it.
        var record: String
        /// Why a system refused it; `nil`: it was done.
        var refusal: PlayClient.Refusal?
    }

    /// The day.
    let day: Int
    /// The seed.
    let seed: Int
    private(set) var entries: [Entry] = []

    init(day: Int, seed: Int) {
        self.day = day
        self.seed = seed
    }

    /// Notes something.
    mutating func note(_ deed: PlayDeed, _ record: String, _ refusal: PlayClient.Refusal? = nil) {
        entries.append(Entry(deed: deed, record: record, refusal: refusal))
    }

    /// The report as the control shows it: how often what was done, how much was refused, and each by itself.
    var json: JSONValue {
        let counts = PlayDeed.allCases.compactMap { deed -> JSONValue.Member? in
            let count = entries.count { $0.deed == deed && $0.refusal == nil }
            return count == 0 ? nil : .init(deed.rawValue, .number("\(count)"))
        }
        let refused = entries.count { $0.refusal != nil }
        return [
            "day": .number("\(day)"), "seed": .number("\(seed)"), "done": .object(counts),
            "refused": .number("\(refused)"), "deeds": .array(entries.map(\.json)),
        ]
    }
}

extension PlayReport.Entry {
    fileprivate var json: JSONValue {
        var members: [JSONValue.Member] = [.init("deed", .string(deed.rawValue)), .init("record", .string(record))]
        if let refusal {
            members.append(.init("status", .number("\(refusal.status)")))
            members.append(.init("message", .string(refusal.message)))
        }
        return .object(members)
    }
}
