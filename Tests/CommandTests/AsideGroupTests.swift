import Foundation
import Model
import RemoteSystems
import SyncStore
import Testing

@testable import couplet

@Suite("What couplet errors shows")
struct AsideGroupTests {
    private let sentences = CommandSentences(language: .en)

    private func aside(
        _ erp: String?, _ crm: String?, _ cause: Aside.Cause, candidates: [String] = [], tries: Int = 1
    ) -> Aside {
        Aside(
            entity: "customers", subject: .record(erp == nil ? .crm : .erp, RecordID(erp ?? crm ?? "")),
            ids: Sided(erp: erp.map { RecordID($0) }, crm: crm.map { RecordID($0) }), cause: cause,
            candidates: candidates.map { RecordID($0) }, tries: tries, since: .distantPast, triedAt: .distantPast)
    }

    private func labels(_ side: Side, _ labels: [String: String], of entity: EntityName = "customers") -> RecordLabels {
        let pairs = labels.map { (RecordReference(entity: entity, side: side, id: RecordID($0)), $1) }
        return RecordLabels(labels: Dictionary(pairs) { first, _ in first })
    }

    private func lines(_ asides: [Aside], _ labels: RecordLabels, limit: Int = 10, width: Int? = nil) -> [String] {
        AsideGroup.groups(asides, sentences).flatMap { $0.lines(labels, sentences, limit: limit, width: width) }
    }

    private let conflict = Aside.Cause.problem(Problem(.conflict, ["creditLimit"]))
    private let waits = Aside.Cause.waiting(RecordReference(entity: "currencies", side: .erp, id: RecordID("x1")))

    @Test("a record by its number and name, why it is set aside, and what to do")
    func named() {
        #expect(
            lines([aside("e1", "c1", conflict)], labels(.erp, ["e1": "10000 Adatum Corporation"])) == [
                "customers  10000 Adatum Corporation",
                "  Both sides were edited: creditLimit. The entity's policy leaves that to a person. Make the two sides equal, in either system; the record is tried again by itself.",
            ])
    }

    @Test("its ids, where its name can't be read")
    func unnamed() {
        #expect(
            lines([aside("e1", "c1", conflict)], RecordLabels()).first
                == "customers  Business Central e1, Dynamics 365 Sales c1")
    }

    @Test("records with the same reason stand together under it, ten of them by name")
    func together() {
        let asides = (1...3).map { aside("e\($0)", nil, waits) }
        #expect(
            lines(asides, labels(.erp, ["e1": "1 A", "e2": "2 B", "e3": "3 C"]), limit: 2) == [
                "customers  3 records",
                "  It was not copied yet. It refers to x1 of currencies, which is not coupled. Nothing, if that record is on its way: this one is tried as soon as it is coupled. Else have it copied: couplet sync currencies --record x1 (what holds it back: couplet errors currencies)",
                "    1 A", "    2 B", "    and 1 more (couplet errors --all shows them)",
            ])
    }

    @Test("everything that a record waits for is named at once, each with the command that has it copied")
    func waitsForAll() {
        var waiting = aside("e1", nil, waits)
        waiting.alsoWaitsFor = [RecordReference(entity: "items", side: .crm, id: RecordID("p1"))]
        #expect(
            lines([waiting], labels(.erp, ["e1": "1 A"]))
                == [
                    "customers  1 A",
                    "  It was not copied yet. It refers to records that are not coupled: x1 of currencies, p1 of items. Nothing, if they are on their way: this one is tried as soon as they are coupled. Else have each copied: couplet sync currencies --record x1; couplet sync items --record p1",
                ])
        #expect(waiting.json.line.contains(#""alsoWaitsFor":[{"entity":"items","side":"crm","id":"p1"}]"#))
    }

    @Test("what needs a person comes first, what is in step but for a reference last")
    func order() {
        let groups = AsideGroup.groups(
            [aside("e1", nil, waits, tries: 0), aside("e2", nil, waits), aside("e3", nil, conflict)], sentences)
        #expect(groups.flatMap { $0.asides.map(\.ids.erp?.text) } == ["e3", "e2", "e1"])
    }

    @Test("who else it could be is named, on the side where that one is")
    func candidates() {
        let ambiguous = Aside.Cause.problem(Problem(.ambiguousMatch, ["name", "2"]))
        let aside = aside("e1", nil, ambiguous, candidates: ["c1", "c2"])
        #expect(aside.related.map(\.side) == [.crm, .crm])
        #expect(
            sentences.sentence(of: aside, labels(.crm, ["c1": "Adatum", "c2": "Adatum Inc."])).why
                == "2 records of Dynamics 365 Sales could be the same one. They are: Adatum, Adatum Inc..")
        #expect(
            sentences.sentence(of: aside, labels(.crm, ["c1": "Adatum", "c2": "Adatum"])).why
                == "2 records of Dynamics 365 Sales could be the same one. They are: Adatum (c1), Adatum (c2).")
    }

    @Test("a lonely candidate is one that another record fits as well")
    func candidate() {
        let aside = aside(nil, "c1", .problem(Problem(.ambiguousMatch, ["name", "1"])), candidates: ["e1"])
        #expect(
            sentences.sentence(of: aside, labels(.erp, ["e1": "10000 Adatum"])).why
                == "A record of Business Central could be the same one, but another here matches it just as well. It is 10000 Adatum."
        )
    }

    @Test(
        "a record is called by its number and the best name that its table has",
        arguments: [
            (["number": "10000", "displayName": "Adatum"], "10000 Adatum"),
            (["code": "EUR", "displayName": ""], "EUR"),
            (["number": "C1", "displayName": "", "firstName": "Zoë", "surname": "Oßwald"], "C1 Zoë Oßwald"),
            (["accountnumber": "", "name": "Adatum"], "Adatum"),
            (["label": "14 DAYS"], "14 DAYS"),
            (["code": "NET", "description": "NET"], "NET"),
            (["priceListCode": "PUBLIC", "assetNumber": "A10000"], "PUBLIC A10000"),
        ] as [([String: String], String)])
    func label(_ values: [String: String], _ label: String) {
        let fields = values.sorted { $0.key < $1.key }.map { RemoteTable.Field(name: $0.key, kind: .text) }
        let route = TableDeclaration.Route(kind: .standard, path: "", set: "t")
        let table = RemoteTable(
            declaration: TableDeclaration(table: "T", routes: [route], key: "id"), route: route, fields: fields)
        let record = Fields(values.map { Fields.Element($0.key, .text($0.value)) })
        #expect(LabelFields(table).label(of: record) == label)
    }
}
