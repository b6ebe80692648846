import JSON
import Model
import PluginProtocol
import Testing

@Suite("Messages that are not quite right")
struct MessageDecodingTests {
    /// A text that is read as a type, and why it can't be.
    struct Refusal: CustomTestStringConvertible, Sendable {
        var text: String
        var code: JSONError.Code
        var read: @Sendable (String) throws -> Void
        var testDescription: String { text }

        init<Value: JSONReadable & SendableMetatype>(_ type: Value.Type, _ text: String, _ code: JSONError.Code) {
            (self.text, self.code) = (text, code)
            read = { _ = try JSON.decode(type, from: $0) }
        }
    }

    @Test(
        "a value that is not allowed is refused with what is",
        arguments: [
            Refusal(Side.self, #""ERP""#, .invalid(allowed: "erp, crm")),
            Refusal(EntityName.self, #""Customers""#, .invalid(allowed: "[a-z][a-z0-9-]{0,40}")),
            Refusal(FieldValue.self, "1.5", .mismatch(expected: "whole number")),
            Refusal(FieldValue.self, "[]", .invalid(allowed: "null, boolean, whole number, string")),
            Refusal(Fields.self, #"{"a":1,"a":2}"#, .invalid(allowed: "each name once")),
            Refusal(SideState.self, #"{"state":"present","changed":"all"}"#, .invalid(allowed: "[names], unknown")),
            Refusal(SideState.self, "{}", .missing(member: "state")),
            Refusal(
                Decision.self, #"{"pair":1,"do":"update","set":{},"reason":{"code":"x"}}"#, .missing(member: "side")),
            Refusal(Decision.self, #"{"pair":1,"do":"wait","reason":{"code":"x"}}"#, .missing(member: "for")),
            Refusal(Decision.self, #"{"pair":1,"do":"none"}"#, .missing(member: "reason")),
            Refusal(LineState.self, "{}", .missing(member: "id")),
            Refusal(LineWrite.self, #"{"do":"create","set":{}}"#, .missing(member: "from")),
            Refusal(LineWrite.self, #"{"do":"update","id":"a"}"#, .missing(member: "set")),
            Refusal(LineWrite.self, #"{"do":"delete"}"#, .missing(member: "id")),
            Refusal(LineWrite.self, #"{"do":"leave"}"#, .missing(member: "from")),
            Refusal(LineWrite.self, #"{"do":"couple","id":"a"}"#, .missing(member: "with")),
            Refusal(PairOutcome.self, #"{"pair":1,"outcome":"setAside"}"#, .missing(member: "problem")),
            Refusal(ChangesNext.Result.self, #"{"pairs":[]}"#, .missing(member: "checkpoint")),
            Refusal(CouplingsResolve.State.self, #"{"state":"coupled"}"#, .missing(member: "id")),
        ])
    func refusals(_ refusal: Refusal) {
        #expect {
            try refusal.read(refusal.text)
        } throws: { error in
            (error as? JSONError)?.code == refusal.code
        }
    }

    @Test("members that a later version adds are passed over")
    func unknownMembers() throws {
        let text = #"{"runId":"r","limit":5,"hints":{"deep":[1,{"er":null}]}}"#
        let parameters = try JSON.decode(ChangesNext.Parameters.self, from: text)
        #expect(parameters == ChangesNext.Parameters(runID: RunID("r"), limit: 5))
    }

    @Test("a document crosses the wire with its lines, and the decision about it with what becomes of them")
    func documents() throws {
        let pair = #"""
            {"pair":1,"coupled":true,"erp":{"state":"present","id":"e","lines":[{"id":"e1","partner":"c1","changed":["quantity"]}]},\#
            "crm":{"state":"present","id":"c","lines":[{"id":"c1","partner":"e1","fields":{"quantity":"2"}},{"id":"c2","changed":"unknown"}]},\#
            "cause":"erpChanged"}
            """#
        let read = try JSON.decode(RecordPair.self, from: pair)
        #expect(
            read.sides.erp.lines == [
                LineState(id: RecordID("e1"), partner: RecordID("c1"), change: .fields(["quantity"]))
            ])
        #expect(read.sides.crm.lines.map(\.change) == [.fields([]), .unknown])
        #expect(String(decoding: JSON.encode(read), as: UTF8.self) == pair)

        let decision = #"""
            {"pair":1,"do":"update","side":"erp","set":{},"lines":{"erp":[{"do":"create","from":"c2","set":{"quantity":"1"}},\#
            {"do":"update","id":"e1","set":{"quantity":"2"}},{"do":"delete","id":"e3"},\#
            {"do":"leave","from":"c4"},{"do":"couple","id":"e5","with":"c5"}]},"reason":{"code":"lines"}}
            """#
        let decided = try JSON.decode(Decision.self, from: decision)
        #expect(
            decided.lines.erp == [
                .create(from: RecordID("c2"), ["quantity": "1"]), .update(RecordID("e1"), ["quantity": "2"]),
                .delete(RecordID("e3")), .leave(from: RecordID("c4")), .couple(RecordID("e5"), with: RecordID("c5")),
            ])
        #expect(decided.lines.crm.isEmpty)
        #expect(String(decoding: JSON.encode(decided), as: UTF8.self) == decision)
    }

    @Test("a description without lines says nothing of any")
    func noLines() throws {
        let described = EntityDescription(fields: [], reads: Sided(erp: [], crm: []), fingerprint: "f")
        #expect(!String(decoding: JSON.encode(described), as: UTF8.self).contains("lines"))
        var document = described
        document.lines = LinesDescription(fields: [], reads: Sided(erp: ["sequence"], crm: ["quantity"]))
        #expect(try JSON.decode(EntityDescription.self, from: JSON.encode(document)) == document)
    }

    @Test("capabilities that are not known are kept and ignored")
    func capabilities() throws {
        let capabilities = try JSON.decode(Capabilities.self, from: #"{"decide":{},"telepathy":{"range":3}}"#)
        #expect(capabilities.has(Capabilities.decide))
        #expect(!capabilities.has(Capabilities.state))
        #expect(capabilities["telepathy"]?["range"]?.integer == 3)
    }

    @Test("a problem crosses the wire as an error's code and data, and comes back")
    func problemData() throws {
        let problem = Problem(
            .tooLong, ["20"], field: "number", side: .erp,
            remote: Problem.RemoteAnswer(status: 400, code: "Application_StringExceededLength"))
        let data = ProblemData(problem, entity: "customers", say: "The number is too long.", hint: "Shorten it.")
        let read = try JSON.decode(ProblemData.self, from: JSON.encode(data))
        #expect(read == data)
        #expect(read.problem(.tooLong) == problem)
        #expect(read.retry == .whenCauseChanges)
        #expect(read.scope == .record)
    }
}
