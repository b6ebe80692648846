import JSON
import Testing

@testable import Sandbox

@Suite("Faults of commits, rules, pages, rights, bodies, clocks and people")
struct FurtherFaultTests {
    private static func names(_ bench: Bench) async -> [String] {
        await bench.erp("GET", "customers").all("displayName")
    }

    @Test("a request that is repeated on its way makes a second row, and the ledger knows")
    func landTwice() async throws {
        let bench = try await Bench()
        bench.core.faults.set(Fault(.landTwice(share: 1), method: "POST", times: 1))
        #expect(await bench.erp("POST", "customers", ["displayName": "Twin"]).status == 201)
        #expect(await Self.names(bench).filter { $0 == "Twin" }.count == 2)
        #expect(try await bench.core.ledger.createdTwice().map(\.count) == [2])
    }

    @Test("a long transaction: its row comes late, and its stamp is that of its beginning")
    func lateCommit() async throws {
        let bench = try await Bench()
        bench.core.faults.set(Fault(.lateCommit(milliseconds: 600_000, share: 1), method: "POST", times: 1))
        #expect(await bench.erp("POST", "customers", ["displayName": "Long"]).status == 504)
        bench.core.clock.advance(by: .seconds(300))
        #expect(await bench.erp("POST", "customers", ["displayName": "Short"]).status == 201)
        bench.core.clock.advance(by: .seconds(301))
        let rows = await bench.erp("GET", "customers?$orderby=lastModifiedDateTime").rows
        let names = rows.compactMap { $0["displayName"]?.string }.filter { ["Long", "Short"].contains($0) }
        #expect(names == ["Long", "Short"])
    }

    @Test("a rule of the business refuses values in the service's words, by themselves and in a batch")
    func refuse() async throws {
        let bench = try await Bench()
        let rule = Fault(
            .refuse(field: "displayName", text: "forbidden", message: "Names like that are not allowed."),
            table: "customer")
        bench.core.faults.set(rule)
        let reply = await bench.erp("POST", "customers", ["displayName": "Forbidden Ltd."])
        #expect(reply.status == 400 && reply.code == "Application_DialogException")
        #expect(reply.message.hasPrefix("Names like that are not allowed."))
        #expect(await bench.erp("POST", "customers", ["displayName": "Allowed Ltd."]).status == 201)
        let requests: JSONValue = [
            [
                "id": "1", "method": "POST",
                "url": .string("companies(\(bench.core.organization.company))/customers"),
                "body": ["displayName": "Forbidden too"],
            ]
        ]
        let batch = await bench.erp("POST", "/v2.0/production/api/v2.0/$batch", ["requests": requests])
        #expect(batch.json["responses"]?.array?.first?["status"]?.integer == 400)
    }

    @Test(
        "pages that come wrong lead to every row all the same",
        arguments: [(Fault.PageChaos.again, 6), (.overlap, 5), (.empty, 3)])
    func pages(_ kind: Fault.PageChaos, _ expected: Int) async throws {
        let bench = try await Bench()
        bench.core.faults.set(Fault(.pageChaos(kind, share: 1), system: .businessCentral))
        var (rows, link) = ([String](), Optional("\(bench.company)/customers?$select=number"))
        while let next = link {
            let reply = await bench.erp("GET", next)
            rows += reply.all("number")
            link = reply.json["@odata.nextLink"]?.string.map { String($0.dropFirst(Bench.origin.count)) }
        }
        #expect(rows.count == expected)
        #expect(Set(rows).count == 3)
    }

    @Test("links that lead astray: back to the page itself, and to another host")
    func links() async throws {
        let bench = try await Bench()
        bench.core.faults.set(Fault(.pageChaos(.loop, share: 1), times: 1))
        let loop = await bench.erp("GET", "customers").json["@odata.nextLink"]?.string
        #expect(loop == "\(Bench.origin)\(bench.company)/customers")
        bench.core.faults.set(Fault(.pageChaos(.foreign, share: 1), times: 1))
        let foreign = await bench.erp("GET", "customers").json["@odata.nextLink"]?.string
        #expect(foreign?.hasPrefix("https://elsewhere.invalid/") == true)
    }

    @Test("a table is taken away: no right, no such set, no row that one sees")
    func revoke() async throws {
        let bench = try await Bench()
        let number = bench.core.faults.set(Fault(.revoke(.forbidden), table: "customer"))
        let forbidden = await bench.erp("GET", "customers")
        #expect(forbidden.status == 403 && forbidden.code == "Authorization_RequestDenied")
        #expect(await bench.erp("GET", "currencies").status == 200)
        bench.core.faults.clear(number)
        let gone = bench.core.faults.set(Fault(.revoke(.gone), table: "customer"))
        #expect(await bench.erp("GET", "customers").code == "BadRequest_ResourceNotFound")
        bench.core.faults.clear(gone)
        bench.core.faults.set(Fault(.revoke(.empty), table: "customer"))
        let empty = await bench.erp("GET", "customers?$count=true")
        #expect(empty.rows.isEmpty && empty.json["@odata.count"]?.integer == 0)
    }

    @Test("bodies that are not what they should be", arguments: Fault.Corruption.allCases)
    func bodies(_ kind: Fault.Corruption) async throws {
        let bench = try await Bench()
        bench.core.faults.set(Fault(.corruptBody(kind, share: 1), times: 1))
        let reply = await bench.erp("GET", "customers")
        #expect(reply.status == 200 && reply.json == .null)
        #expect(await Self.names(bench).count == 3)
    }

    @Test("a system's clock is off: its stamps are, the other's aren't")
    func clockOffset() async throws {
        let bench = try await Bench()
        bench.core.faults.set(Fault(.clockOffset(milliseconds: -3_600_000), system: .businessCentral))
        let row = await bench.erp("POST", "customers", ["displayName": "Early"]).json
        let stamp = row["lastModifiedDateTime"]?.string.flatMap { Moment(iso: $0) }
        #expect(stamp == Bench.start.advanced(by: -3_600_000))
        #expect(bench.core.engine.now(.dataverse) == Bench.start)
    }

    @Test("a person edits and deletes while requests run, and is named in the ledger")
    func human() async throws {
        let bench = try await Bench()
        bench.core.faults.set(
            Fault(
                .human(.edit(field: "city", text: "Ulm #"), share: 1), system: .businessCentral, table: "customer",
                times: 1))
        #expect(await bench.erp("GET", "currencies").status == 200)
        #expect(await bench.erp("GET", "customers").all("city").filter { $0.hasPrefix("Ulm ") }.count == 1)
        bench.core.faults.set(
            Fault(.human(.delete, share: 1), system: .businessCentral, table: "customer", times: 1))
        #expect(await Self.names(bench).count == 2)
        #expect(try await bench.core.ledger.entries().map(\.client) == ["human", "human"])
    }

    @Test(
        "every fault is read as the control shows it",
        arguments: [
            #"{"fault":"landTwice","share":0.5}"#, #"{"fault":"lateCommit","seconds":900,"share":1}"#,
            #"{"fault":"refuse","field":"name","text":"x","message":"No."}"#,
            #"{"fault":"pageChaos","kind":"repeat","share":0.5}"#, #"{"fault":"revoke","as":"gone","table":"item"}"#,
            #"{"fault":"corruptBody","kind":"deep","share":0.1}"#,
            #"{"fault":"clockOffset","seconds":-3600,"system":"crm"}"#,
            #"{"fault":"human","field":"city","text":"Ulm #","share":0.2,"system":"erp","table":"customer"}"#,
            #"{"fault":"human","operation":"delete","share":0.2,"system":"erp","table":"customer"}"#,
        ])
    func json(_ text: String) throws {
        let fault = try Fault(text: text)
        #expect(try Fault(json: fault.json) == fault)
    }

    @Test("a fault that can't be read is refused with a sentence")
    func unreadable() {
        #expect(throws: ControlProblem.self) { try Fault(text: #"{"fault":"pageChaos","kind":"sideways"}"#) }
        #expect(throws: ControlProblem.self) { try Fault(text: #"{"fault":"human","field":"city","text":"x"}"#) }
    }
}
