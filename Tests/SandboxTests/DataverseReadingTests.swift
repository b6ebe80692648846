import JSON
import Testing

@testable import Sandbox

@Suite("Reading from Dataverse")
struct DataverseReadingTests {
    private func bench(accounts count: Int) async throws -> DataverseBench {
        let bench = try await DataverseBench()
        for number in 0..<count {
            await bench.send(
                "POST", "accounts",
                [
                    "name": .string("Account \(number % 3)"), "accountnumber": .string("N\(number)"),
                    "creditlimit": .number("\(number * 10)"),
                ])
        }
        return bench
    }

    @Test(
        "pages are full until the last one, and no row comes twice, whatever the order",
        arguments: ["", "&$orderby=name", "&$orderby=name desc,creditlimit desc", "&$orderby=telephone1"])
    func paging(_ order: String) async throws {
        let bench = try await bench(accounts: 11)
        let prefer = [(name: "Prefer", value: "odata.maxpagesize=4")]
        var sizes: [Int] = []
        var numbers: [String] = []
        var link: String? = "accounts?$select=accountnumber\(order)"
        while let target = link {
            let reply = await bench.send("GET", target, nil, prefer)
            sizes.append(reply.rows.count)
            numbers += reply.all("accountnumber")
            link = reply.json["@odata.nextLink"]?.string
        }
        #expect(sizes == [4, 4, 3])
        #expect(Set(numbers).count == 11)
    }

    @Test("a page that ends with the last row has no link")
    func exactPage() async throws {
        let bench = try await bench(accounts: 4)
        let reply = await bench.send("GET", "accounts", nil, [("Prefer", "odata.maxpagesize=4")])
        #expect(reply.rows.count == 4)
        #expect(reply.json["@odata.nextLink"] == nil)
    }

    @Test(
        "conditions find what the service finds",
        arguments: [
            ("name eq 'account 1'", 3), ("contains(name,'T 2')", 3),
            ("startswith(name,'acc') and creditlimit ge 50", 5),
            ("not (accountnumber eq 'N1')", 9), ("telephone1 eq null", 10), ("contains(accountnumber,'_1')", 1),
            ("Microsoft.Dynamics.CRM.In(PropertyName='accountnumber',PropertyValues=['N1','N2','X'])", 2),
            ("Microsoft.Dynamics.CRM.Between(PropertyName='creditlimit',PropertyValues=['20','40'])", 3),
            ("Microsoft.Dynamics.CRM.LastXDays(PropertyName='modifiedon',PropertyValue=1)", 10),
            ("Microsoft.Dynamics.CRM.Yesterday(PropertyName='modifiedon')", 0),
            ("transactioncurrencyid/isocurrencycode eq 'EUR'", 10),
            ("contact_customer_accounts/any(c:c/lastname eq 'L')", 0), ("statecode eq 0 or statecode eq 1", 10),
        ])
    func filters(_ filter: String, _ count: Int) async throws {
        let bench = try await bench(accounts: 10)
        let reply = await bench.send("GET", "accounts?$filter=\(PathText.encode(filter))&$count=true")
        #expect(reply.rows.count == count)
        #expect(reply.json["@odata.count"] == .number("\(count)"))
    }

    @Test(
        "what the service does not know is refused",
        arguments: [
            "accounts?$skip=1", "accounts?$filter=nosuch%20eq%201", "accounts?$select=nosuch", "accounts?$search=a",
            "accounts?$filter=name%20eq", "accounts?$skiptoken=nonsense", "accounts(name='x')",
        ])
    func refused(_ target: String) async throws {
        #expect(try await DataverseBench().send("GET", target).status == 400)
    }

    @Test("a row that the client has already is not sent again")
    func notModified() async throws {
        let bench = try await bench(accounts: 1)
        let row = try #require(await bench.send("GET", "accounts").rows.first)
        let (id, tag) = (row["accountid"]?.string ?? "", row["@odata.etag"]?.string ?? "")
        #expect(await bench.send("GET", "accounts(\(id))", nil, [("If-None-Match", tag)]).status == 304)
        #expect(await bench.send("GET", "accounts(\(id))", nil, [("If-None-Match", "null")]).status == 200)
    }

    @Test("a change feed has what changed and what was deleted, and goes on from where it was")
    func changes() async throws {
        let bench = try await bench(accounts: 3)
        let first = await bench.send("GET", "accounts?$select=name", nil, [("Prefer", "odata.track-changes")])
        #expect(first.rows.count == 3)
        #expect(first.answer.header("Preference-Applied") == "odata.track-changes")
        let ids = first.all("accountid")
        await bench.send("PATCH", "accounts(\(ids[0]))", ["name": "Changed"])
        await bench.send("DELETE", "accounts(\(ids[1]))")
        let link = try #require(first.json["@odata.deltaLink"]?.string)
        let second = await bench.send("GET", link)
        #expect(second.json["@odata.context"]?.string?.hasSuffix("$metadata#accounts(name)/$delta") == true)
        #expect(second.all("name") == ["Changed"])
        #expect(second.rows.last?["id"] == .string(ids[1]))
        #expect(second.rows.last?["reason"] == "deleted")
        let third = await bench.send("GET", try #require(second.json["@odata.deltaLink"]?.string))
        #expect(third.rows.isEmpty)
    }

    @Test("what changes while a feed's pages are read comes with the next reading")
    func changedMeanwhile() async throws {
        let bench = try await bench(accounts: 4)
        let prefer = [(name: "Prefer", value: "odata.track-changes,odata.maxpagesize=2")]
        let first = await bench.send("GET", "accounts?$select=name", nil, prefer)
        let seen = try #require(first.all("accountid").first)
        await bench.send("PATCH", "accounts(\(seen))", ["name": "Meanwhile"])
        let second = await bench.send("GET", try #require(first.json["@odata.nextLink"]?.string), nil, prefer)
        let later = await bench.send("GET", try #require(second.json["@odata.deltaLink"]?.string))
        #expect(later.all("name") == ["Meanwhile"])
    }

    @Test("a change feed's place expires after seven days, and nonsense was never one")
    func expired() async throws {
        let bench = try await bench(accounts: 1)
        let first = await bench.send("GET", "accounts", nil, [("Prefer", "odata.track-changes")])
        let link = try #require(first.json["@odata.deltaLink"]?.string)
        bench.core.clock.advance(by: .seconds(6 * 86_400))
        #expect(await bench.send("GET", link).status == 200)
        bench.core.clock.advance(by: .seconds(2 * 86_400))
        #expect(await bench.send("GET", link).code == "0x80072515")
        #expect(await bench.send("GET", "accounts?$deltatoken=nonsense").code == "0x80072515")
    }

    @Test("a change feed takes no filter")
    func trackedFilter() async throws {
        let reply = try await DataverseBench().send(
            "GET", "accounts?$filter=name%20eq%20'x'", nil, [("Prefer", "odata.track-changes")])
        #expect(reply.message == "The \"filter\" query parameter isn't supported when Change Tracking is enabled.")
    }

    @Test("metadata name each table, its keys, its choices and its bulk actions")
    func metadata() async throws {
        let bench = try await DataverseBench()
        let tables = await bench.send("GET", "EntityDefinitions?$select=EntitySetName&$filter=LogicalName%20eq%20'uom'")
        #expect(tables.all("EntitySetName") == ["uoms"])
        let keys = await bench.send("GET", "EntityDefinitions(LogicalName='account')/Keys?$select=KeyAttributes")
        #expect(keys.rows.first?["KeyAttributes"] == ["accountnumber"])
        let choices = await bench.send(
            "GET",
            "EntityDefinitions(LogicalName='account')/Attributes/Microsoft.Dynamics.CRM.PicklistAttributeMetadata"
                + "?$select=LogicalName&$expand=OptionSet($select=Options)")
        #expect(choices.all("LogicalName").contains("paymenttermscode"))
        let document = await bench.send("GET", "$metadata")
        let text = String(decoding: document.answer.body, as: UTF8.self)
        #expect(text.contains("<Property Name=\"_primarycontactid_value\" Type=\"Edm.Guid\"/>"))
        #expect(XMLElement.parse(text)?.name == "edmx:Edmx")
    }
}
