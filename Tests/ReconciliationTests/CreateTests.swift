import Model
import Reconciliation
import Testing

@Suite("Creating a record")
struct CreateTests {
    private let map = FieldMap(
        [
            .field("code", "isocode", .code(erp: 10, crm: 5), .toCRM, isRequired: true, onInsertOnly: true),
            .field("name", "title", .text(erp: 50, crm: 50)),
            .computed("label", on: .crm, .prefixed("NAV ", "code"), .text(erp: 20, crm: 20)),
            .computed("rate", on: .crm, .quotient("amount", by: "relational"), .decimal(scale: 5)),
            .constant("precision", on: .crm, 2),
        ], naturalKey: Sided(erp: ["code"], crm: ["isocode"]))

    private let euro: Fields = ["code": "EUR", "name": "Euro", "amount": "1", "relational": "3"]

    @Test("what travels is written, with what follows from it, constants and the natural key")
    func create() {
        let written: Fields = [
            "isocode": "EUR", "title": "Euro", "label": "NAV EUR", "rate": "0.33333", "precision": 2,
        ]
        #expect(map.decide(lone(euro, on: .erp)).action == .create(.crm, written, key: ["isocode"]))
    }

    @Test("without what must be there, the record is set aside with the field's name")
    func required() {
        var nameless = euro
        nameless["code"] = ""
        #expect(map.decide(lone(nameless, on: .erp)).action == .setAside(Problem(.required, field: "code", side: .erp)))
    }

    @Test("a rate that can't be reckoned sets the record aside instead of writing nonsense")
    func noRate() {
        var rateless = euro
        rateless["relational"] = "0"
        #expect(map.decide(lone(rateless, on: .erp)).action == .setAside(Problem(.required, field: "rate", side: .crm)))
    }

    @Test("a code that is too long is never cut")
    func longCode() {
        var long = euro
        long["code"] = "EUROPE"
        let problem = Problem(.tooLong, ["5"], field: "code", side: .erp)
        #expect(map.decide(lone(long, on: .erp)).action == .setAside(problem))
    }

    @Test("what is written at the start only is no change later")
    func onInsertOnly() {
        var changed = euro
        changed["code"] = "EUX"
        let crm: Fields = ["isocode": "EUR", "title": "Euro", "label": "NAV EUX", "rate": "0.33333", "precision": 2]
        #expect(map.decide(pair(erp: changed, changed: ["code"], crm: crm)).action == .none)
    }

    @Test("a computed field follows when what it is made of changes")
    func computedFollows() {
        var changed = euro
        changed["relational"] = "4"
        let crm: Fields = ["isocode": "EUR", "title": "Euro", "label": "NAV EUR", "rate": "0.33333"]
        let decision = map.decide(pair(erp: changed, changed: ["relational"], crm: crm))
        #expect(decision.action == .update(.crm, ["rate": "0.25"]))
    }
}
