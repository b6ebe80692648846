import JSON
import Testing

@testable import Sandbox

@Suite("Writing to Dataverse")
struct DataverseWritingTests {
    private let stranger = "0a1b2c3d-0000-4000-8000-00000000000f"

    @Test(
        "the conditions of a PATCH decide whether it may create, change, or neither",
        arguments: [
            (false, nil, 204, nil), (false, ("If-Match", "*"), 404, "0x80040217"),
            (false, ("If-None-Match", "*"), 204, nil), (false, ("If-None-Match", "null"), 204, nil),
            (false, ("If-Match", "W/\"1\""), 404, "0x80040217"), (true, nil, 204, nil),
            (true, ("If-Match", "*"), 204, nil), (true, ("If-None-Match", "*"), 412, "0x80040237"),
            (true, ("If-None-Match", "null"), 204, nil), (true, ("If-Match", "W/\"1\""), 412, "0x80060882"),
        ] as [(Bool, (String, String)?, Int, String?)])
    func conditions(_ exists: Bool, _ header: (String, String)?, _ status: Int, _ code: String?) async throws {
        let bench = try await DataverseBench()
        let id = exists ? await bench.create("accounts", ["name": "Adatum"]) : stranger
        let headers = header.map { [(name: $0.0, value: $0.1)] } ?? []
        let reply = await bench.send("PATCH", "accounts(\(id))", ["name": "Other"], headers)
        #expect(reply.status == status)
        #expect(reply.code == code)
        let name = await bench.send("GET", "accounts(\(id))?$select=name").json["name"]?.string
        #expect(name == (status == 204 ? "Other" : exists ? "Adatum" : nil))
    }

    @Test("with the row asked for, 201 tells a create from a change with 200")
    func representation() async throws {
        let bench = try await DataverseBench()
        let prefer = [(name: "Prefer", value: "return=representation")]
        let first = await bench.send("PATCH", "accounts(accountnumber='A1')?$select=name", ["name": "A"], prefer)
        #expect(first.status == 201)
        #expect(first.json["@odata.context"] == .string("\(DataverseBench.root)$metadata#accounts(name)/$entity"))
        let second = await bench.send("PATCH", "accounts(accountnumber='A1')", ["name": "B"], prefer)
        #expect(second.status == 200)
        #expect(second.json["accountnumber"] == "A1")
        #expect(second.json["accountid"] == first.json["accountid"])
        #expect(second.answer.header("ETag") == second.json["@odata.etag"]?.string)
    }

    @Test(
        "what a column can't hold is refused with the service's code",
        arguments: [
            (#"{"name":"x","nosuch":1}"#, "0x80048d19"), (#"{"name":1}"#, "0x80048d19"),
            (#"{"name":"x","paymenttermscode":99}"#, "0x8004431a"), (#"{"name":"x","creditlimit":-1}"#, "0x80044330"),
            (#"{"name":"x","numberofemployees":-1}"#, "0x8004432f"),
            (#"{"name":"x","statuscode":2,"statecode":0}"#, "0x80048408"),
            (#"{"name":"x","_primarycontactid_value":"0a1b2c3d-0000-4000-8000-00000000000f"}"#, "0x80048d19"),
            (#"{"accountnumber":"1"}"#, "0x80040203"), (#"{"name":"#, "0x80048d19"),
        ])
    func refused(_ body: String, _ code: String) async throws {
        let bench = try await DataverseBench()
        let reply = await bench.raw("POST", "accounts", Array(body.utf8))
        #expect(reply.status == 400)
        #expect(reply.code == code)
    }

    @Test("a text that is one character too long is refused, and the limit named")
    func tooLong() async throws {
        let bench = try await DataverseBench()
        let reply = await bench.send("POST", "accounts", ["name": .string(String(repeating: "é", count: 161))])
        #expect(reply.code == "0x80044331")
        #expect(reply.message.contains("'160'"))
        #expect(
            await bench.send("POST", "accounts", ["name": .string(String(repeating: "é", count: 160))]).status == 204)
    }

    @Test("an alternate key and an identity are unique, each with its own code")
    func duplicates() async throws {
        let bench = try await DataverseBench()
        let id = await bench.create("accounts", ["name": "A", "accountnumber": "1"])
        #expect(await bench.send("POST", "accounts", ["name": "B", "accountnumber": "1"]).code == "0x80060892")
        #expect(await bench.send("POST", "accounts", ["name": "B", "accountid": .string(id)]).code == "0x80040237")
    }

    @Test("names are joined, addresses put together, amounts worked out in the organisation's currency")
    func computed() async throws {
        let bench = try await DataverseBench()
        let prefer = [(name: "Prefer", value: "return=representation")]
        let contact = await bench.send("POST", "contacts", ["firstname": "Ada", "lastname": "Byron"], prefer)
        #expect(contact.json["fullname"] == "Ada Byron")
        let euro = await bench.send("GET", "transactioncurrencies?$filter=isocurrencycode eq 'EUR'")
        let currency = try #require(euro.rows.first?["transactioncurrencyid"]?.string)
        let account = await bench.send(
            "POST", "accounts",
            [
                "name": "A", "address1_line1": "1, rue X", "address1_city": "Lyon", "creditlimit": 100,
                "transactioncurrencyid@odata.bind": .string("/transactioncurrencies(\(currency))"),
            ], prefer)
        #expect(account.json["address1_composite"] == "1, rue X\nLyon")
        #expect(account.json["creditlimit"] == .number("100.0000"))
        #expect(account.json["creditlimit_base"] == .number("125.0000"))
        #expect(account.json["_ownerid_value"] == "c0a1e5ce-0000-4000-8000-0000000005e1")
    }

    @Test("a new unit group has its base unit; a new product is a draft until the organisation says otherwise")
    func serverRows() async throws {
        let bench = try await DataverseBench()
        let group = await bench.create("uomschedules", ["name": "Group", "baseuomname": "PCS"])
        let units = await bench.send("GET", "uoms?$filter=_uomscheduleid_value eq \(group)&$select=name,quantity")
        #expect(units.all("name") == ["PCS"])
        let unit = try #require(units.rows.first?["uomid"]?.string)
        let product: JSONValue = [
            "name": "P", "productnumber": "1", "quantitydecimal": 2,
            "defaultuomscheduleid@odata.bind": .string("/uomschedules(\(group))"),
            "defaultuomid@odata.bind": .string("/uoms(\(unit))"),
        ]
        let reply = await bench.send("POST", "products", product, [("Prefer", "return=representation")])
        #expect(reply.json["statecode"] == 2)
    }

    @Test("a further unit of a group says of which unit it holds so many")
    func baseUnit() async throws {
        let bench = try await DataverseBench()
        let group = await bench.create("uomschedules", ["name": "Group", "baseuomname": "PCS"])
        let base = "unit_of_measurement_schedule_units($select=uomid;$filter=isschedulebaseuom eq true)"
        let address = "uomschedules(\(group))?$select=name&$expand=\(base)"
        func bases() async throws -> [String] {
            try #require(await bench.send("GET", address).json["unit_of_measurement_schedule_units"]?.array)
                .compactMap { $0["uomid"]?.string }
        }
        let piece = try #require(try await bases().first)
        let box: JSONValue = [
            "name": "BOX", "quantity": 12, "uomscheduleid@odata.bind": .string("/uomschedules(\(group))"),
        ]
        #expect(await bench.send("POST", "uoms", box).status == 400)
        let full: JSONValue = [
            "name": "BOX", "quantity": 12, "uomscheduleid@odata.bind": .string("/uomschedules(\(group))"),
            "baseuom@odata.bind": .string("/uoms(\(piece))"),
        ]
        #expect(await bench.send("POST", "uoms", full).status == 204)
        #expect(try await bases() == [piece])
    }

    @Test("a lookup is set by address, alternate key or reference, emptied by null, and refused when nobody is there")
    func lookups() async throws {
        let bench = try await DataverseBench()
        let account = await bench.create("accounts", ["name": "A", "accountnumber": "7"])
        let contact = await bench.create(
            "contacts", ["lastname": "L", "parentcustomerid_account@odata.bind": "accounts(accountnumber='7')"])
        let read = await bench.send(
            "GET", "contacts(\(contact))?$select=_parentcustomerid_value", nil,
            [("Prefer", "odata.include-annotations=\"*\"")])
        #expect(read.json["_parentcustomerid_value"] == .string(account))
        #expect(read.json["_parentcustomerid_value@Microsoft.Dynamics.CRM.lookuplogicalname"] == "account")
        #expect(
            read.json["_parentcustomerid_value@Microsoft.Dynamics.CRM.associatednavigationproperty"]
                == "parentcustomerid_account")
        #expect(read.json["_parentcustomerid_value@OData.Community.Display.V1.FormattedValue"] == "A")
        await bench.send("PATCH", "contacts(\(contact))", ["parentcustomerid_account@odata.bind": nil])
        #expect(await bench.send("GET", "accounts(\(account))/contact_customer_accounts").rows.isEmpty)
        let lost = await bench.send(
            "PATCH", "contacts(\(contact))",
            ["parentcustomerid_account@odata.bind": .string("/accounts(\(stranger))")])
        #expect(lost.status == 404)
    }

    @Test("rows that come with a row are created with it, or not at all")
    func deepInsert() async throws {
        let bench = try await DataverseBench()
        let body: JSONValue = ["name": "A", "contact_customer_accounts": [["lastname": "One"], ["lastname": "Two"]]]
        let id = await bench.create("accounts", body)
        #expect(await bench.send("GET", "accounts(\(id))/contact_customer_accounts").rows.count == 2)
        let bad: JSONValue = ["name": "B", "contact_customer_accounts": [["lastname": "Three"], ["nosuch": 1]]]
        #expect(await bench.send("POST", "accounts", bad).status == 400)
        #expect(await bench.send("GET", "accounts").rows.count == 1)
        #expect(await bench.send("GET", "contacts").rows.count == 2)
    }

    @Test("a choice gets another value, another label, and loses it again")
    func choices() async throws {
        let bench = try await DataverseBench()
        let column: [JSONValue.Member] = [
            .init("EntityLogicalName", "account"), .init("AttributeLogicalName", "paymenttermscode"),
        ]
        func label(_ text: String) -> JSONValue {
            ["LocalizedLabels": [["Label": .string(text), "LanguageCode": 1033]]]
        }
        let added = await bench.send("POST", "InsertOptionValue", .object(column + [.init("Label", label("14 days"))]))
        #expect(added.json["NewOptionValue"] == .number("100000000"))
        let id = await bench.create("accounts", ["name": "A", "paymenttermscode": 100_000_000])
        let value = JSONValue.Member("Value", .number("100000000"))
        await bench.send("POST", "UpdateOptionValue", .object(column + [value, .init("Label", label("In 14 days"))]))
        let read = await bench.send(
            "GET", "accounts(\(id))?$select=paymenttermscode", nil, [("Prefer", "odata.include-annotations=\"*\"")])
        #expect(read.json["paymenttermscode@OData.Community.Display.V1.FormattedValue"] == "In 14 days")
        #expect(await bench.send("POST", "DeleteOptionValue", .object(column + [value])).status == 204)
        #expect(await bench.send("POST", "accounts", ["name": "B", "paymenttermscode": 100_000_000]).status == 400)
    }
}
