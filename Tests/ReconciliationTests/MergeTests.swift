import Model
import Reconciliation
import Testing

@Suite("Merging two records")
struct MergeTests {
    private let map = FieldMap(
        [
            .field("name", "title", .text(erp: 10, crm: 20), isRequired: true),
            .field("phone", "telephone", .text(erp: 30, crm: 30)),
            .group(
                "address",
                [
                    .field("street", "line1", .text(erp: 50, crm: 50)),
                    .field("city", "town", .text(erp: 50, crm: 50)),
                ]),
            .field("limit", "credit", .decimal(scale: 2), .toCRM),
            .constant("kind", on: .crm, 3, .always),
        ], policy: .manual)

    private let erp: Fields = ["name": "Adatum", "phone": "1", "street": "Quai 1", "city": "Lyon", "limit": "5"]
    private let crm: Fields = ["title": "Adatum", "telephone": "1", "line1": "Quai 1", "town": "Lyon", "credit": "5"]

    private func edited(_ fields: Fields, _ change: KeyValuePairs<FieldName, FieldValue>) -> Fields {
        var fields = fields
        for (name, value) in change { fields[name] = value }
        return fields
    }

    @Test("a field changed in the ERP alone is copied to the CRM")
    func changedInERP() {
        let decision = map.decide(pair(erp: edited(erp, ["phone": "2"]), changed: ["phone"], crm: crm))
        #expect(decision.action == .update(.crm, ["telephone": "2"]))
        #expect(decision.reason == Reason("changedInERP", ["phone"]))
    }

    @Test("a field changed in the CRM alone is copied to the ERP")
    func changedInCRM() {
        let decision = map.decide(pair(erp: erp, crm: edited(crm, ["telephone": "2"]), crmChanged: ["telephone"]))
        #expect(decision.action == .update(.erp, ["phone": "2"]))
    }

    @Test("edits of different fields on both sides both arrive")
    func merged() {
        let decision = map.decide(
            pair(
                erp: edited(erp, ["limit": "9"]), changed: ["limit"], crm: edited(crm, ["town": "Nice"]),
                crmChanged: ["town"]))
        #expect(decision.action == .updateBoth(Sided(erp: ["city": "Nice"], crm: ["credit": "9"])))
        #expect(decision.reason == Reason("merged", ["address", "limit"]))
    }

    @Test("the echo of our own write is not a change")
    func echo() {
        #expect(map.decide(pair(erp: erp, crm: crm)).action == .none)
    }

    @Test("the same edit on both sides is no conflict")
    func sameEdit() {
        let decision = map.decide(
            pair(
                erp: edited(erp, ["phone": "2"]), changed: ["phone"], crm: edited(crm, ["telephone": "2"]),
                crmChanged: ["telephone"]))
        #expect(decision.action == .none)
    }

    @Test("different edits of one group wait for a person, and what is held back with them is named")
    func conflict() {
        let decision = map.decide(
            pair(
                erp: edited(erp, ["street": "Quai 2", "phone": "2"]), changed: ["street", "phone"],
                crm: edited(crm, ["town": "Nice"]), crmChanged: ["town"]))
        #expect(decision.action == .setAside(Problem(.conflict, ["address"])))
        #expect(decision.reason == Reason("conflictHolds", ["address", "phone"]))
    }

    @Test(
        "a policy settles a conflict, and the decision says who won",
        arguments: [
            (ConflictPolicy.erpWins, Side.erp, Decision.Action.update(.crm, ["telephone": "2"])),
            (.crmWins, .crm, .update(.erp, ["phone": "3"])),
        ])
    func policy(_ policy: ConflictPolicy, winner: Side, action: Decision.Action) {
        var map = map
        map.policy = policy
        let decision = map.decide(
            pair(
                erp: edited(erp, ["phone": "2"]), changed: ["phone"], crm: edited(crm, ["telephone": "3"]),
                crmChanged: ["telephone"]))
        #expect(decision.action == action)
        #expect(decision.settled == [SettledConflict(group: "phone", winner: winner)])
    }

    @Test("an edit that can't travel is no conflict: the owner's value stays, and the loss is told")
    func ownedField() {
        let decision = map.decide(
            pair(
                erp: edited(erp, ["limit": "9"]), changed: ["limit"], crm: edited(crm, ["credit": "7"]),
                crmChanged: ["credit"]))
        #expect(decision.action == .update(.crm, ["credit": "9"]))
        #expect(decision.settled == [SettledConflict(group: "limit", winner: .erp)])
    }

    @Test("an edit on the side that does not own a field is left where it is, and told")
    func editedInVain() {
        let decision = map.decide(pair(erp: erp, crm: edited(crm, ["credit": "7"]), crmChanged: ["credit"]))
        #expect(decision.action == .none)
        #expect(decision.reason == Reason("notCarried", ["limit"]))
    }

    /// A currency that the ERP owns, and an amount in it that travels both ways.
    private func amounts(_ policy: ConflictPolicy) -> FieldMap {
        FieldMap([
            .group(
                "credit", policy: policy,
                [
                    .field("currency", "money", .code(erp: 10, crm: 10), .toCRM),
                    .field("limit", "credit", .decimal(scale: 2)),
                ])
        ])
    }

    @Test(
        "what the ERP owns in a group crosses although the CRM wins the rest",
        arguments: [ConflictPolicy.crmWins, .erpWins])
    func ownedInAContest(_ policy: ConflictPolicy) {
        let decision = amounts(policy).decide(
            pair(
                erp: ["currency": "CHF", "limit": "5"], changed: ["currency"], crm: ["money": "EUR", "credit": "9"],
                crmChanged: ["credit"]))
        #expect(
            decision.action
                == (policy == .crmWins
                    ? .updateBoth(Sided(erp: ["limit": "9"], crm: ["money": "CHF"]))
                    : .update(.crm, ["money": "CHF", "credit": "5"])))
    }

    @Test("at a first meeting that the CRM wins, what the ERP owns crosses as well")
    func ownedAtAMeeting() {
        var map = amounts(.manual)
        map.whenFirstCoupled = .crmWins
        let decision = map.decide(
            pair(erp: ["currency": "CHF", "limit": "5"], crm: ["money": "EUR", "credit": "9"], isCoupled: false))
        #expect(decision.action == .updateBoth(Sided(erp: ["limit": "9"], crm: ["money": "CHF"])))
    }

    @Test("a number that must be there is not there when the ERP has zero, for it knows no empty one")
    func zero() {
        let map = FieldMap([.field("rate", "exchange", .decimal(scale: 10), .toCRM, isRequired: true)])
        let expected = Decision.Action.setAside(Problem(.required, field: "rate", side: .erp))
        #expect(map.decide(lone(["rate": "0"], on: .erp)).action == expected)
        #expect(
            map.decide(pair(erp: ["rate": "0.00"], changed: ["rate"], crm: ["exchange": "2"])).action == expected)
    }

    @Test("a value that must be there is not emptied on the other side")
    func requiredEmptied() {
        let decision = map.decide(pair(erp: erp, crm: edited(crm, ["title": nil]), crmChanged: ["title"]))
        #expect(decision.action == .setAside(Problem(.required, field: "title", side: .crm)))
    }

    @Test("text that a column cut off equals the longer one")
    func cutText() {
        let long = edited(crm, ["title": "Adatum Corporation"])
        let decision = map.decide(
            pair(erp: edited(erp, ["name": "Adatum Cor"]), changed: ["name"], crm: long, crmChanged: ["title"]))
        #expect(decision.action == .none)
    }

    @Test("a constant that somebody changed is set again")
    func constant() {
        let decision = map.decide(pair(erp: erp, crm: edited(crm, ["kind": 11]), crmChanged: ["kind"]))
        #expect(decision.action == .update(.crm, ["kind": 3]))
    }

    @Test(
        "compared afresh, what somebody edited crosses, and of the rest the contents decide",
        arguments: [
            (.erpWins, .updateBoth(Sided(erp: ["phone": "2", "city": "Nice"], crm: ["title": "Fabrikam"]))),
            (.manual, .setAside(Problem(.conflict, ["name"]))),
        ] as [(FieldMap.FirstCoupling, Decision.Action)])
    func afresh(_ rule: FieldMap.FirstCoupling, action: Decision.Action) {
        var map = map
        map.whenFirstCoupled = rule
        let there = edited(crm, ["telephone": "2", "town": "Nice"])
        let decision = map.decide(
            pair(
                erp: edited(erp, ["name": "Fabrikam", "phone": ""]), crm: there, crmChanged: ["town"], cause: .verify))
        #expect(decision.action == action)
    }
}
