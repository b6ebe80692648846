import JSON
import Model
import Synchronization
import TestSupport
import Testing

@testable import RemoteSystems

@Suite("Business Central")
struct BusinessCentralTests {
    private func row(_ number: Int, stamp: String = "2025-06-15T15:00:00.123Z", etag: String = "W/\\\"a+/=\\\"")
        -> String
    {
        "{\"@odata.etag\":\"\(etag)\",\"id\":\"\(guid(number))\",\"lastModifiedDateTime\":\"\(stamp)\",\"number\":\"\(number)\","
            + "\"displayName\":\"Ad\\u00e4tum\",\"creditLimit\":1200.500,\"blocked\":\"Not_x0020_Blocked\","
            + "\"currencyId\":\"00000000-0000-0000-0000-000000000000\",\"startDate\":\"0001-01-01\"}"
    }

    private let fields = ["displayName", "creditLimit", "blocked", "currencyId", "startDate", "faxNumber"]

    // MARK: reading

    @Test("values are canonical, in the order asked; what the page lacks is absent")
    func values() async throws {
        let body = "{\"@odata.context\":\"x\",\"value\":[\(row(1)),\(row(2))]}"
        let server = ScriptedServer { _, _ in .json(200, body) }
        let erp = try server.erp()
        let page = try await server.run {
            try await erp.page(of: .customers, reading: fields, from: .listing, size: 50_000)
        }
        #expect(page.records.count == 2)
        let record = try #require(page.records.first)
        #expect(record.id.text == guid(1))
        #expect(record.version?.text == "W/\"a+/=\"")
        #expect(
            record.fields == [
                "displayName": "Adätum", "creditLimit": "1200.5", "blocked": "Not Blocked",
                "currencyId": .text(RecordID.zero.text), "startDate": nil,
            ])
        #expect(record.modified == 1_749_999_600.123)
        let request = try #require(server.requests.first)
        #expect(request.headers.contains(HTTPField("Data-Access-Intent", "ReadWrite")))
        #expect(request.headers.contains(HTTPField("Prefer", "odata.maxpagesize=20000")))
        #expect(!request.url.contains("faxNumber"))
    }

    @Test("nothing changed costs one request, and delivers nothing that was seen")
    func nothingChanged() async throws {
        let body = "{\"value\":[\(row(1)),\(row(2))]}"
        let server = ScriptedServer { _, _ in .json(200, body) }
        let erp = try server.erp()
        let (first, second) = try await server.run {
            let first = try await erp.page(of: .customers, reading: fields, from: .listing, size: 100)
            let position = try #require(first.position)
            return (
                first,
                try await erp.page(of: .customers, reading: fields, from: .changes(since: position), size: 100)
            )
        }
        #expect(first.records.count == 2)
        #expect(second.records.isEmpty)
        #expect(second.position != nil)
        #expect(server.requests.count == 2)
        #expect(server.requests[1].url.contains("lastModifiedDateTime%20gt%202025-06-15T14%3A44%3A00.123Z"))
    }

    @Test(
        "a row that is modified while a listing is read comes again at its end, and is not delivered once more by the changes"
    )
    func modifiedMeanwhile() async throws {
        let first = row(1, stamp: "2025-06-15T15:00:00.123Z", etag: "1")
        let later = row(1, stamp: "2025-06-15T15:05:00.123Z", etag: "2")
        let next = "\(ScriptedServer.origin)/v2.0/prod/api/couplet/sync/v1.0/customers?$skiptoken=1"
        let server = ScriptedServer { [other = row(2)] _, count in
            count == 1
                ? .json(200, "{\"value\":[\(first),\(other)],\"@odata.nextLink\":\"\(next)\"}")
                : .json(200, "{\"value\":[\(later)]}")
        }
        let erp = try server.erp()
        let pages = try await server.run {
            let one = try await erp.page(of: .customers, reading: [], from: .listing, size: 100)
            let two = try await erp.page(of: .customers, reading: [], from: .next(one.next ?? ""), size: 100)
            let changes = PageCursor.changes(since: two.position ?? "")
            return [one, two, try await erp.page(of: .customers, reading: [], from: changes, size: 100)]
        }
        #expect(pages.map { $0.records.map(\.version?.text) } == [["1", "W/\"a+/=\""], ["2"], []])
    }

    @Test("a listing that takes long is read on from what was settled when it began")
    func longListing() async throws {
        let next = "\(ScriptedServer.origin)/v2.0/prod/api/couplet/sync/v1.0/customers?$skiptoken=1"
        let server = ScriptedServer { [one = row(1), two = row(2, stamp: "2025-06-15T16:00:00Z")] _, count in
            count == 1
                ? .json(
                    200, "{\"value\":[\(one)],\"@odata.nextLink\":\"\(next)\"}",
                    ["Date": "Sun, 15 Jun 2025 15:06:00 GMT"])
                : .json(200, "{\"value\":[\(two)]}", ["Date": "Sun, 15 Jun 2025 16:01:00 GMT"])
        }
        let erp = try server.erp()
        try await server.run {
            let one = try await erp.page(of: .customers, reading: [], from: .listing, size: 100)
            let two = try await erp.page(of: .customers, reading: [], from: .next(one.next ?? ""), size: 100)
            let changes = PageCursor.changes(since: two.position ?? "")
            _ = try await erp.page(of: .customers, reading: [], from: changes, size: 100)
        }
        #expect(server.requests.last?.url.contains("lastModifiedDateTime%20gt%202025-06-15T14%3A50%3A00.000Z") == true)
    }

    @Test("a position of another table, or of nothing, is answered by a complete listing")
    func foreignPosition() async throws {
        let server = ScriptedServer { _, _ in .json(200, "{\"value\":[]}") }
        let erp = try server.erp()
        for position in ["", "garbage", "12345/1/2//"] {
            let page = try await server.run {
                try await erp.page(of: .customers, reading: [], from: .changes(since: position), size: 100)
            }
            #expect(page.isRestart)
        }
    }

    @Test("pages are followed by their links; an empty one in between is no end")
    func pages() async throws {
        let next = "\(ScriptedServer.origin)/v2.0/prod/api/couplet/sync/v1.0/customers?$skiptoken="
        let server = ScriptedServer { [row = row(1)] request, count in
            count == 4
                ? .json(200, "{\"value\":[\(row)]}")
                : .json(200, "{\"value\":[],\"@odata.nextLink\":\"\(next)\(count)\"}")
        }
        let erp = try server.erp()
        let count = try await server.run {
            var cursor = PageCursor.listing
            var count = 0
            while true {
                let page = try await erp.page(of: .customers, reading: [], from: cursor, size: 100)
                count += page.records.count
                guard let link = page.next else { return count }
                cursor = .next(link)
            }
        }
        #expect(count == 1)
        #expect(server.requests[1].url == next + "1")
    }

    @Test("links that lead in a circle end the reading", arguments: [1, 2, 7])
    func circle(length: Int) async throws {
        let next = "\(ScriptedServer.origin)/v2.0/prod/api/x?$skiptoken="
        let server = ScriptedServer { _, count in
            .json(200, "{\"value\":[],\"@odata.nextLink\":\"\(next)\(count % length)\"}")
        }
        let erp = try server.erp()
        let failure = await #expect(throws: RemoteFailure.self) {
            try await server.run {
                var cursor = PageCursor.listing
                while true {
                    let page = try await erp.page(of: .customers, reading: [], from: cursor, size: 100)
                    cursor = .next(page.next ?? "")
                }
            }
        }
        #expect(failure?.problem.arguments.first == "pagesRepeat")
        #expect(server.requests.count < 40)
    }

    @Test("a next link to another host is refused before anything is sent there")
    func foreignLink() async throws {
        let server = ScriptedServer { _, _ in
            .json(200, "{\"value\":[],\"@odata.nextLink\":\"https://evil.example/v2.0/prod/x\"}")
        }
        let erp = try server.erp()
        let failure = await #expect(throws: RemoteFailure.self) {
            try await server.run { try await erp.page(of: .customers, reading: [], from: .listing, size: 1) }
        }
        #expect(failure?.problem.arguments == ["foreignLink"])
        #expect(server.requests.count == 1)
    }

    @Test("a body that is cut off or nested without end fails the reading", arguments: ["{\"value\":[{\"id\":\"", "["])
    func brokenBody(text: String) async throws {
        let body = text == "[" ? String(repeating: "[", count: 100_000) : text
        let server = ScriptedServer { _, _ in .json(200, body) }
        let erp = try server.erp()
        await #expect(throws: RemoteFailure.self) {
            try await server.run { try await erp.page(of: .customers, reading: [], from: .listing, size: 1) }
        }
    }

    @Test("records are read in one batch, and only an answered 404 is missing")
    func records() async throws {
        let server = ScriptedServer { [row = row(1)] _, _ in
            .json(
                200,
                "{\"responses\":[{\"id\":\"1\",\"status\":404,\"body\":{\"error\":{\"code\":\"Internal_RecordNotFound\"}}},"
                    + "{\"id\":\"0\",\"status\":200,\"headers\":{},\"body\":\(row)}]}")
        }
        let erp = try server.erp()
        let found = try await server.run {
            try await erp.records([RecordID(guid(1)), RecordID(guid(2))], of: .customers, reading: fields)
        }
        #expect(found.keys.map(\.text) == [guid(1)])
        #expect(server.requests.count == 1)
    }

    @Test("a batch that leaves a question unanswered proves nothing missing")
    func halfAnswered() async throws {
        let server = ScriptedServer { _, _ in
            .json(200, "{\"responses\":[{\"id\":\"0\",\"status\":404,\"body\":{}}]}")
        }
        let erp = try server.erp()
        await #expect(throws: RemoteFailure.self) {
            try await server.run {
                try await erp.records([RecordID(guid(1)), RecordID(guid(2))], of: .customers, reading: [])
            }
        }
    }

    @Test("no right to read is no missing record", arguments: [401, 403])
    func noRight(status: Int) async throws {
        let server = ScriptedServer { _, _ in .error(status, "Authorization_x") }
        let erp = try server.erp()
        await #expect(throws: RemoteFailure.self) {
            try await server.run { try await erp.records([RecordID(guid(1))], of: .customers, reading: []) }
        }
    }

    @Test("a company is found by its name, with one request for all who need it")
    func company() async throws {
        let server = ScriptedServer { request, _ in
            request.url.contains("/companies?") ? Company.list : .json(200, "{\"value\":[]}")
        }
        let erp = try BusinessCentral(
            configuration: .init(
                root: "\(ScriptedServer.origin)/v2.0/prod", company: "CRONUS", signIn: server.credentials),
            transport: server, timing: server.timing)
        try await server.run {
            #expect(try await erp.identity() == "https://server.example/v2.0/prod \(Company.id)")
            _ = try await erp.page(of: .customers, reading: [], from: .listing, size: 1)
        }
        #expect(server.requests.count == 2)
    }

    // MARK: writing

    private func update(_ number: Int, etag: String = "W/\"1\"") -> RemoteWrite {
        RemoteWrite(
            .update(RecordID(guid(number)), version: RecordVersion(etag)), fields: ["displayName": .text("N\(number)")],
            returning: ["displayName"])
    }

    private func answers(_ request: HTTPRequest, _ answer: (Int) -> String?) throws -> HTTPResponse {
        let body = try JSON.decode(JSONValue.self, from: request.body ?? [])
        let ids = body["requests"]?.array?.compactMap { $0["id"]?.string.flatMap { Int($0) } } ?? []
        return .json(200, "{\"responses\":[\(ids.compactMap(answer).joined(separator: ","))]}")
    }

    @Test("a thousand updates are ten batches, five at once, each conditional on its version")
    func batches() async throws {
        let clock = Mutex<VirtualClock?>(nil)
        let server = ScriptedServer { [self] request, _ in
            if let clock = clock.withLock({ $0 }) {
                try await clock.sleep(until: clock.now.advanced(by: .seconds(1)), tolerance: nil)
            }
            return try answers(request) { "{\"id\":\"\($0)\",\"status\":200,\"body\":\(row($0))}" }
        }
        clock.withLock { $0 = server.clock }
        let erp = try server.erp()
        let writes = (0..<1_000).map { update($0) }
        let results = try await server.run { try await erp.write(writes, to: .customers) }
        #expect(results.allSatisfy { if case .done = $0 { true } else { false } })
        #expect(server.requests.count == 10)
        #expect(server.most == 5)
        let body = try JSON.decode(JSONValue.self, from: server.requests[0].body ?? [])
        #expect(body["requests"]?.array?.first?["headers"]?["If-Match"]?.string == "W/\"1\"")
        #expect(
            body["requests"]?.array?.first?["url"]?.string?.hasPrefix("companies(\(Company.id))/customers(") == true)
        #expect(server.requests[0].headers.contains(HTTPField("Prefer", "odata.continue-on-error")))
    }

    @Test("each write of a batch has its own fate")
    func fates() async throws {
        let statuses: [(Int, String)] = [
            (409, "Request_EntityChanged"), (404, "Internal_RecordNotFound"), (400, "Application_StringExceededLength"),
            (409, "Internal_EntityWithSameKeyExists"), (400, "Application_DialogException"),
            (500, "Internal_ServerError"),
            (403, "Authorization_x"), (404, "BadRequest_ResourceNotFound"),
        ]
        let server = ScriptedServer { [self] request, _ in
            try answers(request) { place in
                "{\"id\":\"\(place)\",\"status\":\(statuses[place].0),"
                    + "\"body\":{\"error\":{\"code\":\"\(statuses[place].1)\",\"message\":\"value-canary\"}}}"
            }
        }
        let erp = try server.erp()
        let writes = statuses.indices.map { update($0) }
        let results = try await server.run { try await erp.write(writes, to: .customers) }
        #expect(results[0] == .versionChanged)
        #expect(results[1] == .gone)
        func code(_ result: WriteResult) -> Int? {
            switch result {
            case .refused(let problem), .inDoubt(let problem), .notSent(let problem): problem.code.rawValue
            case .done, .exists, .versionChanged, .gone: nil
            }
        }
        #expect(results[2...].map(code) == [4_002, 4_005, 4_011, 3_001, 2_002, 2_003])
        #expect(!"\(results)".contains("value-canary"))
    }

    @Test("what follows a failure that ended a batch is sent again; what was carried out is not")
    func endedBatch() async throws {
        let server = ScriptedServer { [self] request, count in
            try answers(request) { place in
                if count == 1, place == 2 {
                    return "{\"id\":\"2\",\"status\":409,\"body\":{\"error\":{\"code\":\"x\"}}}"
                }
                if count == 1, place > 2 { return nil }
                return "{\"id\":\"\(place)\",\"status\":200,\"body\":\(row(place))}"
            }
        }
        let erp = try server.erp()
        let writes = (0..<6).map { update($0) }
        let results = try await server.run { try await erp.write(writes, to: .customers) }
        #expect(results[2] == .versionChanged)
        #expect(results.filter { if case .done = $0 { true } else { false } }.count == 5)
        let again = try JSON.decode(JSONValue.self, from: server.requests[1].body ?? [])
        #expect(again["requests"]?.array?.count == 3)
    }

    @Test("a batch that lost its answer is in doubt, each of its writes, and is not repeated")
    func lostAnswer() async throws {
        for failure in [TransportFailure(.timeout, isUnsent: false), TransportFailure(.broken, isUnsent: false)] {
            let server = ScriptedServer { _, _ in throw failure }
            let erp = try server.erp()
            let writes = (0..<3).map { update($0) }
            let results = try await server.run { try await erp.write(writes, to: .customers) }
            #expect(results.allSatisfy { if case .inDoubt = $0 { true } else { false } })
            #expect(server.requests.count == 1)
        }
    }

    @Test("a write that could not leave is tried again, and says that it was not sent when patience ends")
    func unreachable() async throws {
        let server = ScriptedServer { _, _ in throw TransportFailure(.unreachable, isUnsent: true) }
        let erp = try server.erp()
        let writes = [update(1)]
        let results = try await server.run { try await erp.write(writes, to: .customers) }
        #expect(results == [.notSent(Problem(.connection, ["unreachable"], side: .erp))])
        #expect(server.requests.count > 3)
    }

    @Test("an answer cut off after the work was done leaves all in doubt")
    func cutOff() async throws {
        let server = ScriptedServer { _, _ in .json(200, "{\"responses\":[{\"id\":\"0\",\"status\":20") }
        let erp = try server.erp()
        let writes = [update(1), update(2)]
        let results = try await server.run { try await erp.write(writes, to: .customers) }
        #expect(results.allSatisfy { if case .inDoubt = $0 { true } else { false } })
        #expect(server.requests.count == 1)
    }

    @Test("a batch refused for one poisonous row: that row alone is refused")
    func poison() async throws {
        let server = ScriptedServer { [self] request, _ in
            let isPoisonous = String(decoding: request.body ?? [], as: UTF8.self).contains("\"N37\"")
            return isPoisonous
                ? .error(400, "BadRequest")
                : try answers(request) { "{\"id\":\"\($0)\",\"status\":200,\"body\":\(row($0))}" }
        }
        let erp = try server.erp()
        let writes = (0..<100).map { update($0) }
        let results = try await server.run { try await erp.write(writes, to: .customers) }
        for (place, result) in results.enumerated() {
            if case .done = result { #expect(place != 37) } else { #expect(place == 37) }
        }
        // One for the batch, then two for each halving.
        #expect(server.requests.count <= 15)
    }

    @Test("a create that can't be recognised travels alone, one that can shares a batch")
    func creates() async throws {
        let server = ScriptedServer { [self] request, _ in
            request.url.contains("$batch")
                ? try answers(request) { "{\"id\":\"\($0)\",\"status\":201,\"body\":\(row($0))}" }
                : .json(201, row(9))
        }
        let erp = try server.erp()
        let writes = (0..<4).map { number in
            RemoteWrite(
                .create(key: nil), fields: ["number": .text("C\(number)")], returning: ["number"],
                isRecognisable: number < 2)
        }
        let results = try await server.run { try await erp.write(writes, to: .customers) }
        #expect(results.allSatisfy { if case .done = $0 { true } else { false } })
        #expect(server.requests.filter { $0.url.contains("$batch") }.count == 1)
        #expect(server.requests.filter { !$0.url.contains("$batch") }.count == 2)
    }

    @Test("a keyless create that was not answered is in doubt and is never repeated", arguments: [408, 500, 502, 504])
    func keylessInDoubt(status: Int) async throws {
        let server = ScriptedServer { _, _ in .error(status, "") }
        let erp = try server.erp()
        let write = RemoteWrite(.create(key: nil), fields: ["displayName": "A"], returning: [])
        let results = try await server.run { try await erp.write([write], to: .customers) }
        guard case .inDoubt = results[0] else {
            Issue.record("\(results[0])")
            return
        }
        #expect(server.requests.count == 1)
    }

    @Test("empty values are written as Business Central writes them")
    func emptyValues() async throws {
        let server = ScriptedServer { [self] request, _ in
            try answers(request) { "{\"id\":\"\($0)\",\"status\":200,\"body\":\(row($0))}" }
        }
        let erp = try server.erp()
        let write = RemoteWrite(
            .update(RecordID(guid(1)), version: RecordVersion("W/\"1\"")),
            fields: ["displayName": nil, "creditLimit": "0.10", "currencyId": nil, "startDate": nil, "blocked": " "],
            returning: [])
        _ = try await server.run { try await erp.write([write], to: .customers) }
        let body = try JSON.decode(JSONValue.self, from: server.requests[0].body ?? [])
        #expect(
            body["requests"]?.array?.first?["body"] == [
                "displayName": "", "creditLimit": .number("0.1"), "currencyId": .string(RecordID.zero.text),
                "startDate": "0001-01-01", "blocked": "_x0020_",
            ])
    }

    @Test("a field that the page lacks, or a value that its type can't have, is refused and nothing is sent")
    func impossible() async throws {
        let server = ScriptedServer { _, _ in .json(500, "") }
        let erp = try server.erp()
        let cases: [Fields] = [["fax": "1"], ["creditLimit": "ten"], ["currencyId": "' or 1 eq 1"]]
        for fields in cases {
            let write = RemoteWrite(
                .update(RecordID(guid(1)), version: RecordVersion("W/\"1\"")), fields: fields, returning: [])
            let results = try await server.run { try await erp.write([write], to: .customers) }
            guard case .refused = results[0] else {
                Issue.record("\(results[0])")
                continue
            }
        }
        #expect(server.requests.isEmpty)
    }
}
