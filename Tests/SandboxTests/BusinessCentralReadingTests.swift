import JSON
import Testing

@testable import Sandbox

@Suite("Reading from Business Central")
struct BusinessCentralReadingTests {
    @Test(
        "a filter finds the rows that it describes",
        arguments: [
            ("number eq '10000'", ["10000"]),
            ("number ne '10000'", ["20000", "30000"]),
            ("displayName eq 'aDATUM'", ["10000"]),
            ("displayName eq 'éclair café'", ["30000"]),
            ("contains(displayName,'CAFÉ')", ["30000"]),
            ("startswith(displayName,'trey')", ["20000"]),
            ("endswith(displayName,'research')", ["20000"]),
            ("tolower(displayName) eq 'adatum'", ["10000"]),
            ("substring(displayName,5) eq 'research'", ["20000"]),
            ("creditLimit gt 12", ["10000", "20000"]),
            ("creditLimit eq 12.50", ["20000"]),
            ("creditLimit lt 100 and creditLimit ge 12.5", ["20000"]),
            ("number eq '10000' or number eq '30000'", ["10000", "30000"]),
            ("not (number eq '10000')", ["20000", "30000"]),
            ("blocked eq ' '", ["10000", "20000", "30000"]),
            ("blocked eq '_x0020_'", ["10000", "20000", "30000"]),
            ("blocked eq 'All'", []),
            ("taxLiable eq false", ["10000", "20000", "30000"]),
            ("city eq ''", ["10000", "20000", "30000"]),
            ("currencyId eq 00000000-0000-0000-0000-000000000000", ["10000", "20000", "30000"]),
            ("lastModifiedDateTime ge 2024-05-01T10:00:00.123Z", ["10000", "20000", "30000"]),
            ("lastModifiedDateTime gt 2024-05-01T10:00:00.123Z", []),
            ("lastModifiedDateTime gt 2024-05-01T11:59:59%2B02:00", ["10000", "20000", "30000"]),
            ("contacts/any(c:c/number eq 'x')", ["10000", "20000", "30000"]),
            ("displayName eq 'O''Neil'", []),
        ])
    func filter(_ text: String, _ numbers: [String]) async throws {
        let reply = try await Bench().erp("GET", "customers?$filter=\(text)")
        #expect(reply.status == 200, "\(reply.message)")
        #expect(reply.all("number") == numbers)
    }

    @Test(
        "what the service does not understand is refused",
        arguments: [
            ("$filter=city eq 'a' or state eq 'b'", "not supported on distinct fields"),
            ("$filter=nothing eq 'a'", "Could not find a property named 'nothing'"),
            ("$filter=number eq", "Syntax error"),
            ("$filter=number eq 'a", "unterminated"),
            ("$filter=creditLimit eq 'a'", "incompatible types"),
            (
                "$filter=blocked eq 'Perhaps'",
                "'Perhaps' is not an option. The existing options are:  ,Ship,Invoice,All"
            ),
            ("$filter=number in ('10000')", "not supported"),
            ("$filter=round(creditLimit) eq 1", "unknown function"),
            ("$select=nothing", "Could not find a property named 'nothing'"),
            ("$orderby=nothing", "Could not find a property named 'nothing'"),
            ("$expand=nothing", "Could not find a property named 'nothing'"),
            ("$top=-1", "non-negative"), ("$count=perhaps", "Valid values"),
            ("$skiptoken=nonsense", "$skiptoken"),
        ])
    func refused(_ query: String, _ words: String) async throws {
        let reply = try await Bench().erp("GET", "customers?\(query)")
        #expect(reply.status == 400)
        #expect(reply.message.contains(words), "\(reply.message)")
        #expect(reply.message.contains("  CorrelationId:  "))
    }

    @Test("a list of values needs the newer schema")
    func listOfValues() async throws {
        let reply = try await Bench().erp("GET", "customers?$schemaversion=2.1&$filter=number in ('10000','30000')")
        #expect(reply.all("number") == ["10000", "30000"])
    }

    @Test("a row has its etag first, every empty value in its own way, and the local currency by its code")
    func shape() async throws {
        let bench = try await Bench()
        let row = try await bench.customer("10000")
        let members = row.object ?? []
        #expect(members.first?.name == "@odata.etag")
        #expect(row["@odata.etag"]?.string?.hasPrefix("W/\"") == true)
        #expect(row["addressLine1"] == "")
        #expect(row["currencyId"] == .string(GUIDText.zero))
        #expect(row["currencyCode"] == .string(bench.core.organization.localCurrency))
        #expect(row["blocked"] == "_x0020_")
        #expect(row["creditLimit"] == 500)
        #expect(row["balanceDue"] == 0)
        #expect(row["lastModifiedDateTime"] == "2024-05-01T10:00:00.123Z")
        #expect(row["faxNumber"] == nil)
        let item = await bench.erp("POST", "items", ["displayName": "Bike", "type": "Non-Inventory"])
        #expect(item.json["type"] == "Non-Inventory")
        let contact = await bench.erp("POST", "contacts", ["displayName": "Ann"])
        #expect(contact.json["lastInteractionDate"] == "0001-01-01")
    }

    @Test("only what is selected comes, with the etag")
    func select() async throws {
        let reply = try await Bench().erp("GET", "customers?$select=number,displayName&$top=1")
        #expect(reply.rows.first?.object?.map(\.name) == ["@odata.etag", "number", "displayName"])
    }

    @Test(
        "rows come in the order that is asked for, by their numbers otherwise",
        arguments: [
            ("", ["10000", "20000", "30000"]), ("$orderby=number desc", ["30000", "20000", "10000"]),
            ("$orderby=creditLimit", ["30000", "20000", "10000"]),
            ("$orderby=displayName desc&$top=2", ["30000", "20000"]), ("$skip=1", ["20000", "30000"]),
            ("$skip=1&$top=1", ["20000"]), ("$top=0", []),
        ])
    func order(_ query: String, _ numbers: [String]) async throws {
        #expect(try await Bench().erp("GET", "customers?\(query)").all("number") == numbers)
    }

    @Test(
        "pages follow one another without gap and overlap, whatever the order",
        arguments: [
            "", "$orderby=displayName desc&", "$orderby=creditLimit&", "$orderby=lastModifiedDateTime,city desc&",
        ])
    func pages(_ query: String) async throws {
        let bench = try await Bench()
        let whole = await bench.erp("GET", "customers?\(query)$count=true")
        var numbers: [String] = []
        var next: String? = "\(bench.company)/customers?\(query)$count=true"
        while let address = next {
            let page = await bench.erp("GET", address, headers: [("Prefer", "odata.maxpagesize=2")])
            #expect(page.rows.count <= 2)
            #expect(page.json["@odata.count"] == 3)
            #expect(page.answer.header("Preference-Applied") == "odata.maxpagesize=2")
            numbers += page.all("number")
            next = page.json["@odata.nextLink"]?.string.map { link in
                #expect(link.hasPrefix(Bench.origin))
                return String(link.dropFirst(Bench.origin.count))
            }
        }
        #expect(numbers == whole.all("number"))
    }

    @Test("a page never breaks off what the client limits by itself")
    func topAndPages() async throws {
        let bench = try await Bench()
        let first = await bench.erp("GET", "customers?$top=2", headers: [("Prefer", "odata.maxpagesize=1")])
        let link = try #require(first.json["@odata.nextLink"]?.string)
        let second = await bench.erp(
            "GET", String(link.dropFirst(Bench.origin.count)), headers: [("Prefer", "odata.maxpagesize=1")])
        #expect(first.all("number") + second.all("number") == ["10000", "20000"])
        #expect(second.json["@odata.nextLink"] == nil)
    }

    @Test("a page of more than 20,000 rows is refused")
    func greatestPage() async throws {
        let reply = try await Bench().erp("GET", "customers", headers: [("Prefer", "odata.maxpagesize=20001")])
        #expect(reply.status == 413)
    }

    @Test("the number of rows comes alone, too")
    func count() async throws {
        let reply = try await Bench().erp("GET", "customers/$count?$filter=creditLimit gt 0")
        #expect(String(decoding: reply.answer.body, as: UTF8.self) == "2")
    }

    @Test("what a row refers to is expanded, and reached by its own address")
    func expand() async throws {
        let bench = try await Bench()
        let made = await bench.erp("POST", "customers", ["displayName": "Nod", "currencyCode": "usd"])
        let id = try #require(made.json["id"]?.string)
        let reply = await bench.erp("GET", "customers(\(id))?$expand=currency($select=code),paymentTerm")
        #expect(reply.json["currency"]?["code"] == "USD")
        #expect(reply.json["paymentTerm"] == .null)
        #expect(await bench.erp("GET", "customers(\(id))/currency").json["code"] == "USD")
        #expect(await bench.erp("GET", "customers(\(id))/paymentTerm").status == 204)
    }

    @Test("reading from a replica shows what was true a while ago")
    func staleReads() async throws {
        let bench = try await Bench()
        bench.core.faults.set(Fault(.staleReads(milliseconds: 60_000), system: .businessCentral))
        let stale = [("Data-Access-Intent", "ReadOnly")]
        #expect(await bench.erp("GET", "customers", headers: stale).rows.count == 3)
        _ = await bench.erp("POST", "customers", ["displayName": "New"])
        #expect(await bench.erp("GET", "customers").rows.count == 4)
        #expect(await bench.erp("GET", "customers", headers: stale).rows.count == 3)
        for _ in 0..<2 {
            bench.core.clock.advance(by: .seconds(61))
            _ = await bench.erp("GET", "customers", headers: stale)
        }
        #expect(await bench.erp("GET", "customers", headers: stale).rows.count == 4)
        #expect(await bench.erp("POST", "customers", ["displayName": "X"], headers: stale).status == 400)
    }
}
