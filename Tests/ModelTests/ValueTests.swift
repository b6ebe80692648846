import Model
import Testing

@Suite("Values")
struct ValueTests {
    @Test(
        "an entity's name is a small letter and at most forty small letters, digits and hyphens",
        arguments: [
            ("customers", true), ("units-of-measure2", true), ("a", true), (String(repeating: "a", count: 41), true),
            (String(repeating: "a", count: 42), false), ("", false), ("Customers", false), ("2customers", false),
            ("-a", false), ("a_b", false), ("../a", false), ("a\0", false), ("é", false),
        ])
    func entityNames(text: String, isName: Bool) {
        #expect((EntityName(text) != nil) == isName)
    }

    @Test("filters that leave out other records have other marks, and the same filter has the same in every process")
    func filterMarks() {
        let filters = [
            RecordFilter(), RecordFilter([.init("a", .isOneOf, [1])]), RecordFilter([.init("a", .isNoneOf, [1])]),
            RecordFilter([.init("a", .isOneOf, ["1"])]), RecordFilter([.init("a", .isOneOf, [1, 2])]),
            RecordFilter([.init("a", .isOneOf, [true])]), RecordFilter([.init("a", .isOneOf, ["true"])]),
            RecordFilter([.init("a", .isOneOf, [.null])]), RecordFilter([.init("b", .isEmpty)]),
            RecordFilter([.init("a", .isOneOf, [1]), .init("b", .isEmpty)]),
            RecordFilter([.init("b", .isEmpty), .init("a", .isOneOf, [1])]),
        ]
        #expect(Set(filters.map(\.mark)).count == filters.count)
        #expect(RecordFilter().mark == RecordFilter.Mark(-3_750_763_034_362_895_579))
        #expect(RecordFilter([.init("a", .isOneOf, [1])]).mark == RecordFilter([.init("a", .isOneOf, [1])]).mark)
    }

    @Test("a field that was not read differs from one that is empty")
    func absentAndEmpty() {
        var fields: Fields = ["name": "Adatum", "phone": nil]
        #expect(fields["phone"] == .some(.null))
        #expect(fields["fax"] == nil)
        fields["name"] = nil
        #expect(fields.names == ["phone"])
    }

    @Test(
        "a direction writes to the side it points at",
        arguments: [
            (Direction.toCRM, Side.crm, true), (.toCRM, .erp, false), (.toERP, .erp, true), (.toERP, .crm, false),
            (.both, .erp, true), (.both, .crm, true),
        ])
    func directions(direction: Direction, side: Side, writes: Bool) {
        #expect(direction.writes(to: side) == writes)
    }

    @Test(
        "the thousand-block of a problem is its class; what is outside the blocks is the plugin's fault",
        arguments: [
            (1000, .session), (2999, .configuration), (3000, .passing), (4011, .record), (5000, .guarded),
            (6005, .plugin), (7000, .plugin), (0, .plugin), (-32603, .plugin),
        ] as [(Int, ProblemCode.Class)])
    func classes(code: Int, problemClass: ProblemCode.Class) {
        #expect(ProblemCode(rawValue: code).problemClass == problemClass)
    }

    /// A filter's condition, a record, and whether it is inside.
    static let conditions: [(RecordFilter.Condition, Fields, Bool)] = [
        (.init("state", .isOneOf, [0, 1]), ["state": 1], true),
        (.init("state", .isOneOf, [0, 1]), ["state": 2], false),
        (.init("state", .isNoneOf, [2]), ["state": 1], true),
        (.init("state", .isNoneOf, [2]), ["state": 2], false),
        (.init("name", .isEmpty), ["name": ""], true),
        (.init("name", .isEmpty), ["name": nil], true),
        (.init("parentId", .isEmpty), ["parentId": "00000000-0000-0000-0000-000000000000"], true),
        (.init("name", .isNotEmpty), ["name": "x"], true),
        (.init("name", .isNotEmpty), ["name": ""], false),
        (.init("name", .isEmpty), [:], false),
        (.init("name", .isNoneOf, [2]), [:], false),
    ]

    @Test("a filter looks at what was read, and a field that was not read is outside it", arguments: conditions)
    func filters(condition: RecordFilter.Condition, fields: Fields, isInside: Bool) {
        #expect(RecordFilter([condition]).includes(fields) == isInside)
    }

    @Test(
        "a misspelt word is told the nearest known one, if one is near",
        arguments: [
            ("custmers", "customers"), ("Curencies", "currencies"), ("zzz", nil), ("", nil),
        ] as [(String, String?)])
    func spelling(word: String, nearest: String?) {
        #expect(Spelling.nearest(to: word, among: ["customers", "currencies", "contacts"]) == nearest)
    }
}
