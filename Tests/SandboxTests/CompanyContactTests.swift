import JSON
import Testing

@testable import Sandbox

@Suite("The company contact of a customer")
struct CompanyContactTests {
    private static func contacts(_ bench: Bench) async -> [JSONValue] {
        await bench.erp("GET", "contacts?$filter=type eq 'Company'").rows
    }

    @Test("a new customer gets one, with his name and address, a number of its own, and himself as its company")
    func create() async throws {
        let bench = try await Bench { $0.organization.keepsCompanyContacts = true }
        let body: JSONValue = ["displayName": "Neu GmbH", "city": "Ulm", "phoneNumber": "+49 731 1"]
        #expect(await bench.erp("POST", "customers", body).status == 201)
        let contact = try #require(await Self.contacts(bench).first)
        #expect(contact["displayName"] == "Neu GmbH" && contact["city"] == "Ulm")
        #expect(contact["contactBusinessRelation"] == "Customer")
        #expect(contact["companyNumber"] == contact["number"] && contact["number"]?.string?.isEmpty == false)
    }

    @Test("there is none where the marketing setup does not say so")
    func none() async throws {
        let bench = try await Bench()
        #expect(await bench.erp("POST", "customers", ["displayName": "Neu GmbH"]).status == 201)
        #expect(await Self.contacts(bench).isEmpty)
    }

    @Test("it follows its customer, is left when he is deleted, and is the server's in the ledger")
    func follows() async throws {
        let bench = try await Bench { $0.organization.keepsCompanyContacts = true }
        let customer = await bench.erp("POST", "customers", ["displayName": "Alt GmbH"]).json
        let address = "customers(\(customer["id"]?.string ?? ""))"
        let changed = await bench.erp("PATCH", address, ["city": "Bonn"], headers: [("If-Match", "*")])
        #expect(changed.status == 200)
        #expect(await Self.contacts(bench).map { $0["city"] } == ["Bonn"])
        #expect(await bench.erp("DELETE", address, headers: [("If-Match", "*")]).status == 204)
        #expect(await Self.contacts(bench).count == 1)
        let clients = try await bench.core.ledger.entries().map { "\($0.table) \($0.operation.rawValue) \($0.client)" }
        #expect(
            clients == [
                "customer create couplet", "contact create sandbox", "customer update couplet",
                "contact update sandbox", "contact update sandbox", "customer delete couplet",
            ])
    }

    @Test("a customer tells which contacts stand for him, the one that the server made too")
    func information() async throws {
        let bench = try await Bench { $0.organization.keepsCompanyContacts = true }
        let made = await bench.erp("POST", "customers", ["displayName": "Adatum"]).json["id"]?.string ?? ""
        let rows = await bench.erp("GET", "customers(\(made))/contactsInformation").rows
        #expect(rows.compactMap { $0["contactType"]?.string } == ["Company"])
        #expect(rows.first?["contactName"] == "Adatum" && rows.first?["relatedId"] == .string(made))
    }
}
