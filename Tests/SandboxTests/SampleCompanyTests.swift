import Foundation
import Model
import Testing

@testable import Sandbox

@Suite("The sample company")
struct SampleCompanyTests {
    private static let company = SampleCompany().rows

    /// The definitions as they stand in the files, read by nothing of ours.
    private static let definitions: [Side: [String: [[String: Any]]]] = {
        var found: [Side: [String: [[String: Any]]]] = [.erp: [:], .crm: [:]]
        let data = Bundle.module.bundleURL.deletingLastPathComponent()
            .appending(path: "couplet_Sandbox.resources/Data")
        let files = FileManager.default.enumerator(at: data, includingPropertiesForKeys: nil)
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "json", let bytes = try? Data(contentsOf: file),
                let object = try? JSONSerialization.jsonObject(with: bytes) as? [String: Any],
                let table = object["table"] as? String, let fields = object["fields"] as? [[String: Any]]
            else { continue }
            found[object["system"] as? String == "dataverse" ? .crm : .erp]?[table] = fields
        }
        return found
    }()

    @Test("the same seed gives the same company, another seed another one")
    func seed() {
        #expect(SampleCompany(seed: 7).rows == SampleCompany(seed: 7).rows)
        #expect(SampleCompany(seed: 7).rows != SampleCompany(seed: 8).rows)
    }

    @Test(
        "it has the size that it is said to have",
        arguments: [
            (Side.erp, "customer", 200...200), (.erp, "item", 500...500), (.erp, "contact", 400...700),
            (.crm, "account", 60...75), (.crm, "product", 20...40), (.crm, "systemuser", 8...12),
        ])
    func size(_ side: Side, _ table: String, _ count: ClosedRange<Int>) {
        #expect(count.contains(Self.company.count { $0.side == side && $0.table == table }))
    }

    @Test("every value has a field that it fits into")
    func fits() throws {
        for row in Self.company {
            let fields = try #require(Self.definitions[row.side]?[row.table], "\(row.side) \(row.table)")
            for value in row.values where !value.name.hasSuffix("$table") {
                let field = try #require(
                    fields.first { $0["name"] as? String == value.name }, "\(row.table).\(value.name)")
                if let limit = field["maxLength"] as? Int, let text = value.value.text {
                    #expect(text.utf16.count <= limit, "\(row.table).\(value.name) \(text)")
                }
            }
        }
    }

    @Test("every reference leads to a row of the right table")
    func references() throws {
        var tables: [String: String] = [:]
        for row in Self.company {
            let id = row.values[row.side == .erp ? "id" : row.table + "id"]?.text
            tables[try #require(id)] = row.table
        }
        for row in Self.company {
            for value in row.values {
                let field = Self.definitions[row.side]?[row.table]?.first { $0["name"] as? String == value.name }
                guard field?["type"] as? String == "lookup", let id = value.value.text else { continue }
                let targets = (field?["targets"] as? [[String: String]])?.compactMap { $0["table"] } ?? []
                #expect(targets.contains(tables[id] ?? "nothing"), "\(row.table).\(value.name)")
            }
        }
    }

    @Test("no two records of a table have the same identity or number")
    func unique() {
        var seen: Set<String> = []
        for row in Self.company {
            for name in ["id", "number", row.table + "id", "code"] {
                guard let value = row.values[name]?.text else { continue }
                #expect(seen.insert("\(row.side) \(row.table) \(name) \(value)").inserted, "\(row.table) \(value)")
            }
        }
    }

    @Test("texts reach their limits, and some records hold nothing but a name")
    func limits() {
        let customers = Self.company.filter { $0.table == "customer" }
        #expect(customers.contains { $0.values["displayName"]?.text?.utf16.count == 100 })
        #expect(customers.contains { $0.values["addressLine1"]?.text?.utf16.count == 100 })
        #expect(customers.contains { ($0.values["website"]?.text?.utf16.count ?? 0) > 200 })
        #expect(customers.contains { $0.values.count <= 5 })
    }

    @Test("a large company has as many customers as were asked for, all with names of their own")
    func large() {
        let customers = LargeCompany(customers: 2_000).filter { $0.table == "customer" }
        #expect(customers.count == 2_000)
        #expect(Set(customers.compactMap { $0.values["displayName"]?.text }).count == 2_000)
        #expect(!LargeCompany(customers: 10).contains { $0.table == "account" })
    }
}
