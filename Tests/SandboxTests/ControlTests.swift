import JSON
import Testing

@testable import Sandbox

@Suite("The control of the sandbox")
struct ControlTests {
    private static func ask(_ bench: Bench, _ method: String, _ path: String, _ body: JSONValue? = nil) async
        -> Bench.Reply
    {
        await bench.send(method, "/sandbox/\(path)", body.map { JSON.encode($0) } ?? [], to: .control)
    }

    @Test("faults are set, listed with their strikes, and cleared")
    func faults() async throws {
        let bench = try await Bench()
        let made = await Self.ask(
            bench, "POST", "faults",
            ["fault": "status", "status": 503, "share": 1, "system": "erp", "table": "customer", "times": 1])
        #expect(made.status == 201)
        #expect(await bench.erp("GET", "customers").status == 503)
        let listed = await Self.ask(bench, "GET", "faults").json.array?.first
        #expect(listed?["strikes"] == 1)
        #expect(listed?["system"] == "businessCentral")
        #expect(await Self.ask(bench, "GET", "strikes").json.array?.count == 1)
        #expect(await Self.ask(bench, "DELETE", "faults/1").status == 204)
        #expect(await Self.ask(bench, "GET", "faults").json == [])
    }

    @Test(
        "every fault can be said in JSON, and reads back the same",
        arguments: [
            Fault(.status(500, share: 0.25), system: .dataverse, table: "account", method: "PATCH", times: 3),
            Fault(.throttle(limit: 10, retryAfter: 3)), Fault(.throttle(limit: 10, retryAfter: nil)),
            Fault(.dropReply(share: 1)),
            Fault(.landLate(milliseconds: 1500, share: 0.5)), Fault(.staleReads(milliseconds: 60_000)),
            Fault(.rewrite(field: "city", rule: .cut(3))), Fault(.rewrite(field: "city", rule: .fixed("X"))),
            Fault(.batchPartial(operations: 2)), Fault(.expireTokens), Fault(.slow(bytesPerSecond: 1000)),
        ])
    func json(_ fault: Fault) throws {
        #expect(try Fault(json: fault.json) == fault)
    }

    @Test("the ledger tells who did what to which row, and how often")
    func ledger() async throws {
        let bench = try await Bench()
        let human = try Bench.token(
            bench.core, client: "human", scope: "https://api.businesscentral.dynamics.com/.default")
        let made = await bench.erp("POST", "customers", ["displayName": "A"])
        let id = made.json["id"]?.string ?? ""
        _ = await bench.erp("PATCH", "customers(\(id))", ["city": "Ulm"], headers: [("If-Match", "*")], token: human)
        _ = await bench.erp("DELETE", "customers(\(id))", headers: [("If-Match", "*")])
        let entries = await Self.ask(bench, "GET", "ledger?side=erp&table=customer").json.array ?? []
        #expect(entries.compactMap { $0["operation"]?.string } == ["create", "update", "delete"])
        #expect(entries.compactMap { $0["client"]?.string } == ["couplet", "human", "couplet"])
        #expect(entries[0]["fields"] == ["displayName", "number"])
        #expect(entries[1]["fields"] == ["city"])
        #expect(await Self.ask(bench, "GET", "ledger?who=human").json.array?.count == 1)
        let summary = await Self.ask(bench, "GET", "ledger/summary").json
        #expect(summary["writes"]?["couplet"] == 2)
        #expect(summary["writes"]?[bench.core.organization.applications[1].client] == 1)
        #expect(await Self.ask(bench, "GET", "ledger/counts?operation=create").json.array?.first?["count"] == 1)
    }

    @Test("two rows with the same content are told as created twice, until one is gone")
    func twice() async throws {
        let bench = try await Bench()
        let first = await bench.erp("POST", "customers", ["displayName": "Twin", "city": "Ulm"])
        _ = await bench.erp("POST", "customers", ["displayName": "Twin", "city": "Bonn"])
        #expect(await Self.ask(bench, "GET", "ledger/twice").json == [])
        _ = await bench.erp("POST", "customers", ["displayName": "Twin", "city": "Ulm"])
        #expect(await Self.ask(bench, "GET", "ledger/twice").json.array?.first?["count"] == 2)
        _ = await bench.erp("DELETE", "customers(\(first.json["id"]?.string ?? ""))", headers: [("If-Match", "*")])
        #expect(await Self.ask(bench, "GET", "ledger/twice").json == [])
    }

    @Test("the clock is moved, and requests are counted")
    func clockAndCounts() async throws {
        let bench = try await Bench()
        let moved = await Self.ask(bench, "POST", "clock", ["advanceSeconds": 90])
        #expect(moved.json["now"] == .string(Bench.start.advanced(by: 90_000).text))
        _ = await bench.erp("GET", "customers")
        _ = await bench.erp("GET", "spaceships")
        let counts = await Self.ask(bench, "GET", "stats").json["erp"]
        #expect(counts?["requests"] == 2)
        #expect(counts?["statuses"] == ["200": 1, "404": 1])
    }

    @Test("the data go back to a snapshot, and versions go on upwards all the same")
    func snapshot() async throws {
        let bench = try await Bench()
        #expect(await Self.ask(bench, "POST", "reset").status == 400)
        #expect(await Self.ask(bench, "POST", "snapshot").status == 204)
        let before = await bench.erp("POST", "customers", ["displayName": "A"])
        #expect(await Self.ask(bench, "POST", "reset").status == 204)
        #expect(await bench.erp("GET", "customers").rows.count == 3)
        let after = await bench.erp("POST", "customers", ["displayName": "B"])
        #expect((after.json["@odata.etag"]?.string ?? "") > (before.json["@odata.etag"]?.string ?? "~"))
    }

    @Test("limits can be set")
    func limits() async throws {
        let bench = try await Bench()
        _ = await Self.ask(bench, "POST", "limits", ["businessCentral": ["requests": 1]])
        #expect(await bench.erp("GET", "customers").status == 200)
        #expect(await bench.erp("GET", "customers").status == 429)
    }

    @Test("what the control does not know, it says", arguments: ["nothing", "ledger?colour=red", "faults/x"])
    func unknown(_ path: String) async throws {
        let reply = await Self.ask(try Bench(), path.hasPrefix("faults") ? "DELETE" : "GET", path)
        #expect([400, 404].contains(reply.status))
        #expect(reply.json["error"]?.string?.isEmpty == false)
    }
}
