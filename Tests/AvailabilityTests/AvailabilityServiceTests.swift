import Foundation
import JSON
import Model
import RemoteSystems
import TestSupport
import Testing

@testable import Availability

@Suite("The service that a form in the CRM asks")
struct AvailabilityServiceTests {
    private static let right = "Basic " + Data("form:0123456789abcdef".utf8).base64EncodedString()
    private static let origin = "https://contoso.crm4.dynamics.com"

    private static let desk = StockAnswer(
        entity: "items", number: "A1", name: "Desk", onHand: 12, unit: "PCS",
        ids: Sided(erp: RecordID("e1"), crm: RecordID("c1")), at: Date(timeIntervalSince1970: 0))

    private func service(
        limits: ServiceLimits = ServiceLimits(), clock: any Clock<Duration> = ContinuousClock(),
        _ answer: @escaping @Sendable (String) async throws -> StockAnswer = { _ in desk }
    ) throws -> AvailabilityService {
        AvailabilityService(
            key: try AccessKey(user: "form", key: "0123456789abcdef"), origin: Self.origin, language: .en,
            limits: limits, clock: clock, answer: answer)
    }

    private func ask(_ target: String, _ method: String = "GET", _ more: [String: String] = [:]) -> ServiceRequest {
        ServiceRequest(method: method, target: target, headers: ["authorization": Self.right].merging(more) { $1 })
    }

    @Test("an item is answered with one document, which holds what can be promised of it")
    func answered() async throws {
        let asked = RecordedWords()
        let service = try service { word in
            await asked.note(word)
            var answer = Self.desk
            answer.onHand = -3
            return answer
        }
        let reply = await service.reply(to: ask("/availability?item=A%26B+%C3%A9&more=1"))
        #expect(reply.status == 200)
        #expect(
            reply.body == [
                "entity": "items", "number": "A1", "name": "Desk", "available": "0", "onHand": "-3", "unit": "PCS",
                "erp": "e1", "crm": "c1", "at": "1970-01-01T00:00:00Z",
            ])
        #expect(await asked.words == ["A&B é"])
    }

    @Test("without the key nobody learns anything, not even what there is")
    func unauthorized() async throws {
        let service = try service()
        for headers in [[:], ["authorization": "Basic Zm9ybTp3cm9uZw=="], ["authorization": "Bearer x"]] {
            for target in ["/availability?item=A1", "/", "/elsewhere"] {
                let reply = await service.reply(to: ServiceRequest(target: target, headers: headers))
                #expect(reply.status == 401)
                #expect(reply.headers["WWW-Authenticate"]?.hasPrefix("Basic") == true)
                #expect(reply.body?["error"]?["code"] == "unauthorized")
            }
        }
    }

    @Test(
        "what is no question about one item is refused with its reason",
        arguments: [
            ("GET", "/", 404, "elsewhere"), ("GET", "/availability/", 404, "elsewhere"),
            ("POST", "/availability?item=A1", 405, "method"), ("DELETE", "/availability?item=A1", 405, "method"),
            ("OPTIONS", "/availability?item=A1", 405, "method"), ("GET", "/availability", 400, "noItem"),
            ("GET", "/availability?item=", 400, "noItem"), ("GET", "/availability?item=%20", 400, "noItem"),
            ("GET", "/availability?item=a&item=b", 400, "noItem"),
            ("GET", "/availability?item=" + String(repeating: "x", count: 401), 400, "noItem"),
            ("GET", "/availability?item=%FF%FE", 400, "noItem"),
        ])
    func refused(method: String, target: String, status: Int, code: String) async throws {
        let reply = await (try service()).reply(to: ask(target, method))
        #expect(reply.status == status)
        #expect(reply.body?["error"]?["code"] == .string(code))
    }

    @Test(
        "why there is no figure is told by its status, its code and its words",
        arguments: [
            (AvailabilityFailure.noSuchItem("A9"), 404, "noSuchItem", "There is no item A9."),
            (.notCoupled("Desk"), 404, "notCoupled", "What is on hand of Desk is not known."),
            (.ambiguous("Desk", numbers: ["A1", "A2"]), 409, "ambiguous", "Several items are called Desk."),
            (.noStock, 404, "noStock", "Nobody can say what is on hand."),
        ])
    func failures(failure: AvailabilityFailure, status: Int, code: String, what: String) async throws {
        let reply = await (try service { _ in throw failure }).reply(to: ask("/availability?item=A9"))
        #expect(reply.status == status)
        #expect(reply.body?["error"]?["code"] == .string(code))
        #expect(reply.body?["error"]?["what"] == .string(what))
        let numbers = reply.body?["error"]?["numbers"]?.array?.compactMap(\.string)
        #expect(numbers == (status == 409 ? ["A1", "A2"] : nil))
    }

    @Test("a system that can't be asked is told in the language of the form, and as what passes or what does not")
    func unreachable() async throws {
        let away = try service { _ in throw RemoteFailure(Problem(.unavailable, side: .erp)) }
        let reply = await away.reply(to: ask("/availability?item=A1", "GET", ["accept-language": "fr-FR,fr;q=0.9"]))
        #expect(reply.status == 503 && reply.headers["Retry-After"] == "2")
        #expect(reply.body?["error"]?["code"] == "unreachable")
        let said = reply.body?["error"]?.object?.compactMap(\.value.string).joined(separator: " ") ?? ""
        let english = await away.reply(to: ask("/availability?item=A1"))
        #expect(!said.isEmpty && english.body != reply.body)
        let wrong = try service { _ in throw RemoteFailure(Problem(.signIn, side: .erp)) }
        #expect(await wrong.reply(to: ask("/availability?item=A1")).status == 502)
        let unforeseen = try service { _ in throw CancellationError() }
        #expect(await unforeseen.reply(to: ask("/availability?item=A1")).status == 500)
    }

    @Test("an answer that does not come in time is given up, and its place is free again")
    func timeout() async throws {
        let clock = VirtualClock()
        var limits = ServiceLimits()
        limits.questions = 1
        let service = try service(limits: limits, clock: clock) { _ in
            try await clock.sleep(for: .seconds(3_600))
            return Self.desk
        }
        for round in 0..<2 {
            async let reply = service.reply(to: ask("/availability?item=A1"))
            let begun = Duration.seconds(10 * round)
            await clock.waitForSleeper(until: begun + .seconds(10))
            await clock.waitForSleeper(until: begun + .seconds(3_600))
            #expect(await service.reply(to: ask("/availability?item=A2")).status == 503)
            #expect(clock.wakeNext())
            let late = await reply
            #expect(late.status == 504 && late.body?["error"]?["code"] == "timeout")
        }
        #expect(clock.elapsed == .seconds(20))
    }

    @Test("pages of the CRM alone may read an answer in a browser")
    func origins() async throws {
        let service = try service()
        let asked = await service.reply(
            to: ServiceRequest(method: "OPTIONS", target: "/availability", headers: ["origin": Self.origin]))
        #expect(asked.status == 204)
        #expect(asked.headers["Access-Control-Allow-Origin"] == Self.origin)
        #expect(asked.headers["Access-Control-Allow-Headers"]?.contains("Authorization") == true)
        let own = await service.reply(to: ask("/availability?item=A1", "GET", ["origin": Self.origin]))
        #expect(own.headers["Access-Control-Allow-Origin"] == Self.origin)
        let other = await service.reply(to: ask("/availability?item=A1", "GET", ["origin": "https://evil.example"]))
        #expect(other.headers["Access-Control-Allow-Origin"] == nil)
        let preflight = ServiceRequest(
            method: "OPTIONS", target: "/availability", headers: ["origin": "https://evil.example"])
        #expect(await service.reply(to: preflight).status == 401)
    }
}

/// What was asked, in order.
actor RecordedWords {
    private(set) var words: [String] = []
    func note(_ word: String) { words.append(word) }
}
