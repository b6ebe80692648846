import JSON
import Testing

@Suite("Writing JSON")
struct JSONWriterTests {
    @Test("commas stand between, never before or after")
    func commas() {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("none", [Int]())
            writer.member("one", [1])
            writer.member("two", ["{", "[:,"])
            writer.member("absent", ifPresent: Int?.none)
            writer.member("null", Int?.none)
            writer.name("object \"quoted\"")
            writer.object { _ in }
        }
        let expected = ##"{"none":[],"one":[1],"two":["{","[:,"],"null":null,"object \"quoted\"":{}}"##
        #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
    }

    @Test("lines follow one another without a comma")
    func lines() {
        var writer = JSONWriter()
        for number in 1...2 {
            writer.object { $0.member("n", number) }
            writer.newline()
        }
        #expect(String(decoding: writer.bytes, as: UTF8.self) == "{\"n\":1}\n{\"n\":2}\n")
    }

    @Test("every control character, quote and backslash is escaped, so that a text is one line")
    func escapes() throws {
        let text = String(String.UnicodeScalarView((0..<0x100).compactMap(Unicode.Scalar.init))) + "\u{2028}😀"
        let bytes = JSON.encode(text)
        #expect(bytes.allSatisfy { $0 >= 0x20 })
        #expect(try JSON.decode(String.self, from: bytes) == text)
    }

    @Test("whole numbers are written to their ends", arguments: [0, 7, -7, 10, Int64.max, Int64.min])
    func integers(number: Int64) throws {
        #expect(JSON.text(number) == "\(number)")
        #expect(try JSON.decode(Int64.self, from: JSON.encode(number)) == number)
    }

    @Test("what is written is read as the same value", arguments: 0..<200)
    func roundTrip(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let value = random.value(depth: 5)
        let bytes = JSON.encode(value)
        #expect(try JSON.decode(JSONValue.self, from: bytes) == value)
        #expect(JSON.encode(try JSON.decode(JSONText.self, from: bytes)) == bytes)
    }

    @Test("a text with a byte changed is refused or read, and skipping agrees with reading", arguments: 0..<200)
    func mutations(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var bytes = JSON.encode(random.value(depth: 4))
        for _ in 0..<3 {
            bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
        }
        let read = outcome { try JSON.decode(JSONValue.self, from: bytes) }
        let skipped = outcome { try JSON.decode(JSONText.self, from: bytes) }
        #expect(read == skipped)
    }

    private func outcome(_ body: () throws -> some Any) -> JSONError? {
        do {
            _ = try body()
            return nil
        } catch {
            return error as? JSONError
        }
    }
}

/// Chance that can be repeated: SplitMix64, https://prng.di.unimi.it/splitmix64.c.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func value(depth: Int) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &self) {
        case 0: return nil
        case 1: return .boolean(Bool.random(using: &self))
        case 2: return .number("\(Int64.random(in: .min ... .max, using: &self))")
        case 3: return .number(["0.50", "1e400", "-0", "12.5E-3"].randomElement(using: &self) ?? "0")
        case 4: return .string(text())
        case 5: return .array((0..<Int.random(in: 0...4, using: &self)).map { _ in value(depth: depth - 1) })
        default:
            return .object(
                (0..<Int.random(in: 0...4, using: &self)).map { _ in JSONValue.Member(text(), value(depth: depth - 1)) }
            )
        }
    }

    private mutating func text() -> String {
        let letters = Array("abcdefghij \"\\\n\t\u{1}éß株😀/{}[],:")
        return String(
            (0..<Int.random(in: 0...20, using: &self)).map { _ in letters.randomElement(using: &self) ?? "a" })
    }
}
