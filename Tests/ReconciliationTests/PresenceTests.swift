import Model
import Reconciliation
import Testing

@Suite("Records that are there, gone, or out of scope")
struct PresenceTests {
    private let map = FieldMap([.field("name", "title", .text(erp: 50, crm: 50))])

    @Test(
        "a deletion ends the coupling and deletes nothing by itself",
        arguments: [
            (SideState.Presence.deleted, SideState.Presence.present, Decision.Action.uncouple()),
            (.present, .deleted, .uncouple()), (.deleted, .deleted, .uncouple()), (.deleted, .outOfScope, .uncouple()),
            (.outOfScope, .present, .none), (.present, .outOfScope, .none), (.absent, .absent, .none),
        ])
    func presence(_ erp: SideState.Presence, _ crm: SideState.Presence, action: Decision.Action) {
        #expect(map.decide(pair(erp, crm)).action == action)
    }

    @Test("where deletes cross, the partner is deleted too", arguments: Side.allCases)
    func deleteCrosses(on side: Side) {
        let reconciler = Reconciler(map: map, deletion: .delete)
        let gone = side == .erp ? pair(.deleted, .present) : pair(.present, .deleted)
        #expect(reconciler.decide(gone, ResolvedReferences()).action == .delete(side.opposite))
    }

    @Test(
        "deleted there, edited here before anybody saw it: the edit wins, and the deleted one is made anew",
        arguments: Reconciler.Deletion.allCases)
    func editBeatsDelete(_ deletion: Reconciler.Deletion) {
        let reconciler = Reconciler(map: map, deletion: deletion)
        func decide(_ pair: RecordPair) -> Decision { reconciler.decide(pair, ResolvedReferences()) }
        let erp = decide(pair(.deleted, .present, edited: ["title"], fields: ["title": "A"]))
        #expect(erp.action == .create(.erp, ["name": "A"], key: []))
        let crm = decide(pair(.present, .deleted, edited: ["name"], fields: ["name": "A"]))
        #expect(crm.action == .create(.crm, ["title": "A"], key: []))
        #expect(crm.reason == Reason("editBeatsDeletion", ["name"]))
    }

    @Test("an edit that travels nowhere, or to where nothing is created, makes nothing anew")
    func editInVain() {
        let gone = pair(.present, .deleted, edited: ["other"], fields: ["name": "A", "other": "B"])
        #expect(map.decide(gone).action == .uncouple())
        var map = map
        map.creates = Sided(erp: true, crm: false)
        #expect(map.decide(pair(.present, .deleted, edited: ["name"], fields: ["name": "A"])).action == .uncouple())
    }

    @Test(
        "what a machine keeps, or only a new record gets, makes nothing anew: it travels one way, is computed, or is never updated"
    )
    func figures() {
        let map = FieldMap([
            .field("name", "title", .text(erp: 50, crm: 50)),
            .field("inventory", "quantityonhand", .decimal(scale: 2), .toCRM),
            .field("customerId", "accountid", .text(erp: 50, crm: 50), onInsertOnly: true),
            .computed("price", on: .crm, .quotient("amount", by: "units"), .decimal(scale: 2)),
        ])
        let fields: Fields = ["name": "A", "inventory": "7", "customerId": "c", "amount": "6", "units": "2"]
        func decide(_ edited: [FieldName], _ deletion: Reconciler.Deletion = .uncouple) -> Decision {
            Reconciler(map: map, deletion: deletion)
                .decide(pair(.present, .deleted, edited: edited, fields: fields), ResolvedReferences())
        }
        for field in ["inventory", "customerId", "amount", "units"] as [FieldName] {
            #expect(decide([field]).action == .uncouple())
            // Where deletes cross, whatever is new in a record keeps it nevertheless.
            #expect(decide([field], .delete).action == .uncouple())
        }
        let edited = decide(["name", "inventory", "amount"])
        #expect(edited.reason == Reason("editBeatsDeletion", ["name"]))
        #expect(
            edited.action
                == .create(
                    .crm, ["title": "A", "quantityonhand": "7", "accountid": "c", "price": "3"], key: []))
    }

    @Test("where a deleted record's partner becomes inactive, the coupling ends with that; an edit keeps it in use")
    func deactivates() {
        var map = map
        map.inactive = Sided(erp: ["blocked": true], crm: Fields())
        let reconciler = Reconciler(map: map, deletion: .deactivate)
        func action(_ pair: RecordPair) -> Decision.Action { reconciler.decide(pair, ResolvedReferences()).action }
        let blocked = Decision.Action.uncouple(writing: Sided(erp: ["blocked": true], crm: Fields()))
        #expect(action(pair(.present, .deleted)) == blocked)
        #expect(action(pair(.present, .deleted, edited: ["other"])) == .uncouple())
        // Nothing makes a record of the CRM inactive: it stays as it is.
        #expect(action(pair(.deleted, .present)) == .uncouple())
    }

    @Test("what must not stay with a record goes when its coupling ends, also from a record that left the filter")
    func parting() {
        var map = map
        map.parting = Sided(erp: Fields(), crm: ["company": .null])
        let freed = Decision.Action.uncouple(writing: Sided(erp: Fields(), crm: ["company": .null]))
        for presence in [SideState.Presence.present, .outOfScope] {
            #expect(map.decide(pair(.deleted, presence)).action == freed)
        }
        #expect(map.decide(pair(.present, .deleted)).action == .uncouple())
        #expect(map.decide(pair(.deleted, .deleted)).action == .uncouple())
    }

    @Test("where the entity creates nothing on a side, a lone record stays alone")
    func creates() {
        var map = map
        map.creates = Sided(erp: false, crm: true)
        #expect(map.decide(lone(["title": "x"], on: .crm)).action == .none)
    }
}
