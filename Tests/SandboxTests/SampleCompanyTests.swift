import Foundation
import Model
import Testing

@testable import Sandbox

@Suite("The sample company")
struct SampleCompanyTests {
    private static let company = SampleCompany().rows

    private static func definition(_ row: CompanyRow, in library: DefinitionLibrary) -> EntityDefinition? {
        library.tables(of: row.side == .erp ? .businessCentral : .dataverse).first { $0.table == row.table }
    }

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
        let library = try DefinitionLibrary.bundled()
        for row in Self.company {
            let definition = try #require(Self.definition(row, in: library), "\(row.side) \(row.table)")
            for value in row.values where !value.name.hasSuffix("$table") {
                let field = try #require(definition.field(value.name), "\(row.table).\(value.name)")
                guard let limit = field.maxLength, let text = value.value.text else { continue }
                #expect(text.utf16.count <= limit, "\(row.table).\(value.name) \(text)")
            }
        }
    }

    @Test("every reference leads to a row of the right table")
    func references() throws {
        let library = try DefinitionLibrary.bundled()
        var tables: [String: String] = [:]
        for row in Self.company {
            tables[try #require(row.values[row.side == .erp ? "id" : row.table + "id"]?.text)] = row.table
        }
        for row in Self.company {
            for value in row.values {
                guard let field = Self.definition(row, in: library)?.field(value.name), field.kind == .lookup,
                    let id = value.value.text
                else { continue }
                #expect(field.targets.contains { $0.table == tables[id] }, "\(row.table).\(value.name)")
            }
        }
    }

    @Test("it can be loaded, and the server's own values are there")
    func loading() async throws {
        let clock = SandboxClock.running()
        let engine = try Engine(library: try .bundled(), clock: clock, faults: Faults(clock: clock, seed: 1))
        let count = try await CompanyLoader(engine, company: Organization().company).load(Self.company)
        #expect(count == Self.company.count)
        let names = try await engine.read(.dataverse) { tables in
            try tables.records(Query("contact")).map { $0["fullname"].text }
        }
        #expect(!names.isEmpty && names.allSatisfy { $0?.isEmpty == false })
    }

    @Test("no two records of a table have the same identity or number")
    func unique() {
        var seen: Set<String> = []
        for row in Self.company {
            for name in ["id", "number", row.table + "id", "code"] {
                guard let value = row.values[name]?.text else { continue }
                // A unit is one of an item's, or of a resource's.
                let owner = ["itemNumber", "resourceNumber"].compactMap { row.values[$0]?.text }.first ?? ""
                #expect(
                    seen.insert("\(row.side) \(row.table) \(name) \(owner) \(value)").inserted,
                    "\(row.table) \(value)")
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

    /// The sum of an amount over the rows of a table that belong to another row.
    private static func sum(_ name: String, _ table: String, _ owner: String, _ id: FieldValue?) -> Decimal {
        company.filter { $0.table == table && $0.values[owner] == id }
            .compactMap { $0.values[name]?.text.flatMap { Decimal(string: $0) } }.reduce(0, +)
    }

    private static func amount(_ row: CompanyRow, _ name: String) -> Decimal {
        row.values[name]?.text.flatMap { Decimal(string: $0) } ?? 0
    }

    @Test("orders are in every state on both sides, with lines of each type")
    func orders() {
        let states = Self.company.filter { $0.table == "salesorder" }.map { $0.values["statecode"] ?? .null }
        #expect(Set(states) == [0, 1, 2, 3, 4])
        #expect(
            Set(Self.company.filter { $0.table == "salesOrder" }.map { $0.values["status"] ?? .null }) == [0, 1, 2])
        let types = Self.company.filter { $0.table == "salesOrderLine" }.map { $0.values["lineType"] ?? .null }
        #expect(Set(types) == [0, 1, 2, 3])
        let details = Self.company.filter { $0.table == "salesorderdetail" }
        #expect(details.count == 11 && details.count { $0.values["isproductoverridden"] == true } == 1)
    }

    @Test("orders come to what their lines come to")
    func orderTotals() {
        for order in Self.company where order.table == "salesOrder" {
            let id = order.values["id"]
            #expect(
                Self.amount(order, "totalAmountExcludingTax")
                    == Self.sum("netAmount", "salesOrderLine", "documentId", id))
            #expect(
                Self.amount(order, "totalTaxAmount") == Self.sum("netTaxAmount", "salesOrderLine", "documentId", id))
        }
        for order in Self.company where order.table == "salesorder" {
            let lines = Self.sum("extendedamount", "salesorderdetail", "salesorderid", order.values["salesorderid"])
            #expect(Self.amount(order, "totallineitemamount") == lines)
            let discount = Self.amount(order, "totaldiscountamount") - Self.amount(order, "totallineitemdiscountamount")
            #expect(Self.amount(order, "totalamount") == lines - discount + Self.amount(order, "freightamount"))
        }
    }
}
