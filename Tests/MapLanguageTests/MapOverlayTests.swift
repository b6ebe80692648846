import JSON
import MapLanguage
import Model
import Reconciliation
import Testing

@Suite("What an administrator changes about a map")
struct MapOverlayTests {
    private let map = FieldMap(
        [
            .field("number", "code", .code(erp: 20, crm: 20), .toCRM),
            .field("displayName", "name", .text(erp: 100, crm: 160)),
            .group(
                "address",
                [
                    .field("city", "address1_city", .text(erp: 30, crm: 80)),
                    .field("state", "county", .text(erp: 30, crm: 50)),
                ]
            ),
            .constant("kind", on: .crm, 11), .filled("owner", on: .crm),
        ], naturalKey: Sided(erp: [], crm: ["code"]))

    private func overlay(_ text: String, entity: EntityName? = nil) throws -> MapOverlay {
        try MapOverlay(try MapNode(json: Array(text.utf8), file: "x.yaml"), file: "x.yaml", entity: entity)
    }

    private func lines(_ text: String) throws -> [FieldMap.Line] { try overlay(text).applied(to: map).lines }

    private func said(_ text: String, _ language: Language = .en, entity: EntityName? = nil) -> String {
        do {
            _ = try overlay(text, entity: entity).applied(to: map)
            return ""
        } catch let error as MapProblems {
            return MapSentences.lines(error, in: language)
        } catch {
            return "\(error)"
        }
    }

    @Test("nothing said changes nothing")
    func nothing() throws { #expect(try overlay("{}").applied(to: map) == map) }

    @Test("a line is disabled by its field, by both fields, or by its group")
    func disabled() throws {
        #expect(try lines(#"{"disable": ["displayName"]}"#).count == 4)
        #expect(try lines(#"{"disable": ["displayName=name", "address", "kind"]}"#).count == 2)
        #expect(
            try lines(#"{"disable": ["state"]}"#)[2]
                == .group("address", [.field("city", "address1_city", .text(erp: 30, crm: 80))]))
    }

    @Test("a field is redirected, and keeps what was not named")
    func redirected() throws {
        #expect(
            try lines(#"{"change": {"displayName": {"crm": "fullname", "direction": "toCRM"}}}"#)[1]
                == .field("displayName", "fullname", .text(erp: 100, crm: 160), .toCRM))
    }

    @Test("type, policy and constant of a line are changed")
    func changed() throws {
        let lines = try lines(
            #"""
            {"change": {"displayName": {"policy": "crmWins", "type": "text", "length": {"erp": 50, "crm": 60}},
                        "address": {"policy": "erpWins"}, "kind": {"constant": 3}}}
            """#)
        #expect(
            lines[1]
                == .group("displayName", policy: .crmWins, [.field("displayName", "name", .text(erp: 50, crm: 60))]))
        guard case .group("address", .erpWins?, _) = lines[2] else {
            Issue.record("the group has another policy")
            return
        }
        #expect(lines[3] == .constant("kind", on: .crm, 3))
    }

    @Test("lines are added, filters and policies replaced")
    func added() throws {
        let result = try overlay(
            #"""
            {"add": [{"erp": "website", "crm": "url", "type": "date"}], "policy": "erpWins", "whenFirstCoupled": "manual",
             "filters": {"crm": [{"field": "kind", "test": "isEmpty"}]}, "creates": {"erp": false}}
            """#
        ).applied(to: map)
        #expect(result.lines.last == .field("website", "url", .date))
        #expect((result.policy, result.whenFirstCoupled) == (.erpWins, .manual))
        #expect(result.filters.crm.conditions == [.init("kind", .isEmpty)])
        #expect(result.creates == Sided(erp: false, crm: true))
    }

    @Test("conditions on what the map writes itself stay, whatever filter is given")
    func kept() throws {
        var owned = map
        owned.parting.crm.append("company", .null)
        owned.filters.crm = RecordFilter([
            .init("name", .isNotEmpty), .init("kind", .isOneOf, [11]), .init("company", .isOneOf, ["ours", .null]),
        ])
        let result = try overlay(#"{"filters": {"crm": [{"field": "state", "test": "isEmpty"}]}}"#).applied(to: owned)
        #expect(result.filters.crm.conditions.map(\.field) == ["state", "kind", "company"])
    }

    @Test("what travels is what was written, with the lines of the file")
    func travels() throws {
        let written = try overlay("{\n\"disable\": [\"nmae\"]}")
        let arrived = try #require(try MapOverlay(json: written.json))
        let problems = #expect(throws: MapProblems.self) { try arrived.applied(to: map) }
        #expect(problems?.problems.first?.place?.line == 2)
    }

    @Test("it is told where a line comes from")
    func origin() throws {
        let overlay = try overlay(
            "{\"change\": {\n\"address\": {\"policy\": \"erpWins\"}},\n\"add\": [\n{\"erp\": \"a\", \"crm\": \"b\", \"type\": \"date\"}]}"
        )
        #expect(overlay.origin(erp: "city", crm: "address1_city", group: "address") == "x.yaml:2")
        #expect(overlay.origin(erp: "a", crm: "b", group: "a") == "x.yaml:4")
        #expect(overlay.origin(erp: "number", crm: "code", group: "number") == nil)
        // A field of the CRM may have the name of another line.
        let other = try self.overlay(#"{"change": {"name": {"policy": "erpWins"}}}"#)
        #expect(other.origin(erp: "displayName", crm: "name", group: "displayName") == nil)
        #expect(other.origin(erp: "name", crm: "fullname", group: "name") == "x.yaml:1")
    }

    @Test(
        "what does not fit is told with line and remedy",
        arguments: [
            (
                "{\n\"disbale\": []}",
                "x.yaml, line 2, column 1 (disbale): there is no \"disbale\" here. Did you mean \"disable\"?"
            ),
            (
                "{\"disable\": [\n\"displayNmae\"]}",
                "x.yaml, line 2, column 1 (disable[0]): the map has no line displayNmae. Did you mean \"displayName\"?"
            ),
            (
                "{\"change\": {\n\"number\": {\"crm\": \"x\"}}}",
                "x.yaml, line 2, column 1 (change.number): number is needed by the plugin's own code, or belongs to the natural key. Leave it as it is, or change the plugin."
            ),
            (
                "{\"disable\": [\"owner\"]}",
                "x.yaml, line 1, column 14 (disable[0]): owner is needed by the plugin's own code, or belongs to the natural key. Leave it as it is, or change the plugin."
            ),
            (
                "{\"change\": {\n\"displayName\": {\"length\": {\"erp\": 1, \"crm\": 1}}}}",
                "x.yaml, line 2, column 1 (change.displayName): \"type\" is missing. Add it."
            ),
            (
                "{\"change\": {\n\"displayName\": {\"crm\": \"county\"}}}",
                "x.yaml, line 2, column 1 (change.displayName): the field county of Dynamics 365 Sales is written by another line already. Remove one of the lines, or its direction."
            ),
            (
                "{\"add\": [\n{\"erp\": \"q\", \"crm\": \"name\", \"type\": \"date\"}]}",
                "x.yaml, line 2, column 1 (add[0]): the field name of Dynamics 365 Sales is written by another line already. Remove one of the lines, or its direction."
            ),
        ])
    func mistakes(_ text: String, _ sentence: String) { #expect(said(text) == sentence) }

    @Test(
        "what the natural key needs stays, whatever is said of it",
        arguments: [
            #""direction": "toERP""#, #""type": "integer""#, #""required": false"#, #""erp": "other""#,
        ])
    func key(_ change: String) {
        #expect(said("{\"change\": {\"number\": {\(change)}}}").contains("belongs to the natural key"))
        #expect(said(#"{"change": {"number": {"policy": "crmWins", "optional": true}}}"#).isEmpty)
    }

    @Test("the constant that tells records apart stays")
    func parting() throws {
        var parted = map
        parted.parting.crm = ["kind": 11]
        let overlay = try overlay(#"{"change": {"kind": {"constant": 3}}}"#)
        let problems = #expect(throws: MapProblems.self) { try overlay.applied(to: parted) }
        #expect(problems?.problems.map(\.code) == [.fixedLine])
    }

    @Test("what a hook of the plugin reads stays where it is, and may have another policy")
    func readByHook() throws {
        var read = map
        read.alsoReads.crm = ["address1_city"]
        for change in [#"{"disable": ["city"]}"#, #"{"change": {"city": {"crm": "address2_city"}}}"#] {
            let overlay = try overlay(change)
            let problems = #expect(throws: MapProblems.self) { try overlay.applied(to: read) }
            #expect(problems?.problems.map(\.code) == [.fixedLine])
        }
        let other = try overlay(#"{"change": {"address": {"policy": "crmWins"}}}"#)
        #expect(throws: Never.self) { try other.applied(to: read) }
    }

    @Test(
        "what does not suit the kind of a line is told with the way that does",
        arguments: [
            (
                #""city": {"policy": "erpWins"}"#,
                "city is one of the fields of a group, and these have one policy. Change it by the group's name: address."
            ),
            (
                #""address": {"direction": "toCRM"}"#,
                "of a whole group, the policy alone can be changed. Name one of its fields: city, state."
            ),
            (
                #""displayName": {"constant": 1}"#,
                "displayName holds what another field does, and no constant. Disable the line, and add another one."
            ),
            (
                #""kind": {"direction": "toCRM"}"#,
                "kind is a constant: \"constant\" and \"when\" alone can be changed. Disable the line, and add another one."
            ),
        ])
    func unsuited(_ change: String, _ sentence: String) {
        #expect(said("{\"change\": {\(change)}}").hasSuffix(sentence))
    }

    @Test("in French the map is called by one word")
    func french() {
        #expect(
            said(#"{"disable": ["x"]}"#, .fr).contains("la correspondance n'a pas de ligne x."))
    }

    @Test("an overlay for another entity is told")
    func otherEntity() {
        #expect(
            said("{\"entity\": \"items\"}", entity: "customers")
                == "x.yaml, line 1, column 2 (entity): it speaks of the entity items. Name the file after its entity, or mend the line \"entity\"."
        )
    }
}
