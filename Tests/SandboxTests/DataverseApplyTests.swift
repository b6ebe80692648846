import Foundation
import JSON
import Testing

@testable import Sandbox

@Suite("Groups and calendars of Dataverse, and keys of Business Central")
struct DataverseApplyTests {
    @Test("groups, sums, averages, extremes and counts are exact, and follow the filter and the order")
    func apply() async throws {
        let bench = try await DataverseBench()
        for (name, city, limit) in [("A", "Lyon", "0.1"), ("B", "Lyon", "0.2"), ("C", "Metz", "7"), ("D", "Metz", "1")]
        {
            let body: JSONValue = [
                "name": .string(name), "address1_city": .string(city), "creditlimit": .number(limit),
            ]
            #expect(await bench.send("POST", "accounts", body).status == 204)
        }
        let text =
            "accounts?$apply=filter(creditlimit gt 0)/groupby((address1_city),aggregate(creditlimit with sum as total,"
            + "creditlimit with average as mean,creditlimit with max as most,$count as number))&$orderby=total desc"
        let rows = await bench.send("GET", text.replacing(" ", with: "%20")).json["value"]?.array ?? []
        #expect(rows.map { $0["address1_city"]?.string } == ["Metz", "Lyon"])
        #expect(rows.map { $0["total"]?.numberText } == ["8.0000", "0.3000"])
        #expect(rows.map { $0["mean"]?.numberText } == ["4.0000", "0.1500"])
        #expect(rows.map { $0["most"]?.numberText } == ["7.0000", "0.2000"])
        #expect(rows.map { $0["number"]?.integer } == [2, 2])
        let refused = await bench.send("GET", "accounts?$apply=expand(x)")
        #expect(refused.status == 400)
    }

    @Test(
        "spans of the calendar begin and end with their days",
        arguments: [
            ("ThisMonth", Int64(1), "2024-05-01T00:00:00Z", "2024-06-01T00:00:00Z"),
            ("LastMonth", 1, "2024-04-01T00:00:00Z", "2024-05-01T00:00:00Z"),
            ("NextYear", 1, "2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z"),
            ("ThisWeek", 1, "2024-04-28T00:00:00Z", "2024-05-05T00:00:00Z"),
            ("LastXMonths", 14, "2023-03-01T00:00:00Z", "2024-05-01T12:40:00Z"),
        ])
    func calendar(_ name: String, _ amount: Int64, _ from: String, _ until: String) throws {
        let now = try #require(Moment(iso: "2024-05-01T12:40:00Z"))
        let bounds = try #require(CalendarSpan(name, amount: amount)).bounds(around: now)
        #expect(bounds.from?.secondsText == from)
        #expect(bounds.until.secondsText == until)
    }

    @Test("a quotient is rounded half away from zero, and a long number is left to others")
    func quotients() throws {
        let (amount, rate) = (try #require(DecimalNumber("-10")), try #require(DecimalNumber("3.2")))
        #expect(DecimalNumber.quotient(amount, by: rate, scale: 4) == "-3.125")
        #expect(DecimalNumber("1234567890123456789") == nil)
        #expect(DecimalText.compare("12.50", "12.5") == .orderedSame)
        #expect(DecimalText.compare("-3", "2.75") == .orderedAscending)
    }

    @Test("Business Central takes a name and a web service access key; Dataverse does not")
    func accessKey() async throws {
        let bench = try await Bench()
        let right = [("Authorization", "Basic Y291cGxldDpjb3VwbGV0LXNhbmRib3gtc2VjcmV0")]
        let wrong = [("Authorization", "Basic Y291cGxldDp3cm9uZw==")]
        #expect(await bench.send("GET", "\(bench.company)/customers", to: .erp, headers: right).status == 200)
        #expect(await bench.send("GET", "\(bench.company)/customers", to: .erp, headers: wrong).status == 401)
        #expect(await bench.send("GET", "/api/data/v9.2/WhoAmI", to: .crm, headers: right).status == 401)
    }
}
