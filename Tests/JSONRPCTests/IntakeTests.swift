import JSON
import Testing

@testable import JSONRPC

@Suite("What a stream means")
struct IntakeTests {
    static let request = #"{"jsonrpc":"2.0","id":1,"method":"a","params":{}}"#

    /// A line, and in short what becomes of it.
    struct Line: CustomTestStringConvertible {
        var text: [UInt8]
        var meaning: [String]
        var testDescription: String { String(decoding: text.prefix(60), as: UTF8.self) }
        init(_ text: String, _ meaning: String...) { (self.text, self.meaning) = (Array(text.utf8), meaning) }
        init(_ text: [UInt8], _ meaning: String...) { (self.text, self.meaning) = (text, meaning) }
    }

    static let lines: [Line] = [
        Line(request, "frame", "request 1"),
        Line(#"{"jsonrpc":"2.0","method":"a"}"#, "frame", "notice a"),
        Line(#"{"jsonrpc": "2.0", "id": 1, "result": null}"#, "frame", "result 1"),
        Line(#"{"id":1,"jsonrpc":"2.0","error":{"code":4,"message":"m"}}"#, "frame", "failure 1 4"),
        Line(#"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"m"}}"#, "frame", "failure - -32700"),
        // Somebody printed.
        Line("hello", "stray line"),
        Line("hello" + request, "stray gluedToFrame", "frame", "request 1"),
        Line(#"{"jsonrpc":"2.0","id":1,"met hello hod":"a","#, "stray notMessage", "failure 1 -32700"),
        Line(#"{"jsonrpc":"2.0","id":1,"method":"a","par hello "#, "stray notMessage", "answer 1 -32700"),
        Line([0x7B, 0x22, 0xFF, 0x22], "stray line"),
        Line([0xEF, 0xBB, 0xBF] + Array(request.utf8), "stray gluedToFrame", "frame", "request 1"),
        Line([0x00], "stray line"),
        // JSON, but no message.
        Line("[\(request)]", "stray notMessage", "answer - -32600"),
        Line("1", "stray notMessage", "answer - -32600"),
        Line("{}", "stray notMessage", "answer - -32600"),
        Line(#"{"jsonrpc":"1.0","id":1,"method":"a"}"#, "stray notMessage", "answer 1 -32600"),
        Line(#"{"id":1,"method":"a"}"#, "stray notMessage", "answer 1 -32600"),
        Line(#"{"jsonrpc":"2.0","id":null,"method":"a"}"#, "stray notMessage", "answer - -32600"),
        Line(#"{"jsonrpc":"2.0","id":1.5,"method":"a"}"#, "stray notMessage", "answer - -32600"),
        Line(#"{"jsonrpc":"2.0","id":1e400,"method":"a"}"#, "stray notMessage", "answer - -32600"),
        Line(#"{"jsonrpc":"2.0","id":"1","method":"a"}"#, "stray notMessage", "answer - -32600"),
        Line(#"{"jsonrpc":"2.0","id":1,"method":7}"#, "stray notMessage", "answer 1 -32600"),
        Line(#"{"jsonrpc":"2.0","id":1}"#, "stray notMessage", "failure 1 -32600"),
        Line(#"{"jsonrpc":"2.0","id":1,"result":1,"error":{"code":1}}"#, "stray notMessage", "failure 1 -32600"),
        Line(#"{"jsonrpc":"2.0","id":1,"error":{"message":"m"}}"#, "stray notMessage", "failure 1 -32600"),
        Line(
            #"{"jsonrpc":"2.0","id":1,"method":"a","params":"# + String(repeating: "[", count: 100_000),
            "stray notMessage", "answer 1 -32700"),
        // The last of members of the same name holds.
        Line(#"{"jsonrpc":"2.0","id":1,"id":2,"method":"a"}"#, "frame", "request 2"),
        // Over the limit of 200 000 bytes.
        Line(
            #"{"jsonrpc":"2.0","id":1,"method":"a","params":""# + String(repeating: "x", count: 300_000),
            "stray tooLong", "answer 1 1006"),
        Line(
            #"{"jsonrpc":"2.0","id":1,"result":""# + String(repeating: "x", count: 300_000), "stray tooLong",
            "failure 1 1006"),
        Line(String(repeating: "x", count: 300_000), "stray tooLong", "violation tooLong(byteCount: 300000)"),
        // A number among the parameters is no number of a message.
        Line(
            #"{"jsonrpc":"2.0","method":"n","params":{"id":1,"text":""# + String(repeating: "x", count: 300_000),
            "stray tooLong", "violation tooLong(byteCount: 300055)"),
        Line(
            #"{"jsonrpc":"2.0","id":1,"result":{"method":"a","text":""# + String(repeating: "x", count: 300_000),
            "stray tooLong", "failure 1 1006"),
        Line(
            #"{"jsonrpc":"2.0","method":"say \"id\"","id":1,"params":""# + String(repeating: "x", count: 300_000),
            "stray tooLong", "answer 1 1006"),
        Line(#"{"jsonrpc":"2.0","id":1,"result":{"method":"a" hello "#, "stray notMessage", "failure 1 -32700"),
        // Within the frame's limit, but with a string over its own of 150 000 bytes.
        Line(
            #"{"jsonrpc":"2.0","id":1,"method":"a","params":[""# + String(repeating: "x", count: 150_001) + #""]}"#,
            "frame", "answer 1 1006"),
        Line(
            #"{"jsonrpc":"2.0","id":1,"result":[""# + String(repeating: "x", count: 150_001) + #""]}"#, "frame",
            "failure 1 1006"),
        Line(
            #"{"jsonrpc":"2.0","id":1,"method":"a","params":[""# + String(repeating: "x", count: 150_000)
                + #"","\"","y"]}"#, "frame", "request 1"),
        // A character of several bytes, wherever it is cut.
        Line(#"{"jsonrpc":"2.0","id":1,"method":"é𝄞","params":{}}"#, "frame", "request 1"),
    ]

    @Test("every line has one meaning, in whatever pieces it comes", arguments: lines, [1, 7, 65_536])
    func meaning(of line: Line, chunk: Int) {
        var intake = Intake(PeerLimits(frame: 200_000, string: 150_000, strayBytes: 1_000_000))
        let bytes = line.text + [0x0A] + Array(Self.request.utf8) + [0x0A]
        var steps: [Intake.Step] = []
        for start in stride(from: 0, to: bytes.count, by: chunk) {
            steps += intake.feed(Array(bytes[start..<min(start + chunk, bytes.count)]), at: .zero)
        }
        #expect(steps.map(short) == line.meaning + ["frame", "request 1"])
    }

    @Test("a frame may be as long as was agreed on later, to the byte")
    func agreedFrame() {
        var intake = Intake(PeerLimits(frame: 200))
        let line = #"{"jsonrpc":"2.0","id":1,"method":"a","params":"xxxx"}"#
        intake.longestFrame = line.utf8.count
        #expect(intake.feed(Array((line + "\r\n").utf8), at: .zero).map(short) == ["frame", "request 1"])
        intake.longestFrame = line.utf8.count - 1
        #expect(intake.feed(Array((line + "\n").utf8), at: .zero).map(short) == ["stray tooLong", "answer 1 1006"])
    }

    @Test("a hundred stray lines a minute are borne, one more ends the session")
    func lineBudget() {
        var intake = Intake(PeerLimits())
        let chunk = Array(String(repeating: "hello\n", count: 100).utf8)
        #expect(intake.feed(chunk, at: .seconds(1)).allSatisfy { short($0) == "stray line" })
        #expect(intake.feed(chunk, at: .seconds(70)).allSatisfy { short($0) == "stray line" })
        #expect(intake.feed(Array("x\n".utf8), at: .seconds(80)).map(short) == ["stray line", "violation strayFlood"])
    }

    @Test("64 KiB of stray text a minute are borne, one byte more ends the session")
    func byteBudget() {
        var intake = Intake(PeerLimits())
        let line = Array(String(repeating: "x", count: 65_536).utf8) + [0x0A]
        #expect(intake.feed(line, at: .zero).map(short) == ["stray line"])
        #expect(intake.feed([0x78, 0x0A], at: .zero).map(short) == ["stray line", "violation strayFlood"])
    }

    @Test("what is kept of a stray text is bounded")
    func keptText() {
        var intake = Intake(PeerLimits())
        let steps = intake.feed(Array(String(repeating: "x", count: 60_000).utf8) + [0x0A], at: .zero)
        guard case .stray(let stray)? = steps.first else { return #expect(Bool(false), "no stray text was reported") }
        #expect(stray.text.count == 4096)
        #expect(stray.byteCount == 60_000)
    }

    private func short(_ step: Intake.Step) -> String {
        func number(_ id: RequestID?) -> String { id.map(\.description) ?? "-" }
        return switch step {
        case .frame: "frame"
        case .message(.request(let id, _, _)): "request \(id)"
        case .message(.notice(let method, _)): "notice \(method)"
        case .message(.result(let id, _)): "result \(id)"
        case .message(.failure(let id, let failure)): "failure \(number(id)) \(failure.code.rawValue)"
        case .stray(let stray): "stray \(stray.kind)"
        case .answer(let id, let failure): "answer \(number(id)) \(failure.code.rawValue)"
        case .violation(let violation): "violation \(violation)"
        }
    }
}
