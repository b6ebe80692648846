import Model
import Reconciliation
import Testing

@Suite("References to records of other entities")
struct ReferenceTests {
    private func map(
        _ missing: FieldKind.Reference.WhenMissing = .wait, _ empty: FieldKind.Reference.ERPEmpty = .isEmpty,
        via: FieldName? = nil
    ) -> FieldMap {
        FieldMap([
            .field(
                "currencyId", "currency",
                .reference(to: "currencies", erpEmpty: empty, whenMissing: missing, via: via),
                via == nil ? .both : .toCRM)
        ])
    }

    @Test("a reference becomes the partner's identity", arguments: Side.allCases)
    func coupled(from side: Side) {
        let record: Fields = side == .erp ? ["currencyId": .text(euro.text)] : ["currency": .text(euroRow.text)]
        let written: Fields = side == .erp ? ["currency": .text(euroRow.text)] : ["currencyId": .text(euro.text)]
        #expect(map().decide(lone(record, on: side), coupledEuro).action == .create(side.opposite, written, key: []))
    }

    @Test("a record whose reference is not coupled waits for it")
    func waits() {
        let record = lone(["currencyId": .text(euro.text)], on: .erp)
        #expect(map().decide(record).action == .wait(euroReference))
    }

    @Test("a reference to nothing is set aside: to wait for it would be to wait for ever")
    func missing() {
        var references = ResolvedReferences()
        references[euroReference] = .missing
        let problem = Problem(.gone, ["currencies"], field: "currencyId", side: .erp)
        let record = lone(["currencyId": .text(euro.text)], on: .erp)
        #expect(map().decide(record, references).action == .setAside(problem))
    }

    @Test("a weak reference is left empty, and the record does not wait")
    func clear() {
        let record = lone(["currencyId": .text(euro.text)], on: .erp)
        let decision = map(.clear).decide(record)
        #expect(decision.action == .create(.crm, [:], key: []))
        #expect(decision.leftOut == [euroReference])
    }

    @Test("a weak reference of two records that meet for the first time is named as left out", arguments: Side.allCases)
    func leftOutAtFirstMeeting(on side: Side) {
        let there = side == .erp ? euroReference : RecordReference(entity: "currencies", side: .crm, id: euroRow)
        let meeting = pair(
            erp: ["currencyId": .text(side == .erp ? euro.text : RecordID.zero.text)],
            crm: ["currency": side == .crm ? .text(euroRow.text) : nil], isCoupled: false)
        let decision = map(.clear).decide(meeting)
        #expect(decision.action == .couple)
        #expect(decision.leftOut == [there])
    }

    @Test(
        "a required reference that is empty is set aside: null, no text and the zero GUID are all empty",
        arguments: [FieldValue.null, "", .text(RecordID.zero.text)])
    func requiredIsEmpty(_ value: FieldValue) {
        let map = FieldMap([.field("currencyId", "currency", .reference(to: "currencies"), isRequired: true)])
        let problem = Problem(.required, field: "currencyId", side: .erp)
        #expect(map.decide(lone(["currencyId": value], on: .erp)).action == .setAside(problem))
        let emptied = pair(
            erp: ["currencyId": value], changed: ["currencyId"], crm: ["currency": .text(euroRow.text)])
        #expect(map.decide(emptied, coupledEuro).action == .setAside(problem))
    }

    @Test("a weak reference that was left empty is written once its record is coupled")
    func late() {
        let late = pair(erp: ["currencyId": .text(euro.text)], crm: ["currency": nil], cause: .referenceReady)
        #expect(map(.clear).decide(late, coupledEuro).action == .update(.crm, ["currency": .text(euroRow.text)]))
    }

    @Test(
        "a weak reference that was left empty stays named as left out, whoever has the pair looked at again",
        arguments: [RecordPair.Cause.referenceReady, .selected, .retry])
    func stillLeftOut(_ cause: RecordPair.Cause) {
        let waiting = pair(erp: ["currencyId": .text(euro.text)], crm: ["currency": nil], cause: cause)
        let decision = map(.clear).decide(waiting)
        #expect(decision.action == .none)
        #expect(decision.leftOut == [euroReference])
    }

    @Test("an unknown reference on the other side is overwritten, not mistaken for agreement")
    func skipDoesNotAgree() {
        let changed = pair(
            erp: ["currencyId": .text(euro.text)], changed: ["currencyId"], crm: ["currency": "somebody"])
        #expect(map(.skip).decide(changed, coupledEuro).action == .update(.crm, ["currency": .text(euroRow.text)]))
    }

    @Test("the local currency is a record like any other: empty and the zero GUID mean it")
    func localCurrency() {
        let local = RecordReference(entity: "currencies", side: .erp, id: .zero)
        let references = ResolvedReferences([local: euroRow])
        for value: FieldValue in [.text(RecordID.zero.text), "", nil] {
            let decision = map(.wait, .isValue).decide(lone(["currencyId": value], on: .erp), references)
            #expect(decision.action == .create(.crm, ["currency": .text(euroRow.text)], key: []))
        }
    }

    @Test("no reference is the zero GUID in the ERP and null in the CRM, and both mean the same")
    func empty() {
        let alike = pair(
            erp: ["currencyId": .text(RecordID.zero.text)], changed: ["currencyId"], crm: ["currency": nil],
            crmChanged: ["currency"])
        #expect(map().decide(alike).action == .none)
        let emptied = pair(erp: ["currencyId": .text(euro.text)], crm: ["currency": nil], crmChanged: ["currency"])
        #expect(map().decide(emptied, coupledEuro).action == .update(.erp, ["currencyId": .text(RecordID.zero.text)]))
    }

    @Test("a reference can stand for a field of the partner")
    func via() {
        var references = coupledEuro
        references[ResolvedReferences.Step(euroReference, "baseuom")] = "unit-1"
        let record = lone(["currencyId": .text(euro.text)], on: .erp)
        #expect(map(via: "baseuom").decide(record, references).action == .create(.crm, ["currency": "unit-1"], key: []))
    }

    @Test("a reference that the plugin computes is resolved like any other")
    func computed() {
        let map = FieldMap([
            .computed("currency", on: .crm, .byPlugin([]), .reference(to: "currencies", erpEmpty: .isValue))
        ])
        let reconciler = Reconciler(map: map) { _, _ in .text(RecordID.zero.text) }
        let local = RecordReference(entity: "currencies", side: .erp, id: .zero)
        let record = lone(["number": "1"], on: .erp)
        #expect(reconciler.references(in: record) == [local])
        let decision = reconciler.decide(record, ResolvedReferences([local: euroRow]))
        #expect(decision.action == .create(.crm, ["currency": .text(euroRow.text)], key: []))
    }

    @Test("a choice column holds numbers, and -1 is no value")
    func choice() {
        let map = FieldMap([.field("termsId", "terms", .reference(to: "paymentterms", crm: .choice))])
        let terms = RecordReference(entity: "paymentterms", side: .erp, id: RecordID("t"))
        let decision = map.decide(lone(["termsId": "t"], on: .erp), ResolvedReferences([terms: RecordID("4")]))
        #expect(decision.action == .create(.crm, ["terms": 4], key: []))
        #expect(Reconciler(map: map).references(in: lone(["terms": -1], on: .crm)).isEmpty)
    }
}
