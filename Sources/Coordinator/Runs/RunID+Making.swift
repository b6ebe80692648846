#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import Model

extension RunID {
    /// Makes the identity of a run: a UUID of version 7, of the time and of chance, so that identities sort by time.
    ///
    /// The form: https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7
    init(at time: Date, seed: Int64) {
        let milliseconds = UInt64(max(0, time.timeIntervalSince1970 * 1000))
        var state = UInt64(bitPattern: seed) ^ milliseconds
        let (first, second) = (Self.mixed(&state), Self.mixed(&state))
        let high = milliseconds << 16 | 0x7000 | first & 0x0FFF
        let low = 0x8000_0000_0000_0000 | second >> 2
        let digits = [high, low].map { number in
            let text = String(number, radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }.joined()
        var text = ""
        for (position, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(position) { text.append("-") }
            text.append(digit)
        }
        self.init(text)
    }

    /// The next number of the generator SplitMix64.
    ///
    /// Its form: https://prng.di.unimi.it/splitmix64.c
    private static func mixed(_ state: inout UInt64) -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
