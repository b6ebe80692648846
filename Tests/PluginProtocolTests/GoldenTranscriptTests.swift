import JSON
import JSONRPC
import PluginProtocol
import Testing

@Suite("Golden transcripts")
struct GoldenTranscriptTests {
    /// Reads parameters or a result as the type of its message, and writes it anew.
    private struct Rewriter: Sendable {
        var parameters: @Sendable (JSONText) throws -> [UInt8]
        var result: @Sendable (JSONText) throws -> [UInt8]

        init<Method: RPCMethod>(_ method: Method.Type) {
            parameters = { JSON.encode(try $0.decode(Method.Parameters.self)) }
            result = { JSON.encode(try $0.decode(Method.Result.self)) }
        }

        init<Notice: RPCNotice>(notice: Notice.Type) {
            parameters = { JSON.encode(try $0.decode(Notice.Parameters.self)) }
            result = { Array($0.bytes) }
        }
    }

    private static let rewriters: [String: Rewriter] = [
        Initialize.name: Rewriter(Initialize.self), EntityDescribe.name: Rewriter(EntityDescribe.self),
        ConfigValidate.name: Rewriter(ConfigValidate.self), SyncRun.name: Rewriter(SyncRun.self),
        RecordDecide.name: Rewriter(RecordDecide.self), Ping.name: Rewriter(Ping.self),
        Shutdown.name: Rewriter(Shutdown.self), ChangesNext.name: Rewriter(ChangesNext.self),
        RecordsGet.name: Rewriter(RecordsGet.self), RecordsMatch.name: Rewriter(RecordsMatch.self),
        CouplingsResolve.name: Rewriter(CouplingsResolve.self), DecisionsApply.name: Rewriter(DecisionsApply.self),
        StateGet.name: Rewriter(StateGet.self), StatePut.name: Rewriter(StatePut.self),
        Progress.name: Rewriter(notice: Progress.self), Log.name: Rewriter(notice: Log.self),
        CancelRequest.name: Rewriter(notice: CancelRequest.self), SetTrace.name: Rewriter(notice: SetTrace.self),
    ]

    @Test("every message is read and written again, byte for byte", arguments: GoldenTranscript.names)
    func roundTrip(name: String) throws {
        var methods: [GoldenTranscript.Sender: [RequestID: String]] = [:]
        for (sender, frame) in try GoldenTranscript(name).lines {
            let caller: GoldenTranscript.Sender = sender == .host ? .plugin : .host
            let rewritten: Message
            switch try Message(frame.bytes) {
            case .request(let id, let method, let parameters):
                methods[sender, default: [:]][id] = method
                let rewriter = try #require(Self.rewriters[method], "no message is called \(method)")
                rewritten = .request(
                    id, method: method, parameters: JSONText(checked: try rewriter.parameters(parameters)[...]))
            case .notice(let method, let parameters):
                let rewriter = try #require(Self.rewriters[method], "no message is called \(method)")
                rewritten = .notice(
                    method: method, parameters: JSONText(checked: try rewriter.parameters(parameters)[...]))
            case .result(let id, let result):
                let method = try #require(methods[caller]?[id], "nobody asked \(id)")
                let rewriter = try #require(Self.rewriters[method])
                rewritten = .result(id, JSONText(checked: try rewriter.result(result)[...]))
            case .failure(let id, var failure):
                if let data = failure.data {
                    let typed = try JSON.decode(ProblemData.self, from: JSON.encode(data))
                    failure.data = try JSON.decode(JSONValue.self, from: JSON.encode(typed))
                }
                rewritten = .failure(id, failure)
            }
            #expect(String(decoding: rewritten.frame.dropLast(), as: UTF8.self) == JSON.text(frame))
        }
    }

    @Test("the transcripts together hold every message of the protocol, both what is asked and what is answered")
    func completeness() throws {
        var asked: Set<String> = []
        for name in GoldenTranscript.names {
            for (_, frame) in try GoldenTranscript(name).lines {
                switch try Message(frame.bytes) {
                case .request(_, let method, _), .notice(let method, _): asked.insert(method)
                case .result, .failure: break
                }
            }
        }
        #expect(asked == Set(Self.rewriters.keys))
    }

    @Test(
        "a stream means the same however it is cut", arguments: GoldenTranscript.names, GoldenTranscript.Sender.allCases
    )
    func splits(name: String, sender: GoldenTranscript.Sender) throws {
        let transcript = try GoldenTranscript(name)
        let stream = transcript.stream(of: sender)
        let expected = transcript.lines.filter { $0.sender == sender }.map { LineReading($0.frame.bytes) }
        var random = SystemRandomNumberGenerator()
        let cuts: [() -> Int] = [{ 1 }, { Int.random(in: 1...64, using: &random) }, { Int.random(in: 1...65_536) }]
        for length in cuts {
            var framing = LineFraming(limit: 1 << 20)
            var readings: [LineReading] = []
            var start = 0
            while start < stream.count {
                let end = min(start + length(), stream.count)
                for case .whole(let line) in framing.feed(Array(stream[start..<end])) {
                    readings.append(LineReading(line))
                }
                start = end
            }
            #expect(readings == expected)
        }
    }
}
