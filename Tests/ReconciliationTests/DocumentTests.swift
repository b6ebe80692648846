import Model
import Reconciliation
import Testing

@Suite("Documents with lines")
struct DocumentTests {
    private let reconciler = Reconciler(
        map: FieldMap([.field("externalDocumentNumber", "ordernumber", .code(erp: 35, crm: 100))]),
        lines: FieldMap([
            .field("itemId", "productid", .reference(to: "items")),
            .field("quantity", "quantity", .decimal(scale: 5)),
        ]))

    private let bicycle = RecordReference(entity: "items", side: .crm, id: RecordID("p1"))
    private let coupledItems = ResolvedReferences([
        RecordReference(entity: "items", side: .crm, id: RecordID("p1")): RecordID("i1"),
        RecordReference(entity: "items", side: .erp, id: RecordID("i1")): RecordID("p1"),
    ])

    private func order(_ lines: [LineState]) -> RecordPair {
        var pair = lone(["ordernumber": "ORD-1"], on: .crm)
        pair.sides.crm.lines = lines
        return pair
    }

    private func coupled(erp: [LineState], crm: [LineState], changed: [FieldName] = []) -> RecordPair {
        var pair = pair(
            erp: ["externalDocumentNumber": "ORD-1"], crm: ["ordernumber": "ORD-2"], crmChanged: changed)
        pair.sides.erp.lines = erp
        pair.sides.crm.lines = crm
        return pair
    }

    private func erpLine(_ quantity: FieldValue, changed: [FieldName] = [], partner: RecordID? = RecordID("c1"))
        -> LineState
    {
        LineState(
            id: RecordID("e1"), partner: partner, fields: ["itemId": "i1", "quantity": quantity],
            change: .fields(changed))
    }

    private func crmLine(_ quantity: FieldValue, changed: [FieldName] = [], partner: RecordID? = RecordID("e1"))
        -> LineState
    {
        LineState(
            id: RecordID("c1"), partner: partner, fields: ["productid": "p1", "quantity": quantity],
            change: .fields(changed))
    }

    @Test("a new document takes all of its lines along, in their order")
    func creation() {
        let lines = ["c1", "c2"].map {
            LineState(id: RecordID($0), fields: ["productid": "p1", "quantity": "2"])
        }
        let decision = reconciler.decide(order(lines), coupledItems)
        #expect(decision.action == .create(.erp, ["externalDocumentNumber": "ORD-1"], key: []))
        let fields: Fields = ["itemId": "i1", "quantity": "2"]
        #expect(decision.lines.erp == [.create(from: RecordID("c1"), fields), .create(from: RecordID("c2"), fields)])
        #expect(decision.lines.crm.isEmpty)
    }

    @Test("what one line refers to is asked for, and the whole document waits for it")
    func waiting() {
        let pair = order([LineState(id: RecordID("c1"), fields: ["productid": "p1", "quantity": "2"])])
        #expect(reconciler.references(in: pair) == [bicycle])
        let decision = reconciler.decide(pair, ResolvedReferences())
        #expect(decision.action == .wait(bicycle))
        #expect(decision.lines == Sided(erp: [], crm: []))
    }

    @Test("a line that was edited on one side is written on the other, and no field of the document is")
    func edit() {
        let decision = reconciler.decide(
            coupled(erp: [erpLine("2")], crm: [crmLine("3", changed: ["quantity"])]), coupledItems)
        #expect(decision.action == .update(.erp, Fields()))
        #expect(decision.lines.erp == [.update(RecordID("e1"), ["quantity": "3"])])
        #expect(decision.reason == Reason("changedInCRM", ["lines"]))
    }

    @Test("a new line is made on the other side, and one that is gone there goes")
    func appearing() {
        let new = LineState(id: RecordID("c2"), fields: ["productid": "p1", "quantity": "5"])
        let decision = reconciler.decide(coupled(erp: [erpLine("2")], crm: [new]), coupledItems)
        #expect(
            decision.lines.erp == [
                .delete(RecordID("e1")), .create(from: RecordID("c2"), ["itemId": "i1", "quantity": "5"]),
            ])
    }

    @Test("an edit of the document crosses together with its lines")
    func both() {
        var pair = coupled(
            erp: [erpLine("2")], crm: [crmLine("3", changed: ["quantity"])], changed: ["ordernumber"])
        #expect(reconciler.decide(pair, coupledItems).action == .update(.erp, ["externalDocumentNumber": "ORD-2"]))
        pair.sides.erp.lines = [erpLine("4", changed: ["quantity"])]
        pair.sides.crm.lines = [crmLine("3")]
        let decision = reconciler.decide(pair, coupledItems)
        #expect(
            decision.action == .updateBoth(Sided(erp: ["externalDocumentNumber": "ORD-2"], crm: Fields())))
        #expect(decision.lines.crm == [.update(RecordID("c1"), ["quantity": "4"])])
    }

    @Test("lines that nobody touched are left alone")
    func untouched() {
        let decision = reconciler.decide(coupled(erp: [erpLine("2")], crm: [crmLine("2")]), coupledItems)
        #expect(decision.action == .none)
        #expect(decision.lines == Sided(erp: [], crm: []))
    }

    @Test("two people who edited lines on both sides meet in one conflict of the document")
    func conflict() {
        let new = LineState(id: RecordID("e2"), fields: ["itemId": "i1", "quantity": "1"])
        let apart = coupled(erp: [erpLine("2"), new], crm: [crmLine("3", changed: ["quantity"])])
        let deletedAndEdited = coupled(erp: [], crm: [crmLine("3", changed: ["quantity"])])
        let same = coupled(erp: [erpLine("4", changed: ["quantity"])], crm: [crmLine("3", changed: ["quantity"])])
        for pair in [apart, deletedAndEdited, same] {
            let decision = reconciler.decide(pair, coupledItems)
            #expect(decision.action == .setAside(Problem(.conflict, ["lines"])))
            #expect(decision.lines == Sided(erp: [], crm: []))
        }
    }

    @Test(
        "lines that nobody coupled and that say the same are coupled, and nothing is written", arguments: [true, false])
    func equalLines(isCoupled: Bool) {
        var pair = coupled(erp: [erpLine("2", partner: nil)], crm: [crmLine("2", partner: nil)])
        pair.isCoupled = isCoupled
        let decision = reconciler.decide(pair, coupledItems)
        #expect(decision.action == (isCoupled ? .none : .couple))
        #expect(decision.lines == Sided(erp: [], crm: [.couple(RecordID("c1"), with: RecordID("e1"))]))
    }

    @Test("equal lines go together in their order, each with one")
    func equalLinesInOrder() {
        func lines(_ ids: [String], _ fields: Fields) -> [LineState] {
            ids.map { LineState(id: RecordID($0), fields: fields) }
        }
        let decision = reconciler.decide(
            coupled(
                erp: lines(["e1", "e2", "e3"], ["itemId": "i1", "quantity": "1"]),
                crm: lines(["c1", "c2", "c3"], ["productid": "p1", "quantity": "1"])), coupledItems)
        #expect(
            decision.lines.crm == (1...3).map { .couple(RecordID("c\($0)"), with: RecordID("e\($0)")) })
    }

    @Test("what is equal is coupled, and the line that one side lacks is made there")
    func equalButForOne() {
        let new = LineState(id: RecordID("e9"), fields: ["itemId": "i1", "quantity": "7"])
        let decision = reconciler.decide(
            coupled(erp: [new, erpLine("2", partner: nil)], crm: [crmLine("2", partner: nil)]), coupledItems)
        #expect(decision.action == .update(.crm, Fields()))
        #expect(
            decision.lines.crm == [
                .create(from: RecordID("e9"), ["productid": "p1", "quantity": "7"]),
                .couple(RecordID("c1"), with: RecordID("e1")),
            ])
    }

    @Test("a line that was deleted, edited on the other side, and entered anew as it is there, is that line again")
    func enteredAnew() {
        let edited = crmLine("3", changed: ["quantity"])
        var anew = erpLine("3", partner: nil)
        anew.id = RecordID("e9")
        #expect(reconciler.decide(coupled(erp: [], crm: [edited]), coupledItems).lines.erp.isEmpty)
        let decision = reconciler.decide(coupled(erp: [anew], crm: [edited]), coupledItems)
        #expect(decision.action == .none)
        #expect(decision.lines.crm == [.couple(RecordID("c1"), with: RecordID("e9"))])
    }

    @Test("documents that meet for the first time, with other lines, are a person's question")
    func firstMeeting() {
        var pair = coupled(erp: [erpLine("2", partner: nil)], crm: [crmLine("3", partner: nil)])
        pair.isCoupled = false
        #expect(reconciler.decide(pair, coupledItems).action == .setAside(Problem(.conflict, ["lines"])))
        pair.sides.erp.lines = []
        #expect(reconciler.decide(pair, coupledItems).action == .setAside(Problem(.conflict, ["lines"])))
    }

    @Test("where lines cross one way, the deletion of one does too")
    func oneWay() {
        let reconciler = Reconciler(
            map: FieldMap([.field("externalDocumentNumber", "ordernumber", .code(erp: 35, crm: 100))]),
            lines: FieldMap([.field("quantity", "quantity", .decimal(scale: 5), .toERP)]))
        let goneInERP = reconciler.decide(coupled(erp: [], crm: [crmLine("2")]), coupledItems)
        #expect(goneInERP.action == .none && goneInERP.lines == Sided(erp: [], crm: []))
        var other = erpLine("1", partner: RecordID("c2"))
        other.id = RecordID("e2")
        let goneInCRM = reconciler.decide(coupled(erp: [erpLine("2"), other], crm: [crmLine("2")]), coupledItems)
        #expect(goneInCRM.lines.erp == [.delete(RecordID("e2"))])
    }

    @Test("a document of which all lines are gone on one side is not emptied unasked", arguments: Side.allCases)
    func emptied(on side: Side) {
        let decision = reconciler.decide(
            coupled(erp: side == .erp ? [] : [erpLine("2")], crm: side == .crm ? [] : [crmLine("2")]), coupledItems)
        #expect(decision.action == .setAside(Problem(.conflict, ["lines"])))
    }

    // MARK: what lines are of

    /// Lines as those of orders are: what they are of is written into new ones alone, and all of it goes one way.
    private let orders = Reconciler(
        map: FieldMap([.field("externalDocumentNumber", "ordernumber", .code(erp: 35, crm: 100))]),
        lines: FieldMap(
            [
                .field("itemId", "productid", .reference(to: "items", whenMissing: .skip), .toERP, onInsertOnly: true),
                .field(
                    "objectNumber", "productid", .reference(to: "resources", whenMissing: .skip), .toERP,
                    onInsertOnly: true
                ),
                .field("quantity", "quantity", .decimal(scale: 5), .toERP),
            ], creates: Sided(erp: true, crm: false)))

    private func meeting(item: FieldValue, product: FieldValue, beside: Bool = true) -> RecordPair {
        let erp = LineState(id: RecordID("e2"), fields: ["itemId": item, "objectNumber": "1000", "quantity": "1"])
        let crm = LineState(id: RecordID("c2"), fields: ["productid": product, "quantity": "1"])
        return coupled(erp: beside ? [erpLine("2"), erp] : [erp], crm: beside ? [crmLine("2"), crm] : [crm])
    }

    @Test("lines of other products are other lines, be their numbers the same")
    func otherProducts() {
        let decision = orders.decide(meeting(item: "i2", product: "p1"), coupledItems)
        #expect(decision.action == .update(.erp, Fields()))
        #expect(
            decision.lines == Sided(erp: [.create(from: RecordID("c2"), ["itemId": "i1", "quantity": "1"])], crm: []))
    }

    @Test("lines of the same product are coupled, also where that is written into new lines alone")
    func sameProducts() {
        let decision = orders.decide(meeting(item: "i1", product: "p1"), coupledItems)
        #expect(decision.action == .none)
        #expect(decision.lines.crm == [.couple(RecordID("c2"), with: RecordID("e2"))])
    }

    @Test("lines of which nobody can say what they are of are not taken for each other")
    func namelessLines() {
        for pair in [meeting(item: "i1", product: "unknown"), meeting(item: .text(RecordID.zero.text), product: .null)]
        {
            let decision = orders.decide(pair, coupledItems)
            #expect(decision.lines.crm.isEmpty)
        }
        let numbers = Reconciler(
            map: FieldMap([.field("externalDocumentNumber", "ordernumber", .code(erp: 35, crm: 100))]),
            lines: FieldMap([.field("quantity", "quantity", .decimal(scale: 5), .toERP)]))
        #expect(numbers.decide(meeting(item: "i1", product: "p1"), coupledItems).lines.crm.isEmpty)
    }

    @Test("coupled documents of which no line is, and that both have lines of their own, are a person's question")
    func coupledWithoutLines() {
        let decision = orders.decide(meeting(item: "i2", product: "p1", beside: false), coupledItems)
        #expect(decision.action == .setAside(Problem(.conflict, ["lines"])))
        #expect(decision.lines == Sided(erp: [], crm: []))
    }
}
