import JSON
import Testing

@testable import Sandbox

@Suite("Batches and bulk actions of Dataverse")
struct DataverseBatchTests {
    private typealias Bench = DataverseBench
    private let good = #"{"name":"Good"}"#
    private let bad = #"{"nosuch":1}"#

    @Test("a batch stops at the first error, whose status is the answer's; what came before stays")
    func stops() async throws {
        let bench = try await Bench()
        let reply = await bench.batch([
            Bench.part("POST", "accounts", good), Bench.part("POST", "accounts", bad),
            Bench.part("POST", "accounts", good),
        ])
        #expect(reply.status == 400)
        #expect(reply.parts == [204, 400])
        #expect(await bench.send("GET", "accounts").rows.count == 1)
    }

    @Test("a batch goes on after an error when it is asked to")
    func continues() async throws {
        let bench = try await Bench()
        let parts = [
            Bench.part("POST", "/api/data/v9.2/accounts", good), Bench.part("POST", "accounts", bad),
            Bench.part("GET", "\(Bench.root)accounts?$filter=name eq 'Good'"),
        ]
        let reply = await bench.batch(parts, continues: true)
        #expect(reply.status == 200)
        #expect(reply.parts == [204, 400, 200])
    }

    @Test("a change set lands as a whole, and its operations refer to each other")
    func changeSet() async throws {
        let bench = try await Bench()
        let reply = await bench.batch([
            Bench.changeSet([
                Bench.part("POST", "accounts", good, id: "1"),
                Bench.part(
                    "POST", "contacts", #"{"lastname":"L","parentcustomerid_account@odata.bind":"$1"}"#, id: "2"),
                Bench.part("PUT", "$1/primarycontactid/$ref", #"{"@odata.id":"$2"}"#, id: "3"),
                Bench.part("PATCH", "$1", #"{"telephone1":"7"}"#, id: "4"),
            ])
        ])
        #expect(reply.parts == [204, 204, 204, 204])
        let account = try #require(await bench.send("GET", "accounts?$expand=primarycontactid").rows.first)
        #expect(account["telephone1"] == "7")
        #expect(account["primarycontactid"]?["lastname"] == "L")
    }

    @Test("a change set that fails leaves nothing, and answers once")
    func changeSetFails() async throws {
        let bench = try await Bench()
        let parts = [
            Bench.changeSet([
                Bench.part("POST", "accounts", good, id: "1"), Bench.part("POST", "accounts", bad, id: "2"),
            ]),
            Bench.part("POST", "accounts", good),
        ]
        let reply = await bench.batch(parts, continues: true)
        #expect(reply.parts == [400, 204])
        #expect(await bench.send("GET", "accounts").rows.count == 1)
    }

    @Test("a reference to an operation that isn't there is refused by name")
    func unknownReference() async throws {
        let bench = try await Bench()
        let body = #"{"lastname":"L","parentcustomerid_account@odata.bind":"$9"}"#
        let reply = await bench.batch([Bench.changeSet([Bench.part("POST", "contacts", body, id: "1")])])
        #expect(reply.status == 400)
        #expect(
            String(decoding: reply.answer.body, as: UTF8.self).contains("Content-ID Reference: '$9' does not exist"))
    }

    @Test("a batch whose connection breaks has done what it had done")
    func cut() async throws {
        let bench = try await Bench()
        let reply = await bench.batch(Array(repeating: Bench.part("POST", "accounts", good), count: 5), limit: 3)
        #expect(reply.answer.isDropped)
        #expect(await bench.send("GET", "accounts").rows.count == 3)
    }

    @Test("a choice's value that is added in a batch can be used by the rest of it")
    func choice() async throws {
        let bench = try await Bench()
        let option =
            #"{"EntityLogicalName":"account","AttributeLogicalName":"paymenttermscode","Value":5,"Label":{"LocalizedLabels":[{"Label":"Z","LanguageCode":1033}]}}"#
        let reply = await bench.batch([
            Bench.part("POST", "InsertOptionValue", option),
            Bench.part("POST", "accounts", #"{"name":"A","paymenttermscode":5}"#),
        ])
        #expect(reply.parts == [200, 204])
    }

    @Test("more than a thousand requests are too many")
    func tooMany() async throws {
        let reply = try await Bench().batch(Array(repeating: Bench.part("GET", "accounts"), count: 1001))
        #expect(reply.status == 400)
    }

    @Test("a bulk create gives the identities in order; one bad row undoes all")
    func createMultiple() async throws {
        let bench = try await Bench()
        func row(_ name: JSONValue) -> JSONValue { ["@odata.type": "Microsoft.Dynamics.CRM.account", "name": name] }
        let action = "accounts/Microsoft.Dynamics.CRM.CreateMultiple"
        let reply = await bench.send("POST", action, ["Targets": [row("A"), row("B")]])
        let ids = reply.json["Ids"]?.array?.compactMap(\.string) ?? []
        #expect(ids.count == 2)
        #expect(await bench.send("GET", "accounts(\(ids.last ?? ""))").json["name"] == "B")
        #expect(await bench.send("POST", action, ["Targets": [row("C"), row(7)]]).status == 400)
        #expect(await bench.send("POST", action, ["Targets": [["name": "untyped"]]]).status == 400)
        #expect(await bench.send("GET", "accounts").rows.count == 2)
    }

    @Test("a bulk upsert finds rows by their alternate key")
    func upsertMultiple() async throws {
        let bench = try await Bench()
        _ = await bench.create("accounts", ["name": "Old", "accountnumber": "1"])
        let targets: [JSONValue] = ["1", "2"].map { number in
            [
                "@odata.type": "Microsoft.Dynamics.CRM.account", "name": "New",
                "@odata.id": .string("accounts(accountnumber='\(number)')"),
            ]
        }
        let action = "accounts/Microsoft.Dynamics.CRM.UpsertMultiple"
        #expect(await bench.send("POST", action, ["Targets": .array(targets)]).status == 204)
        let rows = await bench.send("GET", "accounts?$orderby=accountnumber")
        #expect(rows.all("accountnumber") == ["1", "2"])
        #expect(rows.all("name") == ["New", "New"])
    }
}
