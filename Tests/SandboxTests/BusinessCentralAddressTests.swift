import Foundation
import JSON
import Testing

@testable import Sandbox

@Suite("Addresses of Business Central")
struct BusinessCentralAddressTests {
    @Test(
        "the API is found with and without the tenant, on premises, and bare",
        arguments: [
            "/v2.0/72f988bf-0000-4000-8000-c0a1e5ce0001/production/api/v2.0", "/v2.0/production/api/v2.0",
            "/BC/api/v2.0",
            "/api/v2.0", "/api/couplet/sync/v1.0", "/v2.0/production/api/couplet/sync/v1.0",
        ])
    func roots(_ root: String) async throws {
        let bench = try await Bench()
        let companies = await bench.erp("GET", "\(root)/companies")
        #expect(companies.rows.first?["name"] == .string(bench.core.organization.companyName))
        #expect(await bench.erp("GET", "\(root)/customers?company=\(bench.core.organization.company)").rows.count == 3)
        let context = await bench.erp("GET", "\(root)/companies(\(bench.core.organization.company))/customers")
        #expect(
            context.json["@odata.context"]
                == .string("\(Bench.origin)\(root)/$metadata#companies(\(bench.core.organization.company))/customers"))
    }

    @Test(
        "an address that leads nowhere says how",
        arguments: [
            (
                "/v2.0/production/api/v2.0/companies(11111111-1111-1111-1111-111111111111)/customers", 404,
                "Internal_CompanyNotFound"
            ),
            ("/v2.0/production/api/v9.9/companies", 404, "BadRequest_ResourceNotFound"),
            ("/elsewhere", 404, "BadRequest_ResourceNotFound"), ("spaceships", 404, "BadRequest_ResourceNotFound"),
            ("customers(11111111-1111-1111-1111-111111111111)", 404, "Internal_RecordNotFound"),
            ("customers(nonsense)", 404, "BadRequest_NotFound"), ("customers('10000')", 404, "BadRequest_NotFound"),
            ("/v2.0/production/api/v2.0/customers", 400, "BadRequest"),
        ])
    func nowhere(_ path: String, _ status: Int, _ code: String) async throws {
        let reply = try await Bench().erp("GET", path)
        #expect(reply.status == status)
        #expect(reply.code == code)
    }

    @Test("a web service is addressed by the company's name and the row's number, with fields of its own names")
    func webService() async throws {
        let bench = try await Bench()
        let name = bench.core.organization.companyName.replacing("'", with: "''")
        let row = await bench.erp("GET", "/v2.0/production/ODataV4/Company('\(name)')/Customer_Card('10000')")
        #expect(row.json["No"] == "10000")
        #expect(row.json["Name"] == "Adatum")
        #expect(row.json["displayName"] == nil)
        let found = await bench.erp(
            "GET",
            "/v2.0/production/ODataV4/Company(Id=\(bench.core.organization.company))/Customer_Card?$filter=No eq '20000'"
        )
        #expect(found.all("Name") == ["Trey Research"])
        let changed = await bench.erp(
            "PATCH", "/BC/ODataV4/Company('\(name)')/Customer_Card(No='10000')", ["Fax_No": "1"],
            headers: [("If-Match", "*")])
        #expect(changed.json["Fax_No"] == "1")
    }

    @Test("a custom route has fields that the standard API lacks")
    func customRoute() async throws {
        let bench = try await Bench()
        let row = try await bench.customer("10000")
        let changed = await bench.erp(
            "PATCH",
            "/api/couplet/sync/v1.0/companies(\(bench.core.organization.company))/customers(\(row["id"]?.string ?? ""))",
            ["faxNumber": "42", "contactName": "Ann"], headers: [("If-Match", "*")])
        #expect(changed.json["faxNumber"] == "42")
    }

    @Test("the service describes itself: its sets, and its types with lengths, options and what may be written")
    func metadata() async throws {
        let bench = try await Bench()
        let document = await bench.erp("GET", "/v2.0/production/api/v2.0")
        #expect(document.rows.contains { $0["name"] == "customers" && $0["url"] == "customers" })
        let reply = await bench.erp("GET", "/v2.0/production/api/v2.0/$metadata")
        let text = String(decoding: reply.answer.body, as: UTF8.self)
        #expect(text.contains("<Schema Namespace=\"Microsoft.NAV\""))
        #expect(text.contains("<Property Name=\"displayName\" Type=\"Edm.String\" MaxLength=\"100\">"))
        #expect(text.contains("<Member Name=\"_x0020_\" Value=\"0\" />"))
        #expect(text.contains("<NavigationProperty Name=\"currency\" Type=\"Microsoft.NAV.currency\" />"))
        #expect(
            !text.contains(
                "faxNumber\" Type=\"Edm.String\" MaxLength=\"30\"><Annotation Term=\"NAV.LabelId\" String=\"Fax No.\" /></Property>"
            ))
    }
}
