import JSON
import Model
import PluginKit
import PluginProtocol
import PluginTesting
import Testing

/// Looks for a twin by name, reads its kind, counts what it created, and says so.
private enum Inquisitive: Sound {
    static var keeps: [String] { ["created", "seen"] }

    static func lookups(about pair: RecordPair, in run: RunFacts) -> [Lookup] {
        [twin, kind(of: RecordID("k1")), kind(of: RecordID("k2"))]
    }

    static let twin = Lookup.matching(["name": "Gadget"], on: .crm, of: "things", limit: 9)
    static func kind(of id: RecordID) -> Lookup { .record(id, on: .crm, reading: ["gadgetkind"]) }

    static func adjust(_ decision: inout Decision, about pair: RecordPair, in run: RunFacts) {
        let twins = run.found(twin)?.map(\.id.text) ?? ["nobody was asked"]
        let kinds = ["k1", "k2"].map { run.found(kind(of: RecordID($0)))?.first?.fields["gadgetkind"]?.text ?? "-" }
        decision.reason.arguments = twins + kinds + [run.kept["created"] ?? "none"]
        run.log(.debug, "looked")
        run.log(.warning, "found twins", ["rule": "name"])
    }

    static func keep(after decisions: [Decision], about pairs: [RecordPair], in run: RunFacts) -> [String: String] {
        ["created": "\((Int(run.kept["created"] ?? "0") ?? 0) + decisions.count)", "stranger": "not declared"]
    }
}

@Suite("What a plugin may ask of its host")
struct HostSurfaceTests {
    private func run(
        kept: [String: JSONValue] = [:], capabilities: [String] = [Capabilities.state], trace: Log.Level? = nil
    ) throws -> (run: HostedRun, text: String) {
        let host = ScriptedHost(SessionLink(Inquisitive.self))
        _ = host.initialize(capabilities: capabilities)
        if let trace { host.notify(SetTrace.self, SetTrace.Parameters(level: trace)) }
        let described = try #require(try host.call(EntityDescribe.self, .init(metadata: GadgetTenant.metadata))?.get())
        var script = HostScript(pages: [[GadgetTenant.gadget(1), GadgetTenant.gadget(2)], [GadgetTenant.gadget(3)]])
        script.otherwise = .coupled(RecordID("chf"))
        script.kept = kept
        let asked = RecordsMatch.Parameters(
            runID: RunID(""), side: .crm, entity: "things", all: [.init("name", "Gadget")], limit: 5)
        script.matches[asked] = [FoundRecord(id: RecordID("t1"), fields: Fields())]
        script.records[HostScript.Place(.crm, nil, RecordID("k1"))] = ["gadgetkind": "big"]
        let parameters = SyncRun.Parameters(
            runID: RunID("r"), entity: "gadgets", mode: .full, now: "2026-01-31T12:00:00Z", seed: 1,
            fingerprint: described.fingerprint)
        return (host.run(parameters, script), host.transcript.text)
    }

    private func count(_ word: String, in text: String) -> Int {
        text.split(separator: "\n").filter { $0.contains("\"\(word)\"") }.count
    }

    @Test("what a plugin looks up is asked once a batch, and is there when the pair is decided")
    func lookups() throws {
        let (run, text) = try run()
        #expect(run.decisions.first?.reason.arguments == ["t1", "big", "-", "none"])
        #expect(count("records/match", in: text) == 2)
        #expect(count("records/get", in: text) == 2)
    }

    @Test("what a plugin keeps is asked for first, and is in the host's keeping before the decisions are handed over")
    func keeping() throws {
        let (run, text) = try run(kept: ["created": "5"])
        #expect(run.decisions.map { $0.reason.arguments.last } == ["5", "5", "7"])
        #expect(run.kept == ["created": "8"])
        let methods = text.split(separator: "\n").filter { $0.hasPrefix(#"{"plugin""#) }.compactMap { line in
            ["state/get", "changes/next", "state/put", "decisions/apply"].first { line.contains("\"\($0)\"") }
        }
        #expect(methods.prefix(3) == ["state/get", "state/get", "changes/next"])
        let put = try #require(methods.firstIndex(of: "state/put"))
        let apply = try #require(methods.firstIndex(of: "decisions/apply"))
        #expect(put < apply)
    }

    @Test("a host that keeps nothing is not asked to")
    func keepless() throws {
        let (run, text) = try run(capabilities: [])
        #expect(run.decisions.map { $0.reason.arguments.last } == ["none", "none", "none"])
        #expect(!text.contains("state/"))
    }

    @Test("what a hook says reaches the host's log, from the level on that the host wants")
    func log() throws {
        let quiet = try run().text
        #expect(count("$/log", in: quiet) == 3)
        #expect(quiet.contains(#""level":"warning","message":"found twins","fields":{"rule":"name"}"#))
        let (chatty, silent) = (try run(trace: .debug).text, try run(trace: .error).text)
        #expect(count("$/log", in: chatty) == 6)
        #expect(count("$/log", in: silent) == 0)
    }

    @Test("of more than a hundred messages in a batch the rest is dropped, and how many is told")
    func flood() {
        let log = PluginLog()
        for number in 0..<150 { log(.info, "message", ["number": "\(number)"]) }
        let (entries, dropped) = log.take()
        #expect(entries.count == 100)
        #expect(dropped == 50)
        #expect(log.take().entries.isEmpty)
    }

    @Test("outside of a run nobody is asked, and a hook can tell")
    func decideOne() throws {
        let host = ScriptedHost(SessionLink(Inquisitive.self))
        _ = host.initialize()
        let question = RecordDecide.Parameters(pair: GadgetTenant.gadget(1), now: "2026-01-31T12:00:00Z")
        let decision = try #require(try host.call(RecordDecide.self, question)?.get()).decision
        #expect(decision.reason.arguments == ["nobody was asked", "-", "-", "none"])
    }
}
