import JSON
import Synchronization
import Testing

@testable import Sandbox

@Suite("Webhooks of Business Central")
struct WebhookTests {
    /// Somebody who subscribed: it notes what it is told, and answers as it is told to.
    private final class Subscriber: NotificationPost {
        struct State: Sendable {
            var statuses: [Int?] = []
            var isDeaf = false
            var told: [JSONValue] = []
            var handshakes = 0
        }

        let state = Mutex(State())

        func post(_ body: [UInt8], to address: String) async -> (status: Int, body: [UInt8])? {
            state.withLock { state in
                guard let mark = address.firstRange(of: "validationToken=") else {
                    let status = state.statuses.isEmpty ? 200 : state.statuses.removeFirst()
                    guard let status else { return nil }
                    if status == 200, let json = try? JSON.decode(JSONValue.self, from: body) {
                        state.told += json["value"]?.array ?? []
                    }
                    return (status, [])
                }
                state.handshakes += 1
                return state.isDeaf ? (200, []) : (200, Array(address[mark.upperBound...].utf8))
            }
        }
    }

    private let subscriber: Subscriber
    private let bench: Bench
    private let root = "/v2.0/production/api/v2.0"

    init() async throws {
        let subscriber = Subscriber()
        self.subscriber = subscriber
        bench = try await Bench { $0.post = subscriber }
    }

    private var resource: String { "/api/v2.0/companies(\(bench.core.organization.company))/customers" }

    private func subscribe() async -> Bench.Reply {
        await bench.erp(
            "POST", "\(root)/subscriptions",
            ["notificationUrl": "https://listener.example/hook", "resource": .string(resource), "clientState": "s"])
    }

    /// Lets time pass, and the notifications that are due go out.
    private func wait(_ seconds: Int) async throws {
        bench.core.clock.advance(by: .seconds(seconds))
        try await bench.core.reception.webhooks.settle()
    }

    @Test("a subscription is made when its address answers with the token, and lives three days")
    func handshake() async throws {
        let made = await subscribe()
        #expect(made.status == 201 && made.json["clientState"] == "s")
        #expect(made.json["expirationDateTime"] == .string(Bench.start.advanced(by: 3 * 86_400_000).text))
        #expect(await bench.erp("GET", "\(root)/subscriptions").rows.count == 1)
        subscriber.state.withLock { $0.isDeaf = true }
        #expect(await subscribe().status == 400)
        #expect(await bench.erp("GET", "\(root)/subscriptions").rows.count == 1)
        #expect(subscriber.state.withLock { $0.handshakes } == 2)
    }

    @Test("what can't be subscribed to is refused, and what can is listed")
    func resources() async throws {
        let reply = await bench.erp(
            "POST", "\(root)/subscriptions",
            ["notificationUrl": "https://listener.example", "resource": .string("\(resource.dropLast(9))contacts")])
        #expect(reply.status == 400)
        let listed = await bench.erp("GET", "\(root)/webhookSupportedResources?$filter=resource eq 'v2.0*'")
        #expect(listed.all("resource").contains("v2.0/customers"))
        #expect(!listed.all("resource").contains("v2.0/contacts"))
    }

    @Test("changes are told half a minute after the first, each row once with what became of it")
    func changes() async throws {
        _ = await subscribe()
        let new = await bench.erp("POST", "customers", ["displayName": "A"]).json["id"]?.string ?? ""
        _ = await bench.erp("PATCH", "customers(\(new))", ["city": "Ulm"], headers: [("If-Match", "*")])
        let old = try await bench.customer("10000")["id"]?.string ?? ""
        _ = await bench.erp("PATCH", "customers(\(old))", ["city": "Ulm"], headers: [("If-Match", "*")])
        let gone = try await bench.customer("20000")["id"]?.string ?? ""
        _ = await bench.erp("DELETE", "customers(\(gone))", headers: [("If-Match", "*")])
        try await wait(29)
        #expect(subscriber.state.withLock { $0.told.isEmpty })
        try await wait(2)
        let told = subscriber.state.withLock { $0.told }
        #expect(told.compactMap { $0["changeType"]?.string } == ["created", "updated", "deleted"])
        #expect(told.first?["resource"] == .string("\(resource.dropFirst())(\(new))"))
        try await wait(60)
        #expect(subscriber.state.withLock { $0.told.count } == 3)
    }

    @Test("a subscriber who does not answer is told again; one who refuses is told no more")
    func retry() async throws {
        _ = await subscribe()
        subscriber.state.withLock { $0.statuses = [nil, 503, 429, 200, 404] }
        _ = await bench.erp("POST", "customers", ["displayName": "A"])
        for _ in 0..<5 { try await wait(61) }
        #expect(subscriber.state.withLock { $0.told.count } == 1)
        _ = await bench.erp("POST", "customers", ["displayName": "B"])
        try await wait(61)
        #expect(await bench.erp("GET", "\(root)/subscriptions").rows.isEmpty)
    }

    @Test("more than a thousand changes are told as one")
    func collection() async throws {
        _ = await subscribe()
        let organization = bench.core.organization
        try await bench.core.engine.write(.businessCentral, as: .sandbox) { tables in
            for number in 0...1000 {
                try tables.insert(
                    "customer", company: organization.company, values: ["number": .text("N\(number)")])
            }
        }
        try await wait(31)
        let told = subscriber.state.withLock { $0.told }
        #expect(told.compactMap { $0["changeType"]?.string } == ["collection"])
        #expect(told.first?["resource"]?.string?.contains("?$filter=lastDateTimeModified%20gt%20") == true)
    }

    @Test("a subscription is renewed with a new handshake, ends by itself, or is deleted")
    func life() async throws {
        let id = await subscribe().json["subscriptionId"]?.string ?? ""
        try await wait(86_400)
        let token = try Bench.token(bench.core, client: "couplet", scope: "x")
        let address = "\(root)/subscriptions('\(id)')"
        let renewed = await bench.erp(
            "PATCH", address, ["clientState": "t"], headers: [("If-Match", "*")], token: token)
        #expect(renewed.status == 200 && renewed.json["clientState"] == "t")
        #expect(subscriber.state.withLock { $0.handshakes } == 2)
        try await wait(3 * 86_400 - 5)
        let later = try Bench.token(bench.core, client: "couplet", scope: "x")
        #expect(await bench.erp("GET", "\(root)/subscriptions", token: later).rows.count == 1)
        #expect(await bench.erp("DELETE", address, headers: [("If-Match", "*")], token: later).status == 204)
        #expect(try await bench.core.ledger.entries().isEmpty)
    }
}
