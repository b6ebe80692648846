import JSON
import Testing

@testable import Sandbox

@Suite("Choices that clients change")
struct OptionTests {
    private static let column: [JSONValue.Member] = [
        .init("EntityLogicalName", "account"), .init("AttributeLogicalName", "paymenttermscode"),
    ]

    private static func option(_ label: String, _ value: Int64? = nil) -> JSONValue {
        .object(
            column + [.init("Label", ["LocalizedLabels": [["Label": .string(label), "LanguageCode": 1033]]])]
                + (value.map { [.init("Value", .number("\($0)"))] } ?? []))
    }

    @Test("options that are inserted at once all get a value of their own")
    func race() async throws {
        let bench = try await DataverseBench()
        let values = await withTaskGroup(of: Int64?.self) { group in
            for number in 0..<20 {
                group.addTask {
                    await bench.send("POST", "InsertOptionValue", Self.option("L\(number)")).json["NewOptionValue"]?
                        .integer
                }
            }
            var values: Set<Int64> = []
            for await value in group { if let value { values.insert(value) } }
            return values
        }
        #expect(values.count == 20)
    }

    @Test("of two that insert the same value at once, one is refused")
    func same() async throws {
        let bench = try await DataverseBench()
        async let first = bench.send("POST", "InsertOptionValue", Self.option("A", 77)).status
        async let second = bench.send("POST", "InsertOptionValue", Self.option("B", 77)).status
        #expect(await [first, second].sorted() == [200, 400])
    }

    @Test("the ledger tells who changed which choice, and which option was made twice")
    func ledger() async throws {
        let bench = try await DataverseBench()
        for body in [Self.option("A", 77), Self.option("A", 78)] { await bench.send("POST", "InsertOptionValue", body) }
        await bench.send("POST", "UpdateOptionValue", Self.option("B", 77))
        var question = Ledger.Question()
        question.table = Tables.optionTable
        #expect(try await bench.core.ledger.createdTwice(question).map(\.count) == [2])
        await bench.send("POST", "DeleteOptionValue", Self.option("B", 77))
        let entries = try await bench.core.ledger.entries(question)
        #expect(entries.map(\.operation) == [.create, .create, .update, .delete])
        #expect(entries.map(\.id).first == "account.paymenttermscode=77")
        #expect(entries.allSatisfy { $0.client == "judge" && $0.fields == ["paymenttermscode"] })
        #expect(try await bench.core.ledger.createdTwice(question).isEmpty)
    }

    @Test("a change set that fails undoes the options that it made, and the rest of the batch sees those that stay")
    func undone() async throws {
        let bench = try await DataverseBench()
        func insert(_ value: Int64) -> String {
            DataverseBench.part(
                "POST", "InsertOptionValue",
                String(decoding: JSON.encode(Self.option("Z\(value)", value)), as: UTF8.self))
        }
        func account(_ value: Int64) -> String {
            DataverseBench.part("POST", "accounts", #"{"name":"A","paymenttermscode":\#(value)}"#)
        }
        let reply = await bench.batch(
            [
                DataverseBench.changeSet([insert(81), DataverseBench.part("POST", "accounts", #"{"nosuch":1}"#)]),
                account(81), insert(82), account(82),
            ], continues: true)
        #expect(reply.parts == [400, 400, 200, 204])
    }
}
