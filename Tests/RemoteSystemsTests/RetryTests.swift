import Foundation
import Model
import TestSupport
import Testing

@testable import RemoteSystems

@Suite("Trying again")
struct RetryTests {
    @Test(
        "Retry-After is seconds, a date, or nothing that helps",
        arguments: [
            ("0", Duration.zero), ("300", .seconds(300)), (" 7 ", .seconds(7)), ("999999999999", .seconds(3_600)),
            ("Sun, 15 Jun 2025 15:07:40 GMT", .seconds(60)), ("Sun, 15 Jun 2025 15:00:00 GMT", .zero),
            ("Sun, 15 Jun 2125 15:00:00 GMT", .seconds(3_600)), ("soon", nil), ("-5", nil), ("", nil), ("1.5", nil),
        ] as [(String, Duration?)])
    func retryAfter(text: String, expected: Duration?) {
        let now = Date(timeIntervalSince1970: 1_750_000_000)
        #expect(RetryAfter.duration(text, now: now) == expected)
    }

    @Test("pauses double up to half a minute, and end with the patience")
    func pauses() {
        let rule = RetryRule(patience: Patience())
        func pause(_ attempt: Int, _ spent: Int = 0, asked: Duration? = nil) -> Duration? {
            rule.pause(
                before: attempt, after: .unavailable, asked: asked, spent: .seconds(spent), chance: 0.999_999)
        }
        #expect(pause(1).map { $0 > .milliseconds(450) && $0 <= .milliseconds(500) } == true)
        #expect(pause(2).map { $0 > .milliseconds(950) && $0 <= .seconds(1) } == true)
        #expect(pause(20).map { $0 > .seconds(29) && $0 <= .seconds(30) } == true)
        #expect(pause(1, 90) == nil)
        #expect(pause(1, asked: .seconds(20)) == .seconds(20))
        #expect(pause(1, asked: .seconds(91)) == nil)
    }

    @Test(
        "a storm of 429 for a minute, then at every second request: nothing is sent inside a wait, and the work is done",
        arguments: [nil, "0", "1", "20", "Sun, 15 Jun 2025 15:06:50 GMT", "nonsense"] as [String?])
    func storm(retryAfter: String?) async throws {
        let clock = VirtualClock()
        let stormy = ScriptedServer { request, count in
            try await clock.sleep(until: clock.now.advanced(by: .milliseconds(20)), tolerance: nil)
            let isRefused = clock.elapsed < .seconds(60) || count % 2 == 0
            return isRefused
                ? .error(429, "Application_TooManyRequests", retryAfter.map { ["Retry-After": $0] } ?? [:])
                : .json(200, "{\"value\":[]}")
        }
        let shared = StormServer(stormy, clock: clock)
        let erp = try shared.erp()
        try await clock.run {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<30 {
                    group.addTask {
                        _ = try await erp.page(of: .customers, reading: [], from: .listing, size: 10)
                    }
                }
                try await group.waitForAll()
            }
        }
        #expect(stormy.most <= 5)
        // Sixty seconds with a pause of half a second at least make no more than 120 requests; then every second one is lost.
        #expect(stormy.requests.count <= 260)
    }

    @Test("a listing is asked for again when the connection broke, or the server was not available")
    func reading() async throws {
        let server = ScriptedServer { _, count in
            switch count {
            case 1: throw TransportFailure(.broken, isUnsent: false)
            case 2: throw TransportFailure(.timeout, isUnsent: false)
            case 3: return .error(503, "")
            case 4: return .error(500, "Internal_ServerError")
            default: return .json(200, "{\"value\":[]}")
            }
        }
        let erp = try server.erp()
        _ = try await server.run { try await erp.page(of: .customers, reading: [], from: .listing, size: 10) }
        #expect(server.requests.count == 5)
    }

    @Test("patience ends: the failure says what stood in the way and when the server asked to come back")
    func patience() async throws {
        let server = ScriptedServer { _, _ in .error(503, "", ["Retry-After": "600"]) }
        let erp = try server.erp()
        let failure = await #expect(throws: RemoteFailure.self) {
            try await server.run { _ = try await erp.page(of: .customers, reading: [], from: .listing, size: 1) }
        }
        #expect(failure?.problem.code == .unavailable)
        #expect(failure?.retryAfter == .seconds(600))
        #expect(server.requests.count == 1)
    }

    @Test("one failure after a long wait for the rate limit is borne with, and tells nobody that the system is away")
    func hiccup() async throws {
        let server = ScriptedServer { _, count in
            switch count {
            case 1: .error(429, "Application_TooManyRequests", ["Retry-After": "120"])
            case 2: .error(502, "")
            default: .json(200, "{\"value\":[]}")
            }
        }
        let erp = try server.erp()
        _ = try await server.run { try await erp.page(of: .customers, reading: [], from: .listing, size: 10) }
        #expect(server.requests.count == 3)
    }

    @Test("a pause longer than patience is told to everybody at once, and sat out by nobody")
    func longPause() async throws {
        let server = ScriptedServer { _, _ in .error(429, "Application_TooManyRequests", ["Retry-After": "3000"]) }
        let erp = try server.erp()
        let failures = try await server.failures(of: 8, asking: erp)
        #expect(failures.allSatisfy { $0?.problem.code == .throttled })
        #expect(failures.allSatisfy { $0?.retryAfter.map { $0 > .seconds(2_900) } == true })
        #expect(server.clock.elapsed < .seconds(60))
    }

    @Test("a redirect is refused, and the token does not go with it")
    func redirect() async throws {
        let server = ScriptedServer { _, _ in
            HTTPResponse(status: 307, headers: [HTTPField("Location", "https://elsewhere.example/")])
        }
        let erp = try server.erp()
        let failure = await #expect(throws: RemoteFailure.self) {
            try await server.run { _ = try await erp.page(of: .customers, reading: [], from: .listing, size: 1) }
        }
        #expect(failure?.problem.arguments == ["redirect"])
        #expect(server.requests.allSatisfy { $0.url.hasPrefix(ScriptedServer.origin) })
    }
}

/// A server that shares its clock with another.
private final class StormServer: Transport, Sendable {
    private let server: ScriptedServer
    private let clock: VirtualClock

    init(_ server: ScriptedServer, clock: VirtualClock) {
        self.server = server
        self.clock = clock
    }

    func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
        clock.touch()
        return try await server.send(request)
    }

    func shutdown() async {}

    func erp() throws -> BusinessCentral {
        let clock = self.clock
        return try BusinessCentral(
            configuration: .init(
                root: "\(ScriptedServer.origin)/v2.0/prod", company: Company.id, signIn: server.credentials),
            transport: self,
            timing: Timing(
                clock: clock,
                date: { Date(timeIntervalSince1970: 1_750_000_000 + Double(clock.elapsed.milliseconds) / 1_000) },
                chance: { 0.5 }))
    }
}
