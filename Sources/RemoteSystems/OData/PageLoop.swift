import JSON

/// Notices links that lead in a circle, while remembering one of them: Brent's algorithm.
struct PageLoop: Sendable, Hashable {
    private var remembered: UInt64 = 0
    private var power = 1
    private var steps = 0

    /// Starts at the first page.
    init() {}

    /// Takes the link to the next page; returns whether it was seen before.
    mutating func isCircle(_ link: String) -> Bool {
        let hash = StableHash.of(link)
        if hash == remembered { return true }
        steps += 1
        if steps == power {
            remembered = hash
            power *= 2
            steps = 0
        }
        return false
    }

    /// The state as text.
    var text: String { "\(remembered) \(power) \(steps)" }

    /// Takes a state from its text.
    init?(_ text: String) {
        let parts = text.split(separator: " ")
        guard parts.count == 3, let remembered = UInt64(parts[0]), let power = Int(parts[1]), let steps = Int(parts[2])
        else { return nil }
        (self.remembered, self.power, self.steps) = (remembered, power, steps)
    }
}

/// A hash that is the same in every process: FNV-1a, 64 bits, with a last mix.
///
/// For telling apart what is no secret.
enum StableHash {
    /// The hash of texts, each ended by a byte that none has.
    static func of(_ texts: String...) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for text in texts {
            for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
            hash = (hash ^ 0xFF) &* 0x0000_0100_0000_01B3
        }
        hash ^= hash >> 32
        return hash &* 0x9E37_79B9_7F4A_7C15
    }
}
