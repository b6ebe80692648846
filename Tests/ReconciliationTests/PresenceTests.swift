import Model
import Reconciliation
import Testing

@Suite("Records that are there, gone, or out of scope")
struct PresenceTests {
    private let map = FieldMap([.field("name", "title", .text(erp: 50, crm: 50))])

    @Test(
        "a deletion ends the coupling and deletes nothing by itself",
        arguments: [
            (SideState.Presence.deleted, SideState.Presence.present, Decision.Action.uncouple),
            (.present, .deleted, .uncouple), (.deleted, .deleted, .uncouple), (.deleted, .outOfScope, .uncouple),
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

    @Test("deleted there, edited here: the edit wins")
    func editBeatsDelete() {
        let reconciler = Reconciler(map: map, deletion: .delete)
        #expect(reconciler.decide(pair(.deleted, .present, edited: true), ResolvedReferences()).action == .uncouple)
    }

    @Test("where the entity creates nothing on a side, a lone record stays alone")
    func creates() {
        var map = map
        map.creates = Sided(erp: false, crm: true)
        #expect(map.decide(lone(["title": "x"], on: .crm)).action == .none)
    }
}
