import JSON
import Testing

@testable import Sandbox

@Suite("Multipart batches of Business Central")
struct BusinessCentralMultipartTests {
    private static func send(_ parts: [String], _ headers: [(String, String)] = []) async throws -> (Bench, Bench.Reply)
    {
        let bench = try await Bench()
        let token = try Bench.token(bench.core, client: "couplet", scope: "x")
        let body = parts.map { "--b\n\($0)\n" }.joined() + "--b--\n"
        let company = "companies(\(bench.core.organization.company))"
        let reply = await bench.send(
            "POST", "/v2.0/production/api/v2.0/$batch", Array(body.replacing("COMPANY", with: company).utf8), to: .erp,
            headers: [("Authorization", "Bearer \(token)"), ("Content-Type", "multipart/mixed; boundary=b")] + headers)
        return (bench, reply)
    }

    @Test("operations are carried out in their order, and answered part by part")
    func parts() async throws {
        let (bench, reply) = try await Self.send(
            [
                DataverseBench.part("POST", "COMPANY/customers", #"{"displayName":"A"}"#),
                DataverseBench.part("GET", "COMPANY/customers?$filter=displayName eq 'A'"),
                DataverseBench.part("PATCH", "COMPANY/customers", "{}"),
            ], [("Prefer", "odata.continue-on-error")])
        #expect(reply.status == 200 && reply.parts == [201, 200, 405])
        #expect(await bench.erp("GET", "customers").rows.count == 4)
    }

    @Test("a change set takes effect as a whole, or not at all")
    func changeSet() async throws {
        let good = DataverseBench.part("POST", "COMPANY/customers", #"{"displayName":"A"}"#, id: "1")
        let bad = DataverseBench.part("POST", "COMPANY/customers", #"{"nosuch":1}"#, id: "2")
        let (bench, reply) = try await Self.send(
            [DataverseBench.changeSet([good, bad]), DataverseBench.changeSet([good, good])],
            [("Prefer", "odata.continue-on-error")])
        #expect(reply.parts == [400, 201, 201])
        #expect(await bench.erp("GET", "customers").rows.count == 5)
    }
}
