import Foundation
import Testing

@testable import Sandbox

@Suite("The engine")
struct EngineTests {
    private static func engine(_ file: URL? = nil) throws -> Engine {
        let clock = SandboxClock.standing(at: Bench.start)
        return try Engine(library: Bench.library.get(), file: file, clock: clock, faults: Faults(clock: clock, seed: 1))
    }

    @Test("versions only go up, also after a transaction that was undone")
    func versions() async throws {
        let engine = try Self.engine()
        struct Undone: Error {}
        let first = try await engine.write(.dataverse, as: .sandbox) { tables in
            try tables.insert("account", values: ["name": "A"]).version
        }
        await #expect(throws: Undone.self) {
            try await engine.write(.dataverse, as: .sandbox) { tables in
                try tables.insert("account", values: ["name": "B"])
                throw Undone()
            }
        }
        let second = try await engine.write(.dataverse, as: .sandbox) { tables in
            #expect(try tables.count(Query("account")) == 1)
            return try tables.insert("account", values: ["name": "C"]).version
        }
        #expect(second > first + 1)
    }

    @Test("a savepoint is undone alone")
    func savepoint() async throws {
        struct Undone: Error {}
        try await Self.engine().write(.dataverse, as: .sandbox) { tables in
            try tables.insert("account", values: ["name": "A"])
            #expect(throws: Undone.self) {
                try tables.savepoint {
                    try tables.insert("account", values: ["name": "B"])
                    throw Undone()
                }
            }
            #expect(try tables.records(Query("account")).map(\.label) == ["A"])
        }
    }

    @Test("a deleted row leaves its id and the version at which it went")
    func tombstones() async throws {
        try await Self.engine().write(.dataverse, as: .sandbox) { tables in
            let record = try tables.insert("account", values: ["name": "A"])
            try tables.delete("account", id: record.id)
            let gone = try tables.deletions(of: "account", after: record.version)
            #expect(gone.map(\.id) == [record.id])
            #expect(try tables.deletions(of: "account", after: gone[0].version).isEmpty)
        }
    }

    @Test("a version that is not the expected one stops the change")
    func expectedVersion() async throws {
        try await Self.engine().write(.dataverse, as: .sandbox) { tables in
            let record = try tables.insert("account", values: ["name": "A"])
            let next = try tables.update("account", id: record.id, version: record.version, values: ["name": "B"])
            #expect(throws: EngineError.versionDiffers(table: "account", id: record.id, version: next.version)) {
                try tables.update("account", id: record.id, version: record.version, values: ["name": "C"])
            }
        }
    }

    @Test("the ledger can't be changed, not even by the engine itself")
    func ledgerStays() async throws {
        try await Self.engine().write(.dataverse, as: .sandbox) { tables in
            try tables.insert("account", values: ["name": "A"])
            #expect(throws: (any Error).self) { try tables.run("DELETE FROM sandbox_ledger", []) }
            #expect(throws: (any Error).self) { try tables.run("UPDATE sandbox_ledger SET client = 'x'", []) }
        }
    }

    @Test("data in a file are there again, with their versions going on")
    func file() async throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("sandbox-\(UUID().uuidString).sqlite")
        defer { try? FileManager.default.removeItem(at: file) }
        let version = try await Self.engine(file).write(.dataverse, as: .sandbox) { tables in
            let kept = try tables.insert("account", values: ["name": "A"])
            let gone = try tables.insert("account", values: ["name": "B"])
            try tables.delete("account", id: gone.id)
            return kept.version
        }
        let again = try Self.engine(file)
        try await again.write(.dataverse, as: .sandbox) { tables in
            let labels = try tables.records(Query("account")).map(\.label)
            let next = try tables.insert("account", values: ["name": "C"])
            #expect(labels == ["A"])
            #expect(next.version > version + 2)
        }
    }

    @Test("listing goes on after a mark in every order, nulls included", arguments: [false, true])
    func marks(isDescending: Bool) async throws {
        try await Self.engine().write(.dataverse, as: .sandbox) { tables in
            for (name, city) in [("A", "Ulm"), ("B", nil), ("C", "Bonn"), ("D", nil), ("E", "Ulm")]
                as [(String, String?)]
            {
                try tables.insert(
                    "account", values: ["name": .text(name), "address1_city": city.map { .text($0) } ?? .null])
            }
            let order = [Query.Order(.field("address1_city"), descending: isDescending)]
            let all = try tables.records(Query("account", order: order)).map(\.label)
            var listed: [String] = []
            var query = Query("account", order: order, limit: 2)
            while let last = try tables.records(query).last {
                listed += try tables.records(query).map(\.label)
                query.after = try tables.mark(of: last, in: query)
            }
            #expect(listed == all)
        }
    }

    @Test("options are added and renamed, and a field's own are apart from a global set's")
    func options() async throws {
        let engine = try Self.engine()
        let field = try #require(try engine.schema(.dataverse, "account").definition.field("paymenttermscode"))
        let key = OptionSetKey(.dataverse, table: "account", field: field)
        #expect(engine.options(key).first == OptionDefinition(value: 1, label: "Net 30"))
        let wasThere = try await engine.write(.dataverse, as: .sandbox) { tables in
            [
                try tables.setOption(OptionDefinition(value: 700, label: "Cash"), in: key),
                try tables.setOption(OptionDefinition(value: 700, label: "Barzahlung"), in: key),
            ]
        }
        #expect(wasThere == [false, true])
        #expect(engine.options(key).last == OptionDefinition(value: 700, label: "Barzahlung"))
        let wasRemoved = try await engine.write(.dataverse, as: .sandbox) { try $0.removeOption(700, in: key) }
        #expect(wasRemoved)
        #expect(engine.options(key).count == 4)
    }

    @Test(
        "points in time are read and written",
        arguments: [
            ("2024-02-29T23:59:59.999Z", "2024-02-29T23:59:59.999Z"),
            ("2024-05-01T10:00:00.120Z", "2024-05-01T10:00:00.12Z"),
            ("2024-05-01T10:00:00Z", "2024-05-01T10:00:00Z"), ("2024-05-01", "2024-05-01T00:00:00Z"),
            ("2024-05-01T00:30:00+02:00", "2024-04-30T22:30:00Z"), ("1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z"),
            ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
            ("2024-05-01T10:00:00.1234567Z", "2024-05-01T10:00:00.123Z"),
        ])
    func moments(_ text: String, _ written: String) {
        #expect(Moment(iso: text)?.text == written)
    }

    @Test(
        "what is no point in time is none",
        arguments: ["2023-02-29", "2024-13-01", "2024-05-01T24:00:00Z", "soon", "2024-05-01T10", ""])
    func noMoments(_ text: String) {
        #expect(Moment(iso: text) == nil)
    }

    @Test(
        "decimals keep every digit",
        arguments: [
            ("1.50", nil, "1.5"), ("-0.0", nil, "0"), ("1e-9", nil, "0.000000001"), ("1.005", 2, "1.01"),
            ("-1.005", 2, "-1.01"),
            ("9.999", 2, "10"), ("0.004", 2, "0"), ("12345678901234567890.12", nil, "12345678901234567890.12"),
            ("1E+15", nil, "1000000000000000"),
            ("abc", nil, nil), ("1.2.3", nil, nil), ("", nil, nil),
        ] as [(String, Int?, String?)])
    func decimals(_ text: String, _ scale: Int?, _ canonical: String?) {
        #expect(DecimalText.canonical(text, scale: scale) == canonical)
    }
}
