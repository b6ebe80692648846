import JSON
import MapLanguage
import Model
import Reconciliation
import Testing

@Suite("Field maps as data")
struct MapDocumentTests {
    private func document(_ text: String) throws -> MapDocument {
        try MapDocument(reading: Array(text.utf8), file: "map.json")
    }

    @Test("a pair of fields is the line that the same words make in Swift")
    func field() throws {
        let read = try document(
            #"""
            {"fields": [{"erp": "code", "crm": "label", "type": "code", "length": {"erp": 10, "crm": 100},
                         "direction": "toCRM", "required": true, "optional": true, "onInsertOnly": true}]}
            """#)
        #expect(
            read.map.lines == [
                .field(
                    "code", "label", .code(erp: 10, crm: 100), .toCRM, isOptional: true, isRequired: true,
                    onInsertOnly: true)
            ])
    }

    @Test(
        "every type of value can be written",
        arguments: [
            (#""type": "text", "length": {"erp": 1, "crm": 2}"#, FieldKind.text(erp: 1, crm: 2)),
            (#""type": "code", "length": {"erp": 1, "crm": 2}"#, .code(erp: 1, crm: 2)),
            (#""type": "decimal", "scale": 2"#, .decimal(scale: 2)),
            (#""type": "decimal", "scale": 4, "atLeast": 0"#, .decimal(scale: 4, atLeast: 0)),
            (#""type": "integer""#, .integer), (#""type": "boolean""#, .boolean), (#""type": "date""#, .date),
            (
                #""type": "choice", "values": [{"erp": "Open", "crm": 1}, {"erp": " ", "crm": null}]"#,
                .choice([Sided(erp: "Open", crm: 1), Sided(erp: " ", crm: .null)])
            ),
            (#""type": "reference", "to": "currencies""#, .reference(to: "currencies")),
            (
                #""type": "reference", "to": "x", "crmForm": "choice", "erpEmpty": "isValue", "whenMissing": "skip", "whenEmpty": "skip""#,
                .reference(to: "x", crm: .choice, erpEmpty: .isValue, whenMissing: .skip, whenEmpty: .skip)
            ),
        ])
    func types(_ words: String, _ kind: FieldKind) throws {
        let read = try document(#"{"fields": [{"erp": "a", "crm": "b", \#(words)}]}"#)
        #expect(read.map.rules.map(\.kind) == [kind])
    }

    @Test("a field with a policy of its own is a group of one field")
    func policy() throws {
        let read = try document(
            #"{"fields": [{"erp": "a", "crm": "b", "type": "date", "policy": "latestWins"}], "policy": "erpWins"}"#)
        #expect(read.map.groups.map(\.policy) == [.latestWins])
        #expect(read.map.policy == .erpWins)
    }

    @Test("groups, constants and computed fields are lines")
    func others() throws {
        let read = try document(
            #"""
            {"fields": [
               {"group": "address", "policy": "crmWins", "fields": [{"erp": "a", "crm": "b", "type": "date"}]},
               {"crm": "c", "constant": 11}, {"erp": "d", "constant": "x", "when": "always"},
               {"crm": "name", "computed": {"prefix": "NAV ", "of": "code"}, "type": "text", "length": {"erp": 10, "crm": 20}},
               {"crm": "rate", "computed": {"quotient": "x", "by": "y"}, "type": "decimal", "scale": 4, "onInsertOnly": true}
            ]}
            """#)
        #expect(
            read.map.lines == [
                .group("address", policy: .crmWins, [.field("a", "b", .date)]),
                .constant("c", on: .crm, 11), .constant("d", on: .erp, "x", .always),
                .computed("name", on: .crm, .prefixed("NAV ", "code"), .text(erp: 10, crm: 20)),
                .computed("rate", on: .crm, .quotient("x", by: "y"), .decimal(scale: 4), onInsertOnly: true),
            ])
    }

    @Test("matching, keys, filters and what happens at the end of a coupling are read")
    func rest() throws {
        let read = try document(
            #"""
            {"fields": [], "matching": [{"name": "key", "fields": [{"erp": "a", "crm": "b", "like": "phone", "prefix": "P"}]}],
             "naturalKey": {"crm": ["b"]}, "creates": {"erp": false}, "whenFirstCoupled": "manual", "deletion": "deactivate",
             "filters": {"erp": [{"field": "blocked", "test": "isOneOf", "values": [" ", null]}, {"field": "x", "test": "isNotEmpty"}]},
             "alsoReads": {"erp": ["more"]}, "inactive": {"crm": {"statecode": 1}}, "parting": {"erp": {"p": "q"}},
             "modified": {"erp": "systemModifiedAt"}}
            """#)
        #expect(read.map.matchRules == [MatchRule("key", [.init(erp: "a", crm: "b", .phone, prefix: "P")])])
        #expect(read.map.naturalKey == Sided(erp: [], crm: ["b"]))
        #expect(read.map.creates == Sided(erp: false, crm: true))
        #expect(read.map.whenFirstCoupled == .manual)
        #expect(read.deletion == .deactivate)
        #expect(
            read.map.filters.erp == RecordFilter([.init("blocked", .isOneOf, [" ", .null]), .init("x", .isNotEmpty)]))
        #expect(read.map.alsoReads.erp == ["more"])
        #expect(read.map.inactive.crm == ["statecode": 1])
        #expect(read.map.parting.erp == ["p": "q"])
        #expect(read.map.modified == Sided(erp: "systemModifiedAt", crm: "modifiedon"))
    }

    @Test("records may be recognised by what they refer to, which the manifest names")
    func matchedByReference() throws {
        let text =
            #"{"fields": [], "matching": [{"name": "key", "fields": [{"erp": "a", "crm": "b", "to": "groups"}]}]}"#
        let read = try MapDocument(reading: Array(text.utf8), file: "map.json", references: ["groups"])
        #expect(read.map.matchRules == [MatchRule("key", [.init(erp: "a", crm: "b", entity: "groups")])])
        do {
            _ = try MapDocument(reading: Array(text.utf8), file: "map.json", references: ["group"])
            Issue.record("a reference that the manifest does not name was read")
        } catch {
            #expect(error.problems.map(\.code) == [.unknownReference])
            #expect(error.problems.map(\.nearest) == ["group"])
        }
    }

    @Test("where a line stands is remembered by its fields")
    func origins() throws {
        let read = try document(
            """
            {"fields": [
              {"erp": "a", "crm": "b", "type": "date"},
              {"group": "g", "fields": [
                {"erp": "c", "crm": "d", "type": "date"}]}],
             "more": {"e": {"erp": "e", "crm": "f", "type": "date"}}}
            """)
        #expect(read.origins["a", "b"] == "map.json:2")
        #expect(read.origins["c", "d"] == "map.json:4")
        #expect(read.origins["e", "f"] == "map.json:5")
        #expect(read.origins["x", nil] == nil)
        #expect(read.more["e"] == .field("e", "f", .date))
    }
}
