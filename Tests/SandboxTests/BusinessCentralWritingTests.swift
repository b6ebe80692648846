import JSON
import Testing

@testable import Sandbox

@Suite("Writing to Business Central")
struct BusinessCentralWritingTests {
    @Test("a new row gets an id, a number of the series, and is answered whole")
    func create() async throws {
        let bench = try await Bench()
        let first = await bench.erp("POST", "customers", ["displayName": "Zoë"])
        #expect(first.status == 201)
        #expect(first.json["number"] == "C00010")
        #expect(GUIDText.canonical(first.json["id"]?.string ?? "") != nil)
        #expect(first.answer.header("Location")?.hasSuffix("/customers(\(first.json["id"]?.string ?? ""))") == true)
        #expect(await bench.erp("POST", "customers", ["displayName": "Yva"]).json["number"] == "C00020")
    }

    @Test("a number of the series that somebody has taken is passed over")
    func takenNumber() async throws {
        let bench = try await Bench()
        _ = await bench.erp("POST", "customers", ["displayName": "Own", "number": "c00010"])
        #expect(await bench.erp("POST", "customers", ["displayName": "Series"]).json["number"] == "C00020")
    }

    @Test(
        "a change needs the version that it is meant for",
        arguments: [
            (nil, 400, "BadRequest_InvalidToken"), ("*", 200, nil), ("current", 200, nil),
            ("W/\"JzIwOzAwMDAwMDAwMDAwMDAwMDAwMDAwOzE7MDA7Jw==\"", 409, "Request_EntityChanged"),
        ] as [(String?, Int, String?)])
    func match(_ header: String?, _ status: Int, _ code: String?) async throws {
        let bench = try await Bench()
        let row = try await bench.customer("10000")
        let id = row["id"]?.string ?? ""
        let etag = header == "current" ? row["@odata.etag"]?.string : header
        let headers = etag.map { [("If-Match", $0)] } ?? []
        let changed = await bench.erp("PATCH", "customers(\(id))", ["city": "Ulm"], headers: headers)
        #expect(changed.status == status)
        #expect(changed.code == code)
        let deleted = await bench.erp(
            "DELETE", "customers(\(id))", headers: header == "current" ? [("If-Match", "*")] : headers)
        #expect(deleted.status == (status == 200 ? 204 : status))
    }

    @Test("a change is answered with the whole row, whatever the client prefers, and a new etag")
    func change() async throws {
        let bench = try await Bench()
        let row = try await bench.customer("10000")
        bench.core.clock.advance(by: .seconds(5))
        let changed = await bench.erp(
            "PATCH", "customers(\(row["id"]?.string ?? ""))", ["city": "Ulm"],
            headers: [("If-Match", "*"), ("Prefer", "return=minimal")])
        #expect(changed.json["city"] == "Ulm")
        #expect(changed.json["displayName"] == "Adatum")
        #expect(changed.json["@odata.etag"] != row["@odata.etag"])
        #expect(changed.json["lastModifiedDateTime"] == "2024-05-01T10:00:05.123Z")
    }

    @Test("a change that changes nothing leaves etag and time alone")
    func idleChange() async throws {
        let bench = try await Bench()
        let row = try await bench.customer("10000")
        bench.core.clock.advance(by: .seconds(5))
        let same = await bench.erp(
            "PATCH", "customers(\(row["id"]?.string ?? ""))", ["displayName": "Adatum"], headers: [("If-Match", "*")])
        #expect(same.json["@odata.etag"] == row["@odata.etag"])
        #expect(same.json["lastModifiedDateTime"] == row["lastModifiedDateTime"])
    }

    @Test(
        "what does not fit is refused in the service's words",
        arguments: [
            ([:], "Application_DialogException", "A \"displayName\" must be provided."),
            (["displayName": ""], "Application_DialogException", "The blank \"displayName\" is not allowed."),
            (
                ["displayName": .string(String(repeating: "x", count: 101))], "Application_StringExceededLength",
                "The length of the string is 101, but it must be less than or equal to 100 characters."
            ),
            (["displayName": "A", "colour": "red"], "BadRequest", "The property 'colour' does not exist"),
            (
                ["displayName": "A", "balanceDue": 5], "BadRequest_InvalidOperation",
                "Control 'balanceDue' is read-only."
            ),
            (
                ["displayName": "A", "type": "Robot"], "Unknown",
                "'Robot' is not an option. The existing options are: Company,Person"
            ),
            (["displayName": "A", "creditLimit": "much"], "BadRequest", "Cannot convert"),
            (["displayName": 5], "BadRequest", "Cannot convert"),
            (["displayName": "A", "taxLiable": "yes"], "BadRequest", "Cannot convert"),
            (["displayName": "A", "paymentTermsId": "abc"], "BadRequest", "Cannot convert"),
            (
                ["displayName": "A", "country": "QQ"], "Internal_InvalidTableRelation",
                "The field Country/Region Code of table Customer contains a value (QQ) that cannot be found in the related table (Country/Region)."
            ),
            (
                ["displayName": "A", "currencyId": "11111111-1111-1111-1111-111111111111"],
                "Application_DialogException",
                "The \"currencyId\" does not match to a Currency."
            ),
            (
                ["displayName": "A", "number": "10000"], "Internal_EntityWithSameKeyExists",
                "The Customer already exists. Identification fields and values: No.='10000'"
            ),
        ] as [(JSONValue, String, String)])
    func refused(_ body: JSONValue, _ code: String, _ words: String) async throws {
        let bench = try await Bench()
        let reply = await bench.erp("POST", "customers", body)
        #expect(reply.status == 400)
        #expect(reply.code == code)
        #expect(reply.message.contains(words), "\(reply.message)")
        #expect(await bench.erp("GET", "customers").rows.count == 3)
    }

    @Test("a code is trimmed and written in upper case, and found in any case")
    func codes() async throws {
        let bench = try await Bench()
        let made = await bench.erp("POST", "paymentTerms", ["code": " net30 ", "displayName": "Net 30"])
        #expect(made.json["code"] == "NET30")
        #expect(await bench.erp("GET", "paymentTerms?$filter=code eq 'net30'").rows.count == 1)
    }

    @Test("a currency's id and code say the same, and the local currency is none")
    func currencies() async throws {
        let bench = try await Bench()
        let dollar = await bench.erp("GET", "currencies?$filter=code eq 'USD'").rows[0]
        let made = await bench.erp("POST", "customers", ["displayName": "A", "currencyId": dollar["id"] ?? .null])
        #expect(made.json["currencyCode"] == "USD")
        let id = made.json["id"]?.string ?? ""
        let local = await bench.erp(
            "PATCH", "customers(\(id))", ["currencyCode": .string(bench.core.organization.localCurrency)],
            headers: [("If-Match", "*")])
        #expect(local.json["currencyId"] == .string(GUIDText.zero))
        #expect(local.json["currencyCode"] == .string(bench.core.organization.localCurrency))
        let pound = await bench.erp("PATCH", "customers(\(id))", ["currencyCode": "GBP"], headers: [("If-Match", "*")])
        #expect(pound.json["currencyId"] != .string(GUIDText.zero))
        let both = await bench.erp(
            "PATCH", "customers(\(id))", ["currencyCode": "GBP", "currencyId": dollar["id"] ?? .null],
            headers: [("If-Match", "*")])
        #expect(both.code == "Application_DialogException")
        let none = await bench.erp(
            "PATCH", "customers(\(id))", ["currencyId": .string(GUIDText.zero)], headers: [("If-Match", "*")])
        #expect(none.json["currencyCode"] == .string(bench.core.organization.localCurrency))
    }

    @Test("a renamed code goes along with the rows that name it")
    func rename() async throws {
        let bench = try await Bench()
        let made = await bench.erp("POST", "customers", ["displayName": "A", "currencyCode": "USD"])
        let dollar = await bench.erp("GET", "currencies?$filter=code eq 'USD'").rows[0]
        _ = await bench.erp(
            "PATCH", "currencies(\(dollar["id"]?.string ?? ""))", ["code": "USX"], headers: [("If-Match", "*")])
        #expect(await bench.erp("GET", "customers(\(made.json["id"]?.string ?? ""))").json["currencyCode"] == "USX")
    }

    @Test(
        "a decimal is rounded to the digits that its field has, and no digit is lost",
        arguments: [
            ("12.345", "12.35"), ("0.005", "0.01"), ("-0.004", "0"), ("1e3", "1000"),
            ("999999999999999.99", "999999999999999.99"),
            ("0.10", "0.1"),
        ])
    func decimals(_ sent: String, _ kept: String) async throws {
        let reply = try await Bench().erp("POST", "customers", ["displayName": "A", "creditLimit": .number(sent)])
        #expect(reply.json["creditLimit"] == .number(kept))
    }

    @Test(
        "a method that a set does not have is refused",
        arguments: [
            ("POST", "generalLedgerSetup"), ("PATCH", "customers"), ("DELETE", "customers"),
            ("POST", "/v2.0/production/api/v2.0/companies"),
        ])
    func methods(_ method: String, _ path: String) async throws {
        let reply = try await Bench().erp(method, path, ["displayName": "A"])
        #expect(reply.status == 405)
        #expect(reply.code == "BadRequest_MethodNotAllowed")
    }

    @Test("an inventory can't come with a new item")
    func inventory() async throws {
        let reply = try await Bench().erp("POST", "items", ["displayName": "Bike", "inventory": 5])
        #expect(reply.message.hasPrefix("Inventory cannot be changed during on insert."))
    }
}
