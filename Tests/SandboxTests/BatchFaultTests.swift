import JSON
import Testing

@testable import Sandbox

@Suite("Faults that are limited to a table, inside of a batch")
struct BatchFaultTests {
    private static let root = "/v2.0/production/api/v2.0/"

    private static func batch(_ bench: Bench, _ operations: [(String, String)]) async -> Bench.Reply {
        let company = "companies(\(bench.core.organization.company))"
        let requests = operations.map { method, set -> JSONValue in
            let body: JSONValue = set == "customers" ? ["displayName": "X"] : ["displayName": "X", "code": "X"]
            return ["method": .string(method), "url": .string("\(company)/\(set)"), "body": body]
        }
        return await bench.erp(
            "POST", root + "$batch", ["requests": .array(requests)], headers: [("Prefer", "odata.continue-on-error")])
    }

    private static func statuses(_ reply: Bench.Reply) -> [Int64] {
        reply.json["responses"]?.array?.compactMap { $0["status"]?.integer } ?? []
    }

    @Test("a status strikes the operations on its table, and no others")
    func status() async throws {
        let bench = try await Bench()
        bench.core.faults.set(Fault(.status(503, share: 1), system: .businessCentral, table: "customer", times: 2))
        let reply = await Self.batch(
            bench, [("POST", "customers"), ("POST", "paymentTerms"), ("POST", "customers"), ("GET", "customers")])
        #expect(Self.statuses(reply) == [503, 201, 503, 200])
        #expect(bench.core.faults.strikes.count == 2)
        #expect(await bench.erp("GET", "customers").rows.count == 3)
    }

    @Test("a status that is limited to a method strikes the operations with it")
    func method() async throws {
        let bench = try await Bench()
        bench.core.faults.set(Fault(.status(503, share: 1), method: "GET"))
        let reply = await Self.batch(bench, [("POST", "customers"), ("GET", "customers")])
        #expect(Self.statuses(reply) == [201, 503])
    }

    @Test("a reply is lost when the batch writes to the table, and is not when it only reads it")
    func dropReply() async throws {
        let bench = try await Bench()
        bench.core.faults.set(Fault(.dropReply(share: 1), table: "customer"))
        #expect(await Self.batch(bench, [("GET", "customers")]).status == 200)
        #expect(await Self.batch(bench, [("POST", "paymentTerms")]).status == 200)
        #expect(await Self.batch(bench, [("GET", "customers"), ("POST", "customers")]).answer.isDropped)
    }

    @Test("a status strikes operations of Dataverse's batches, and change sets as a whole")
    func dataverse() async throws {
        let bench = try await DataverseBench()
        bench.core.faults.set(Fault(.status(503, share: 1), system: .dataverse, table: "account"))
        let account = DataverseBench.part("POST", "accounts", #"{"name":"A"}"#, id: "1")
        let contact = DataverseBench.part("POST", "contacts", #"{"lastname":"L"}"#, id: "2")
        let reply = await bench.batch(
            [account, contact, DataverseBench.changeSet([contact, account])], continues: true)
        #expect(reply.parts == [503, 204, 503])
        #expect(await bench.send("GET", "contacts").rows.count == 1)
    }

    @Test("stale reads of one system stay what they are when the other is read")
    func staleReads() async throws {
        let bench = try await Bench()
        bench.core.faults.set(Fault(.staleReads(milliseconds: 60_000), system: .businessCentral))
        let replica = [("Data-Access-Intent", "ReadOnly")]
        #expect(await bench.erp("GET", "customers", headers: replica).rows.count == 3)
        _ = await bench.erp("POST", "customers", ["displayName": "New"])
        _ = try await bench.core.engine.read(.dataverse, replica: true) { try $0.count(Query("account")) }
        #expect(await bench.erp("GET", "customers", headers: replica).rows.count == 3)
        #expect(await bench.erp("GET", "customers").rows.count == 4)
    }
}
