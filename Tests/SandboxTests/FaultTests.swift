import JSON
import Testing

@testable import Sandbox

@Suite("Faults and limits")
struct FaultTests {
    private static func rows(_ bench: Bench) async -> Int { await bench.erp("GET", "customers").rows.count }

    @Test("a status comes as often as its share says, and nothing is done then")
    func status() async throws {
        let bench = try await Bench()
        bench.core.faults.set(Fault(.status(503, share: 0.5), system: .businessCentral, method: "POST"))
        var refused = 0
        for number in 0..<40 {
            let reply = await bench.erp("POST", "customers", ["displayName": .string("N\(number)")])
            #expect([201, 503].contains(reply.status))
            if reply.status == 503 { refused += 1 }
        }
        #expect((8...32).contains(refused))
        #expect(await Self.rows(bench) == 3 + 40 - refused)
        #expect(bench.core.faults.strikes.count == refused)
    }

    @Test("a fault is limited to its system, table and method, and to its number of strikes")
    func scope() async throws {
        let bench = try await Bench()
        bench.core.faults.set(Fault(.status(500, share: 1), system: .dataverse))
        bench.core.faults.set(Fault(.status(500, share: 1), table: "item"))
        bench.core.faults.set(Fault(.status(500, share: 1), system: .businessCentral, table: "currency", times: 1))
        #expect(await bench.erp("GET", "customers").status == 200)
        #expect(await bench.erp("GET", "items").status == 500)
        #expect(await bench.erp("GET", "currencies").status == 500)
        #expect(await bench.erp("GET", "currencies").status == 200)
    }

    @Test("a lost reply: the row is there, and the client hears nothing")
    func dropReply() async throws {
        let bench = try await Bench()
        bench.core.faults.set(Fault(.dropReply(share: 1), times: 1))
        #expect(await bench.erp("POST", "customers", ["displayName": "Lost"]).answer.isDropped)
        #expect(await Self.rows(bench) == 4)
    }

    @Test("a late landing: the client is told that the gateway gave up, and the row comes after all")
    func landLate() async throws {
        let bench = try await Bench()
        bench.core.faults.set(Fault(.landLate(milliseconds: 60_000, share: 1), times: 1))
        #expect(await bench.erp("POST", "customers", ["displayName": "Late"]).status == 504)
        #expect(await Self.rows(bench) == 3)
        bench.core.clock.advance(by: .seconds(61))
        #expect(await Self.rows(bench) == 4)
    }

    @Test("half a batch: its first operations are done, then the connection breaks")
    func batchPartial() async throws {
        let bench = try await Bench()
        bench.core.faults.set(Fault(.batchPartial(operations: 2), times: 1))
        let requests = (0..<4).map { number -> JSONValue in
            [
                "method": "POST", "url": .string("companies(\(bench.core.organization.company))/customers"),
                "body": ["displayName": .string("N\(number)")],
            ]
        }
        let reply = await bench.erp("POST", "/v2.0/production/api/v2.0/$batch", ["requests": .array(requests)])
        #expect(reply.answer.isDropped)
        #expect(await Self.rows(bench) == 5)
    }

    @Test(
        "a server that rewrites what is written to a field",
        arguments: [
            (Fault.RewriteRule.trim, "Ulm"), (.upper, " ULM "), (.lower, " ulm "), (.cut(3), " Ul"), (.fixed("X"), "X"),
        ])
    func rewrite(_ rule: Fault.RewriteRule, _ kept: String) async throws {
        let bench = try await Bench()
        bench.core.faults.set(Fault(.rewrite(field: "city", rule: rule), table: "customer"))
        let reply = await bench.erp("POST", "customers", ["displayName": "A", "city": " Ulm "])
        #expect(reply.json["city"] == .string(kept))
    }

    @Test("the documented limit: more than 6000 requests in five minutes are refused, and then let in again")
    func rateLimit() {
        var window = RateWindow()
        let limit = RateLimits().dataverse
        for number in 0..<6000 {
            let admission = window.arrive(at: Moment(milliseconds: Int64(number)), limit: limit)
            #expect(admission == .admitted)
            _ = window.leave()
        }
        let refused = window.arrive(at: Moment(milliseconds: 6000), limit: limit)
        #expect(refused == .refused(.tooManyRequests(limit: 6000, windowSeconds: 300, retryAfter: 294)))
        let later = window.arrive(at: Moment(milliseconds: 300_000), limit: limit)
        #expect(later == .admitted)
    }

    @Test("five are worked on at once, ninety-five wait, the next is refused")
    func concurrency() {
        var window = RateWindow()
        let limit = RateLimits().businessCentral
        let now = Moment(milliseconds: 0)
        let admissions = (0..<101).map { _ in window.arrive(at: now, limit: limit) }
        #expect(admissions[..<5].allSatisfy { $0 == .admitted })
        #expect(admissions[5..<100].allSatisfy { $0 == .waits })
        #expect(admissions[100] == .refused(.tooManyAtOnce(limit: 5, retryAfter: nil)))
        let begins = window.leave()
        let next = window.arrive(at: now, limit: limit)
        #expect(begins)
        #expect(next == .waits)
    }

    @Test("a throttle answers 429 with the time to wait that it is given")
    func throttle() async throws {
        let bench = try await Bench()
        bench.core.faults.set(Fault(.throttle(limit: 2, retryAfter: 7), system: .businessCentral))
        #expect(await bench.erp("GET", "customers").status == 200)
        #expect(await bench.erp("GET", "customers").status == 200)
        let reply = await bench.erp("GET", "customers")
        #expect(reply.status == 429)
        #expect(reply.answer.header("Retry-After") == "7")
        bench.core.clock.advance(by: .seconds(301))
        #expect(await bench.erp("GET", "customers").status == 200)
    }

    @Test("the same seed strikes the same requests")
    func seeded() async throws {
        func statuses(_ seed: UInt64) async throws -> [Int] {
            let bench = try await Bench { $0.seed = seed }
            bench.core.faults.set(Fault(.status(500, share: 0.3)))
            var statuses: [Int] = []
            for _ in 0..<30 { statuses.append(await bench.erp("GET", "currencies").status) }
            return statuses
        }
        #expect(try await statuses(4) == statuses(4))
        #expect(try await statuses(4) != statuses(5))
    }
}
