import Model

/// Where chance comes from when a company is made: the same seed gives the same company on every machine.
///
/// SplitMix64 (https://prng.di.unimi.it/splitmix64.c): small, fast, and good enough for data that looks alive.
struct CompanyRandom: RandomNumberGenerator {
    private var state: UInt64

    /// Begins with a seed.
    init(seed: UInt64) { state = seed }

    /// A stream of its own for a part of the company, so that a change in one part leaves the others as they are.
    func branch(_ name: String) -> CompanyRandom {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        var mixed = CompanyRandom(seed: state ^ hash)
        return CompanyRandom(seed: mixed.next())
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, and without, the bound.
    mutating func below(_ bound: Int) -> Int { Int(next() >> 11) % bound }

    /// A number of the range.
    mutating func number(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

    /// One of the elements.
    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

    /// Whether something happens that happens so many times in a hundred.
    mutating func happens(_ percent: Int) -> Bool { below(100) < percent }

    /// An identity: a GUID of version 4.
    mutating func guid() -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(36)
        var (high, low) = (next(), next())
        high = high & 0xffff_ffff_ffff_0fff | 0x4000
        low = low & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000
        for place in 0..<32 {
            if place == 8 || place == 12 || place == 16 || place == 20 { bytes.append(UInt8(ascii: "-")) }
            let word = place < 16 ? high >> UInt64(60 - place * 4) : low >> UInt64(60 - (place - 16) * 4)
            let digit = UInt8(word & 15)
            bytes.append(digit < 10 ? 48 + digit : 87 + digit)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A price or an amount with two digits after the point, in canonical form.
    mutating func amount(_ range: ClosedRange<Int>) -> String {
        CompanyRandom.canonical(number(range) * 100 + (happens(40) ? 0 : below(100)), scale: 2)
    }

    /// A number of hundredths (or other parts) as canonical decimal text.
    static func canonical(_ parts: Int, scale: Int) -> String {
        var divisor = 1
        for _ in 0..<scale { divisor *= 10 }
        let (whole, rest) = abs(parts).quotientAndRemainder(dividingBy: divisor)
        var text = parts < 0 ? "-\(whole)" : "\(whole)"
        guard rest != 0 else { return text }
        var digits = String(divisor + rest).dropFirst()
        while digits.last == "0" { digits = digits.dropLast() }
        text += "." + digits
        return text
    }
}
