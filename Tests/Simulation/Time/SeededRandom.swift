/// A source of chance that gives the same for the same seed.
///
/// SplitMix64: https://prng.di.unimi.it/splitmix64.c
package struct SeededRandom: RandomNumberGenerator, Sendable, Hashable {
    private var state: UInt64

    /// Begins at a seed.
    package init(_ seed: UInt64) { state = seed }

    /// Begins at a seed and a place within it: what is drawn at one place does not shift what is drawn at another.
    package init(_ seed: UInt64, at place: UInt64) {
        state = seed &* 0xD134_2543_DE82_EF95 &+ place &* 0xAF25_1AF3_B0F0_25B5
        _ = next()
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Whether something happens that happens once in so many times.
    package mutating func once(in times: Int) -> Bool { times > 0 && Int.random(in: 0..<times, using: &self) == 0 }

    /// One of several; `nil` of none.
    package mutating func pick<Element>(_ elements: [Element]) -> Element? { elements.randomElement(using: &self) }

    /// A whole number within a range.
    package mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    /// A number within a range, small ones as likely as large ones: each doubling counts alike.
    package mutating func scale(upTo limit: Int) -> Int {
        let top = max(1, limit)
        let bits = Int.bitWidth - top.leadingZeroBitCount
        return min(top, Int.random(in: 1...max(1, 1 << number(0...bits)), using: &self))
    }
}
