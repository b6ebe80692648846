import JSON
import JSONRPC
import Model
import PluginKit
import PluginProtocol
import PluginTesting
import Testing

@Suite("The conversation with the host")
struct SessionTests {
    private func begun() -> ScriptedHost {
        let host = ScriptedHost(SessionLink(SoundPlugin.self))
        _ = host.initialize()
        return host
    }

    private func described(_ host: ScriptedHost) throws -> EntityDescription {
        try #require(try host.call(EntityDescribe.self, .init(metadata: GadgetTenant.metadata))?.get())
    }

    private func run(_ fingerprint: String) -> SyncRun.Parameters {
        SyncRun.Parameters(
            runID: RunID("r"), entity: "gadgets", mode: .full, now: "2026-01-31T12:00:00Z", seed: 1,
            fingerprint: fingerprint)
    }

    private func gadget(_ number: Int, currency: RecordID = .zero) -> RecordPair {
        GadgetTenant.gadget(number, currency: currency)
    }

    @Test(
        "what the tenant lacks is left out with a note, shorter columns shorten texts, read-only fields travel one way")
    func describe() throws {
        let description = try described(begun())
        #expect(
            description.fields.map { $0.erp ?? $0.crm } == [
                "number", "displayName", "currencyId", "unitPrice", "gadgetkind",
            ])
        #expect(description.fields[1].transform == "text 30/100, required")
        #expect(description.fields[3].direction == .toERP)
        #expect(description.notes.map(\.path) == ["fields.price", "fields.colour"])
        #expect(description.references == [ReferenceUse(side: .erp, field: "currencyId", entity: "currencies")])
    }

    @Test("a tenant without what the entity needs is refused, and the fields are named")
    func missing() {
        var poor = GadgetTenant.metadata
        poor.erp.fields.removeFirst()
        let answer = begun().call(EntityDescribe.self, .init(metadata: poor))
        #expect(answer?.failure?.code == 2003)
    }

    @Test("a plugin that was started for a run alone knows the map that the host was told of")
    func fingerprintCarriesTheMap() throws {
        let fingerprint = try described(begun()).fingerprint
        var script = HostScript(pages: [[gadget(1)]])
        let local = RecordReference(entity: "currencies", side: .erp, id: .zero)
        script.couplings[local] = .coupled(RecordID("chf"))
        let run = begun().run(run(fingerprint), script)
        let written: Fields = [
            "gadgetnumber": "G1", "name": "Gadget", "transactioncurrencyid": "chf", "gadgetkind": "gadget",
        ]
        #expect(run.decisions.map(\.action) == [.create(.crm, written, key: ["gadgetnumber"])])
    }

    @Test("a run under a map that the plugin does not have any more is refused with 2004")
    func foreignFingerprint() {
        let run = begun().run(run("0123456789abcdef/3-"), HostScript(pages: []))
        #expect(run.result?.failure?.code == 2004)
    }

    @Test("references are asked for once a batch, and what waits makes the run partial")
    func references() throws {
        let host = begun()
        let fingerprint = try described(host).fingerprint
        var script = HostScript(pages: [[gadget(1, currency: RecordID("x")), gadget(2, currency: RecordID("x"))]])
        let reference = RecordReference(entity: "currencies", side: .erp, id: RecordID("x"))
        for number in 1...2 { script.outcomes[RecordPair.ID(number)] = .waiting(reference) }
        let run = host.run(run(fingerprint), script)
        #expect(run.decisions.map(\.action) == [.wait(reference), .wait(reference)])
        #expect(run.result?.success?.outcome == .partial)
        #expect(host.transcript.text.split(separator: "\n").filter { $0.contains("couplings/resolve") }.count == 1)
    }

    @Test("a hundred thousand pairs are never held at once: three batches at most")
    func bounded() throws {
        let host = begun()
        let fingerprint = try described(host).fingerprint
        let pages = (0..<50).map { page in (1...4).map { gadget(page * 4 + $0) } }
        let run = host.run(run(fingerprint), HostScript(pages: pages))
        #expect(run.decisions.count == 200)
        var open = 0
        var most = 0
        for line in host.transcript.text.split(separator: "\n") {
            if line.hasPrefix(#"{"host""#), line.contains(#""pairs":[{"#) { open += 1 }
            if line.hasPrefix(#"{"host""#), line.contains(#""results""#) { open -= 1 }
            most = max(most, open)
        }
        #expect(most <= 3)
    }

    @Test("a conversation that is lived through again leads to the same decisions, and a changed plugin is told apart")
    func replay() throws {
        let host = begun()
        let fingerprint = try described(host).fingerprint
        var script = HostScript(pages: [[gadget(1)], [gadget(2), gadget(3)]])
        script.couplings[RecordReference(entity: "currencies", side: .erp, id: .zero)] = .coupled(RecordID("chf"))
        _ = host.run(run(fingerprint), script)
        let transcript = try Transcript(host.transcript.text)
        #expect(transcript.differences(with: SoundPlugin.self) == [])
        #expect(transcript.differences(with: Overreaching.self) != [])
    }

    @Test("a setting that is misspelt is found, with the nearest one")
    func settings() throws {
        let config: JSONValue = ["color": true, "colours": 1, "rounding": "sideways"]
        let answer = try #require(try begun().call(ConfigValidate.self, .init(config: config))?.get())
        #expect(answer.diagnostics.map(\.path) == ["color", "colours", "rounding"])
        #expect(answer.diagnostics[0].hint == "Did you mean colours?")
        #expect(answer.diagnostics[2].message == "rounding is not one of up, down.")
    }

    @Test("what would happen to one record can be asked without a run")
    func decideOne() throws {
        let question = RecordDecide.Parameters(pair: gadget(1), now: "2026-01-31T12:00:00Z")
        let decision = try #require(try begun().call(RecordDecide.self, question)?.get()).decision
        #expect(decision.action == .wait(RecordReference(entity: "currencies", side: .erp, id: .zero)))
    }

    @Test("an answer that nobody asked for ends the conversation with a reason")
    func unknownAnswer() {
        var session = Session(SoundPlugin.self)
        session.receive(.whole(Array(#"{"jsonrpc":"2.0","id":7,"result":{}}"#.utf8)[...]))
        #expect(session.fault == "the host answered request 7, which was never sent")
    }
}

extension Result where Failure == HostFailure {
    fileprivate var failure: HostFailure? { if case .failure(let failure) = self { failure } else { nil } }
    fileprivate var success: Success? { if case .success(let success) = self { success } else { nil } }
}
