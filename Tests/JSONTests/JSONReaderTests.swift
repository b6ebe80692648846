import JSON
import Testing

@Suite("Reading JSON")
struct JSONReaderTests {
    /// A text, and why it is no JSON.
    struct Refusal: CustomTestStringConvertible {
        var text: [UInt8]
        var code: JSONError.Code
        var offset: Int
        var testDescription: String { String(decoding: text.prefix(40), as: UTF8.self) }

        init(_ text: String, _ code: JSONError.Code, at offset: Int) { self.init(Array(text.utf8), code, at: offset) }
        init(_ text: [UInt8], _ code: JSONError.Code, at offset: Int) {
            (self.text, self.code, self.offset) = (text, code, offset)
        }
    }

    static let refusals: [Refusal] = [
        Refusal("", .unexpectedEnd, at: 0),
        Refusal(" ", .unexpectedEnd, at: 1),
        Refusal("nul", .unexpectedEnd, at: 3),
        Refusal("nulx", .unexpectedByte(UInt8(ascii: "x")), at: 3),
        Refusal("nullx", .trailingText, at: 4),
        Refusal("truefalse", .trailingText, at: 4),
        Refusal("[1 2]", .unexpectedByte(UInt8(ascii: "2")), at: 3),
        Refusal("[1,]", .unexpectedByte(UInt8(ascii: "]")), at: 3),
        Refusal("[,1]", .unexpectedByte(UInt8(ascii: ",")), at: 1),
        Refusal("[1", .unexpectedEnd, at: 2),
        Refusal("{\"a\":1,}", .unexpectedByte(UInt8(ascii: "}")), at: 7),
        Refusal("{\"a\" 1}", .unexpectedByte(UInt8(ascii: "1")), at: 5),
        Refusal("{a:1}", .unexpectedByte(UInt8(ascii: "a")), at: 1),
        Refusal("{\"a\":}", .unexpectedByte(UInt8(ascii: "}")), at: 5),
        Refusal("[1}", .unexpectedByte(UInt8(ascii: "}")), at: 2),
        Refusal("01", .invalidNumber, at: 0),
        Refusal("-", .invalidNumber, at: 0),
        Refusal("1.", .invalidNumber, at: 0),
        Refusal(".5", .unexpectedByte(UInt8(ascii: ".")), at: 0),
        Refusal("+1", .unexpectedByte(UInt8(ascii: "+")), at: 0),
        Refusal("1e", .invalidNumber, at: 0),
        Refusal("-01", .invalidNumber, at: 0),
        Refusal("NaN", .unexpectedByte(UInt8(ascii: "N")), at: 0),
        Refusal("\"a", .unexpectedEnd, at: 2),
        Refusal("\"a\nb\"", .invalidEscape, at: 2),
        Refusal("\"\\x\"", .invalidEscape, at: 1),
        Refusal("\"\\u12g4\"", .invalidEscape, at: 1),
        Refusal("\"\\u12", .invalidEscape, at: 1),
        Refusal("\"\\", .unexpectedEnd, at: 2),
        Refusal("\"\\ud800\"", .invalidText, at: 1),
        Refusal("\"\\ud800\\u0041\"", .invalidText, at: 1),
        Refusal("\"\\udc00\"", .invalidText, at: 1),
        Refusal([0x22, 0xFF, 0x22], .invalidText, at: 1),
        Refusal([0x22, 0xC0, 0x80, 0x22], .invalidText, at: 1),
        Refusal([0x22, 0xED, 0xA0, 0x80, 0x22], .invalidText, at: 1),
        Refusal([0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], .invalidText, at: 1),
        Refusal([0x22, 0xE2, 0x82, 0x22], .invalidText, at: 1),
        Refusal([0xEF, 0xBB, 0xBF, 0x31], .unexpectedByte(0xEF), at: 0),
        Refusal("1\0", .trailingText, at: 1),
        Refusal([UInt8](repeating: UInt8(ascii: "["), count: 1_000_000), .tooDeep(limit: 64), at: 64),
    ]

    @Test("what is no JSON is refused, with the reason and the place", arguments: refusals)
    func refusal(_ refusal: Refusal) {
        #expect(throws: JSONError(refusal.code, at: refusal.offset)) {
            _ = try JSON.decode(JSONValue.self, from: refusal.text)
        }
    }

    @Test("what nobody reads is checked as strictly as what is read", arguments: refusals)
    func skippingChecks(_ refusal: Refusal) {
        #expect(throws: JSONError(refusal.code, at: refusal.offset)) {
            var reader = JSONReader(refusal.text)
            try reader.skip()
            try reader.finish()
        }
    }

    @Test(
        "escapes become what they stand for",
        arguments: [
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"), (#""\u00e9\u00C9""#, "éÉ"), (#""\ud83d\ude00x""#, "😀x"),
            (#""\u0000""#, "\0"), ("\"Zürich – 株式会社\"", "Zürich – 株式会社"), ("\"\u{7f}\"", "\u{7f}"),
            (#""a long text before \n and after""#, "a long text before \n and after"),
        ])
    func escapes(text: String, expected: String) throws {
        #expect(try JSON.decode(String.self, from: text) == expected)
    }

    @Test(
        "numbers keep every digit",
        arguments: ["0", "-0", "1.10", "1e400", "12345678901234567890.000000001", "-1.5E+3", "0.1e-7"])
    func numbers(text: String) throws {
        #expect(try JSON.decode(JSONValue.self, from: text) == .number(text))
    }

    @Test("whole numbers reach as far as 64 bits do, and no further")
    func integers() throws {
        #expect(try JSON.decode(Int64.self, from: "9223372036854775807") == .max)
        #expect(try JSON.decode(Int64.self, from: "-9223372036854775808") == .min)
        #expect(throws: JSONError(.outOfRange, at: 0)) { try JSON.decode(Int64.self, from: "9223372036854775808") }
        #expect(throws: JSONError(.mismatch(expected: "whole number"), at: 0)) {
            try JSON.decode(Int.self, from: "1.0")
        }
    }

    @Test("a value of another type is named with what was expected")
    func mismatches() {
        #expect(throws: JSONError(.mismatch(expected: "string"), at: 1)) { try JSON.decode(String.self, from: " 1") }
        #expect(throws: JSONError(.mismatch(expected: "array"), at: 0)) { try JSON.decode([Int].self, from: "{}") }
        #expect(throws: JSONError(.mismatch(expected: "boolean"), at: 0)) { try JSON.decode(Bool.self, from: "null") }
    }

    @Test("values that are not read are passed over, wherever they stand")
    func unread() throws {
        var reader = JSONReader(Array(#"{"a":{"b":[1,{"c":2}]},"id":7,"z":[]} "#.utf8))
        var id: Int64?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "id": id = try reader.integer()
            default: break
            }
        }
        try reader.finish()
        #expect(id == 7)
    }

    @Test("elements that are not read are passed over")
    func unreadElements() throws {
        var reader = JSONReader(Array("[[1],[2],3]".utf8))
        var count = 0
        try reader.beginArray()
        while try reader.nextElement() { count += 1 }
        try reader.finish()
        #expect(count == 3)
    }

    @Test(
        "names are told apart by every byte, short or long, escaped or not",
        arguments: [
            ("id", "id"), ("", ""), (#"\u0069d"#, "id"),
            ("a name of exactly 32 bytes, no m", "a name of exactly 32 bytes, no m"),
            ("a name that is longer than the thirty-two bytes", "a name that is longer than the thirty-two bytes"),
        ])
    func keys(written: String, expected: String) throws {
        var reader = JSONReader(Array("{\"\(written)\":1}".utf8))
        try reader.beginObject()
        let key = try #require(try reader.nextKey())
        #expect(key.text == expected)
        #expect(key != "other")
        #expect(key != "a name of exactly 32 bytes, no n")
        #expect((key == "id") == (expected == "id"))
        let isLong = key == "a name that is longer than the thirty-two bytes"
        #expect(isLong == (expected.utf8.count > 32))
    }

    @Test("names that repeat and names that share a slot stay apart")
    func repeatedNames() throws {
        let names = (0..<400).map { "address1_telephone_number_\($0)" }
        let record = "{" + names.map { "\"\($0)\":\"\($0)\"" }.joined(separator: ",") + "}"
        let value = try JSON.decode(JSONValue.self, from: "[\(record),\(record)]")
        for element in try #require(value.array) {
            #expect(element.object?.map(\.name) == names)
        }
    }

    @Test("an object with more members than the limit is refused")
    func manyMembers() {
        let text = "{" + (0...10_000).map { "\"\($0)\":0" }.joined(separator: ",") + "}"
        #expect { try JSON.decode(JSONValue.self, from: text) } throws: { error in
            (error as? JSONError)?.code == .tooManyMembers(limit: 10_000)
        }
    }

    @Test("siblings don't add up to depth or members")
    func siblings() throws {
        let limits = JSONLimits(depth: 2, members: 1)
        let text = Array(#"[{"a":1},{"a":1},{"a":1}]"#.utf8)
        #expect(try JSON.decode(JSONValue.self, from: text, limits: limits).array?.count == 3)
    }

    @Test("a part of some bytes is a text of its own, with its own offsets")
    func slices() throws {
        let bytes = Array(#"xx{"a":"b"}yy"#.utf8)
        #expect(try JSON.decode(JSONValue.self, from: bytes[2..<11]) == ["a": "b"])
        #expect(throws: JSONError(.trailingText, at: 9)) { try JSON.decode(JSONValue.self, from: bytes[2...]) }
    }

    @Test("the text of a value can be carried on without being understood")
    func carriedText() throws {
        let bytes = Array(#"{"params": {"a":[1, 2]} ,"x":1}"#.utf8)
        var reader = JSONReader(bytes)
        var carried: JSONText?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            if key == "params" { carried = try JSONText(from: &reader) }
        }
        #expect(JSON.text(try #require(carried)) == #"{"a":[1, 2]}"#)
    }

    @Test("a copy of a reader looks ahead and leaves the reader where it is")
    func lookAhead() throws {
        var reader = JSONReader(Array(#"[{"kind":"a"},2]"#.utf8))
        try reader.beginArray()
        #expect(try reader.nextElement())
        var ahead = reader
        #expect(try ahead.value() == ["kind": "a"])
        #expect(try reader.value() == ["kind": "a"])
        #expect(try reader.nextElement())
        #expect(try reader.integer() == 2)
    }

    @Test("the place of an error is given in lines and columns")
    func place() {
        let text = Array("{\n  \"a\": tru\n}".utf8)
        #expect {
            try JSON.decode(JSONValue.self, from: text)
        } throws: { error in
            guard let error = error as? JSONError else { return false }
            let place = error.place(in: text)
            return place.line == 2 && place.column == 11
        }
    }
}
