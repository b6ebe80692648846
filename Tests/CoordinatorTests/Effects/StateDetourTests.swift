import Model
import PluginProtocol
import RemoteSystems
import Testing

@testable import Coordinator

@Suite("The states that a record goes through when it is written")
struct StateDetourTests {
    private static let states = StateDeclaration(
        field: "state", reason: "reason", writableState: 0, writableReason: 1,
        actions: [3: .init(name: "Fulfill", activity: "Close")])

    private static let shape: EntityShape = {
        let hasher = FieldHasher(key: Array("key".utf8))
        let names: [FieldName] = ["name", "state", "reason"]
        let declaration = TableDeclaration(
            table: "order", routes: [.init(kind: .standard, path: "", set: "orders")], key: "id", states: states)
        let table = RemoteTable(
            declaration: declaration, route: declaration.routes[0], fields: names.map { .init(name: $0, kind: .text) })
        return EntityShape(
            entity: "orders",
            description: EntityDescription(
                fields: names.map { MappedField(erp: $0, crm: $0) }, reads: Sided(erp: names, crm: names),
                fingerprint: "f"),
            tables: Sided(erp: table, crm: table),
            layouts: Sided { FieldLayout(side: $0, id: LayoutID(1), fields: names, hasher: hasher) }, known: [:],
            hasher: hasher)
    }()

    private static func nominee(_ fields: Fields) -> Nominee {
        var reading = SideReading(presence: .present, id: RecordID("o"))
        reading.fields = fields
        return Nominee(sides: Sided(erp: reading, crm: reading), cause: .both)
    }

    private static let opening: Fields = ["state": 0, "reason": 1]
    private static let submitted: Fields = ["state": 1, "reason": 3]

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var now: Fields
        var fields: Fields
        var hasLines = false
        var written: Fields
        var detour: StateDetour?
    }

    @Test(
        "a record that can be written is written as it is, another one on a detour, and comes out where it is wanted",
        arguments: [
            Case(testDescription: "active", now: opening, fields: ["name": "n"], written: ["name": "n"]),
            Case(
                testDescription: "active, to be submitted", now: opening,
                fields: ["name": "n", "state": 1, "reason": 3], written: ["name": "n"],
                detour: StateDetour(closing: submitted)),
            Case(
                testDescription: "submitted", now: submitted, fields: ["name": "n"], written: ["name": "n"],
                detour: StateDetour(opening: opening, closing: submitted)),
            Case(
                testDescription: "submitted, lines alone", now: submitted, fields: [:], hasLines: true, written: [:],
                detour: StateDetour(opening: opening, closing: submitted)),
            Case(
                testDescription: "submitted, to be another state", now: submitted,
                fields: ["name": "n", "state": 4, "reason": 7], written: ["name": "n"],
                detour: StateDetour(opening: opening, closing: ["state": 4, "reason": 7])),
            Case(
                testDescription: "submitted, the reason alone is one of the state that it is in", now: submitted,
                fields: ["name": "n", "reason": 4], written: ["name": "n"],
                detour: StateDetour(opening: opening, closing: ["state": 1, "reason": 4])),
            Case(
                testDescription: "the state alone", now: submitted, fields: ["state": 4, "reason": 7],
                written: ["state": 4, "reason": 7]),
            Case(
                testDescription: "the state alone, by its action", now: submitted, fields: ["state": 3, "reason": 9],
                written: [:], detour: StateDetour(closing: ["state": 3, "reason": 9], action: states.actions[3])),
        ])
    func ways(_ row: Case) throws {
        let way = Self.shape.way(of: row.fields, withLines: row.hasLines, to: .crm, Self.nominee(row.now))
        #expect(try #require(way).fields == row.written)
        #expect(way?.detour == row.detour)
    }

    @Test("a record whose state nobody read is not written before it is read")
    func unread() {
        #expect(Self.shape.way(of: ["name": "n"], withLines: false, to: .crm, Self.nominee([:])) == nil)
    }

    @Test("a record that is made is made writable, and moved to the state that is wanted in the same transaction")
    func creation() {
        let made = Self.shape.detour(into: ["name": "n", "state": 2, "reason": 9], on: .crm)
        #expect(made.fields == ["name": "n"])
        #expect(made.detour == StateDetour(closing: ["state": 2, "reason": 9]))
        let plain = Self.shape.detour(into: ["name": "n"], on: .crm)
        #expect(plain.fields == ["name": "n"] && plain.detour == nil)
    }
}
