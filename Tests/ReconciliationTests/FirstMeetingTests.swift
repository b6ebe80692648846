import Model
import Reconciliation
import Testing

@Suite("Two records that meet for the first time")
struct FirstMeetingTests {
    private func map(_ rule: FieldMap.FirstCoupling) -> FieldMap {
        FieldMap(
            [
                .field("name", "title", .text(erp: 50, crm: 50)),
                .field("phone", "telephone", .text(erp: 50, crm: 50)),
                .field("email", "mail", .text(erp: 50, crm: 50), .toERP),
            ], whenFirstCoupled: rule)
    }

    private let differing = pair(
        erp: ["name": "Adatum", "phone": "", "email": "a"],
        crm: ["title": "adatum corp", "telephone": "1", "mail": "b"], isCoupled: false)

    @Test("records that are alike are coupled, and nothing is written")
    func alike() {
        let decision = map(.manual).decide(
            pair(
                erp: ["name": "Adatum", "phone": "", "email": ""],
                crm: ["title": "Adatum", "telephone": nil, "mail": nil], isCoupled: false))
        #expect(decision.action == .couple)
    }

    @Test("the ERP's values go to the CRM, what is empty is filled in, and an owned field is its owner's")
    func erpWins() {
        let written = Sided<Fields>(erp: ["phone": "1", "email": "b"], crm: ["title": "Adatum"])
        #expect(map(.erpWins).decide(differing).action == .updateBoth(written))
    }

    @Test("the CRM's values go to the ERP")
    func crmWins() {
        let written: Fields = ["name": "adatum corp", "phone": "1", "email": "b"]
        #expect(map(.crmWins).decide(differing).action == .update(.erp, written))
    }

    @Test("a person decides, where the map says so")
    func manual() {
        #expect(map(.manual).decide(differing).action == .setAside(Problem(.conflict, ["name"])))
    }

    @Test("a record that several could be is set aside with their number, whatever it looks like")
    func ambiguous() {
        var found = lone(["name": "Adatum"], on: .erp)
        found.match = RecordPair.Match(rule: "name", ambiguous: [RecordID("a"), RecordID("b")])
        #expect(map(.erpWins).decide(found).action == .setAside(Problem(.ambiguousMatch, ["name", "2"])))
    }
}
