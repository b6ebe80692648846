import JSON
import Testing

@testable import Sandbox

@Suite("Requests that mean no good")
struct HostileRequestTests {
    private static let huge = "99999999999999999999999999"
    private static let greatest = "9223372036854775807"
    private static let least = "-9223372036854775808"

    @Test("a throttle of none refuses every request, and says when to come back")
    func throttleOfNone() async throws {
        let bench = try await Bench()
        bench.core.faults.set(Fault(.throttle(limit: 0, retryAfter: nil)))
        #expect(await bench.erp("GET", "customers").status == 429)
        var window = RateWindow()
        var limit = RateLimits().dataverse
        limit.requests = 0
        let admission = window.arrive(at: Bench.start, limit: limit)
        #expect(admission == .refused(.tooManyRequests(limit: 0, windowSeconds: 300, retryAfter: 300)))
    }

    @Test(
        "numbers, days and moments out of bounds are answered in Dataverse",
        arguments: [
            "accounts?$top=\(huge)", "accounts?$filter=creditlimit gt 1e\(least)",
            "accounts?$filter=creditlimit gt 0.\(String(repeating: "0", count: 300))1",
            "accounts?$filter=startswith(substring(name,\(greatest)),'a')",
            "accounts?$filter=Microsoft.Dynamics.CRM.LastXDays(PropertyName='createdon',PropertyValue=\(greatest))",
            "accounts?$filter=Microsoft.Dynamics.CRM.NextXYears(PropertyName='createdon',PropertyValue=\(greatest))",
            "accounts?$filter=Microsoft.Dynamics.CRM.OlderThanXHours(PropertyName='createdon',PropertyValue=\(least))",
            "accounts?$filter=createdon gt 0000-01-01T00:00:00%2B10:00",
            "accounts?$filter=createdon gt 9999-12-31T23:59:59-14:00",
            "accounts?$skiptoken=<cookie pagenumber=\"\(least)\" pagingcookie=\"%253ccookie%2520/%253e\" />",
            "accounts?$deltatoken=5!01/01/0001 00:00:00",
            "accounts?fetchXml=<fetch page='\(greatest)' count='\(huge)'><entity name='account'/></fetch>",
            "accounts?sql=SELECT TOP \(huge) name FROM account",
            "accounts?$apply=aggregate(exchangerate with sum as s)",
        ])
    func dataverseNumbers(_ target: String) async throws {
        let bench = try await DataverseBench()
        _ = await bench.create("accounts", ["name": "A", "creditlimit": .number("1.123456789012345678")])
        #expect((200..<500).contains(await bench.send("GET", target).status))
    }

    @Test(
        "numbers, days and moments out of bounds are answered in Business Central",
        arguments: [
            "customers?$top=\(greatest)&$skip=\(greatest)", "customers?$filter=creditLimit gt 1e\(least)",
            "customers?$filter=lastModifiedDateTime gt 0000-01-01T00:00:00%2B10:00",
            "customers?$filter=contains(substring(displayName,\(greatest)),'a')",
            "customers?$top=5&$skiptoken=WzkyMjMzNzIwMzY4NTQ3NzU4MDcsImEiLDFd",
            "customers?$top=5&$skiptoken=Wy05MjIzMzcyMDM2ODU0Nzc1ODA4LCJhIiwxXQ",
        ])
    func businessCentralNumbers(_ target: String) async throws {
        let bench = try await Bench()
        #expect((200..<500).contains(await bench.erp("GET", target).status))
        for size in [Self.greatest, Self.least, Self.huge, "0"] {
            let reply = await bench.erp("GET", target, headers: [("Prefer", "odata.maxpagesize=\(size)")])
            #expect((200..<500).contains(reply.status))
        }
    }

    @Test(
        "values out of bounds are refused, not stored",
        arguments: ["1e\(least)", "1e999", huge, "0.\(String(repeating: "0", count: 5000))1"])
    func values(_ number: String) async throws {
        let bench = try await DataverseBench()
        let account = await bench.send("POST", "accounts", ["name": "A", "creditlimit": .number(number)])
        #expect((200..<500).contains(account.status))
        let erp = try await Bench()
        let customer = await erp.erp("POST", "customers", ["displayName": "A", "creditLimit": .number(number)])
        #expect((200..<500).contains(customer.status))
        let option: JSONValue = [
            "EntityLogicalName": "account", "AttributeLogicalName": "paymenttermscode",
            "Value": .number(Self.greatest), "Label": ["LocalizedLabels": [["Label": "Z"]]],
        ]
        #expect(await bench.send("POST", "InsertOptionValue", option).status == 400)
    }

    @Test(
        "what is nested too deeply is refused",
        arguments: [
            "$filter=" + String(repeating: "(", count: 4000) + "name eq 'a'" + String(repeating: ")", count: 4000),
            "$filter=" + String(repeating: "not ", count: 4000) + "name eq 'a'",
            "$filter=" + String(repeating: "tolower(", count: 4000) + "name",
            "$filter=" + "name" + String(repeating: " eq name", count: 4000),
            "$expand=" + Array(repeating: "parentaccountid", count: 4000).joined(separator: "($expand=")
                + String(repeating: ")", count: 3999),
            "sql=SELECT name FROM account WHERE " + String(repeating: "(", count: 4000) + "name = 'a'",
            "sql=SELECT name FROM account WHERE " + String(repeating: "not ", count: 4000) + "name = 'a'",
            "sql=SELECT " + String(repeating: "a.", count: 4000) + "name FROM nothing",
            "fetchXml=<fetch><entity name='account'>" + String(repeating: "<filter>", count: 4000),
        ])
    func nesting(_ query: String) async throws {
        let reply = await (try DataverseBench()).send("GET", "accounts?\(query)")
        #expect((400..<500).contains(reply.status))
    }

    @Test("bodies that are nested too deeply are refused by both")
    func bodies() async throws {
        let text = String(repeating: "{\"primarycontactid\":", count: 100_000)
        #expect(await (try DataverseBench()).raw("POST", "accounts", Array(text.utf8)).status == 400)
        let bench = try await Bench()
        let token = try Bench.token(bench.core, client: "couplet", scope: "x")
        let headers = [("Authorization", "Bearer \(token)")]
        let path = "\(bench.company)/customers"
        #expect(await bench.send("POST", path, Array(text.utf8), to: .erp, headers: headers).status == 400)
    }

    @Test("four thousand conditions are not deep, and are answered")
    func manyConditions() async throws {
        let bench = try await DataverseBench()
        _ = await bench.create("accounts", ["name": "A"])
        let filter = (0..<4000).map { "name eq 'N\($0)'" }.joined(separator: " or ") + " or name eq 'A'"
        #expect(await bench.send("GET", "accounts?$filter=\(filter)").rows.count == 1)
        let all = (0..<4000).map { "name ne 'N\($0)'" }.joined(separator: " and ")
        #expect(await bench.send("GET", "accounts?$filter=\(all)").rows.count == 1)
    }

    @Test(
        "the control refuses numbers that make no sense",
        arguments: [
            #"{"fault":"throttle","limit":-1}"#, #"{"fault":"landLate","seconds":1e300}"#,
            #"{"fault":"status","status":99}"#, #"{"fault":"batchPartial","operations":-1}"#,
            #"{"fault":"rewrite","field":"name","rule":"cut","length":-1}"#,
            #"{"fault":"slow","bytesPerSecond":0}"#, #"{"fault":"status","status":500,"share":7}"#,
            #"{"fault":"status","status":500,"times":-1}"#, #"{"fault":"clockOffset","seconds":-1e18}"#,
        ])
    func control(_ text: String) async throws {
        let bench = try await Bench()
        #expect(await bench.send("POST", "/sandbox/faults", Array(text.utf8), to: .control).status == 400)
        for body in [#"{"advanceSeconds":1e300}"#, #"{"advanceSeconds":-1e18}"#] {
            #expect(await bench.send("POST", "/sandbox/clock", Array(body.utf8), to: .control).status == 400)
        }
        let limits = #"{"businessCentral":{"requests":-5,"windowSeconds":9223372036854775807,"atOnce":0}}"#
        #expect(await bench.send("POST", "/sandbox/limits", Array(limits.utf8), to: .control).status == 400)
    }

    @Test("a clock that is moved for ever stays in the calendar")
    func clock() async throws {
        let bench = try await Bench()
        for _ in 0..<200 { bench.core.clock.advance(by: .seconds(3_000_000_000)) }
        #expect(bench.core.clock.now.text == "9999-12-31T23:59:59.999Z")
        #expect(await bench.erp("POST", "customers", ["displayName": "Last"]).status == 401)
        for _ in 0..<900 { bench.core.clock.advance(by: .seconds(-3_000_000_000)) }
        #expect(bench.core.clock.now.text == "0001-01-01T00:00:00Z")
    }

    @Test("whatever is sent is answered", arguments: [1, 2, 3, 4] as [UInt64])
    func anything(_ seed: UInt64) async throws {
        var maker = HostileRequests(seed: seed)
        let bench = try await Bench()
        let token = try Bench.token(bench.core, client: "couplet", scope: "x")
        let dataverse = try await DataverseBench()
        for _ in 0..<300 {
            let request = maker.next()
            let reply: Bench.Reply
            if request.isDataverse {
                reply = await dataverse.raw(request.method, request.target, request.body, request.headers)
            } else {
                let target = "\(bench.company)/\(request.target)"
                let headers = request.headers.map { ($0.name, $0.value) } + [("Authorization", "Bearer \(token)")]
                reply = await bench.send(request.method, target, request.body, to: .erp, headers: headers)
            }
            #expect((200..<502).contains(reply.status) && reply.status != 500, "seed \(seed): \(request)")
        }
    }
}
