import Coordinator
import Model
import RemoteSystems
import SyncStore
import Testing

@Suite("Two records that meet for the first time")
struct MeetingTests {
    let world = EffectsWorld()

    /// Where the two meet the ERP's values win, but for a name that it lacks.
    private let plugin = MirrorPlugin(
        .init(decide: { pair in
            guard !pair.isCoupled, pair.sides.erp.presence == .present, pair.sides.crm.presence == .present else {
                return nil
            }
            let (left, right) = (pair.sides.erp.fields, pair.sides.crm.fields)
            var writes = Sided(erp: Fields(), crm: Fields())
            for name: FieldName in ["name", "phone"] where left[name] != right[name] {
                if left[name] == "" { writes.erp[name] = right[name] } else { writes.crm[name] = left[name] }
            }
            return switch (writes.erp.isEmpty, writes.crm.isEmpty) {
            case (true, true): .couple
            case (false, true): .update(.erp, writes.erp)
            case (true, false): .update(.crm, writes.crm)
            case (false, false): .updateBoth(writes)
            }
        }))

    private func twins(phone: String = "") async -> (erp: RecordID, crm: RecordID) {
        let erp = await world.erp.create(EffectsWorld.customer("1", name: "", phone: "7"))
        return (erp, await world.crm.create(EffectsWorld.customer("1", name: "Name", phone: phone)))
    }

    private func expect(name: FieldValue, phone: FieldValue = "7", _ other: MirrorPlugin? = nil) async {
        let plugin = other ?? plugin
        world.advance(1_000)
        for _ in 1...3 { await world.run(plugin) }
        #expect(await world.run(plugin).end == .unchanged)
        for side in Side.allCases {
            #expect(await world.records(side)["1"]?["name"] == name, "on the \(side) side")
            #expect(await world.records(side)["1"]?["phone"] == phone, "on the \(side) side")
            #expect(await world.remote(side).rows.count == 1)
        }
        #expect(await world.store.open.isEmpty)
        #expect(await world.store.asides.isEmpty)
    }

    @Test("an edit that a person makes while they are being written stands, though the other side was written already")
    func editedMeanwhile() async {
        let ids = await twins()
        await world.crm.setBeforeWrite { crm in
            await crm.setBeforeWrite(nil)
            await crm.edit(ids.crm, ["name": "Edited"])
        }
        await world.run(plugin)
        await expect(name: "Edited")
    }

    @Test(
        "an edit that comes after a write that was not answered stands, whatever became of the write",
        arguments: [LedgerRemote.Fate.late, .landedUnanswered, .lost], ["", "7"])
    func editedInDoubt(_ fate: LedgerRemote.Fate, phone: String) async {
        let ids = await twins(phone: phone)
        await world.erp.setFate { _ in fate }
        await world.run(plugin)
        await world.erp.setFate { _ in .answered }
        await world.crm.edit(ids.crm, ["name": "Edited"])
        await world.erp.land()
        await expect(name: "Edited")
    }

    @Test(
        "a value is delivered, and erased nowhere, when one of the two writes was not carried out",
        arguments: Side.allCases)
    func oneIsLost(_ side: Side) async {
        _ = await twins()
        await world.remote(side).setFate { _ in .lost }
        await world.run(plugin)
        await world.remote(side).setFate { _ in .answered }
        await expect(name: "Name")
    }

    @Test(
        "an edit that comes after the host died between the two writes stands",
        arguments: [LedgerRemote.Fate.answered, .lost, .late], [LedgerRemote.Fate.answered, .lost, .late])
    func editedAfterDeath(_ erp: LedgerRemote.Fate, _ crm: LedgerRemote.Fate) async {
        let ids = await twins()
        await world.erp.setFate { _ in erp }
        await world.crm.setFate { _ in crm }
        world.crash(at: .afterReply)
        await world.run(plugin)
        #expect(world.isDead)
        world.crashNoMore()
        for side in Side.allCases { await world.remote(side).setFate { _ in .answered } }
        if erp != .lost { await world.erp.land() }
        if crm == .answered || erp == .answered { await world.crm.edit(ids.crm, ["name": "Edited"]) }
        await world.run(plugin)
        await world.crm.land()
        await expect(name: crm == .answered || erp == .answered ? "Edited" : "Name")
    }

    @Test(
        "an edit that comes after the host died of the only write stands, also of all that was written",
        arguments: ["", "Name"], [["phone": "8"], ["phone": "8", "name": "Edited"]] as [Fields])
    func editedAfterTheOnlyWrite(_ name: FieldValue, _ edit: Fields) async {
        await world.erp.create(EffectsWorld.customer("1", name: "Name", phone: "7"))
        let id = await world.crm.create([
            "number": "1", "name": name, "phone": "", "credit": "100",
        ])
        world.crash(at: .afterReply)
        await world.run(plugin)
        #expect(world.isDead)
        world.crashNoMore()
        await world.crm.edit(id, edit)
        await expect(name: edit["name"] ?? "Name", phone: "8")
    }

    @Test("what was there stands against what never arrived, when the host died of the only write")
    func onlyWriteIsLost() async {
        await world.erp.create(EffectsWorld.customer("1", name: "Name", phone: "7"))
        let id = await world.crm.create(["number": "1", "name": "Name", "phone": "", "credit": "100"])
        await world.crm.setFate { _ in .lost }
        world.crash(at: .afterReply)
        await world.run(plugin)
        world.crashNoMore()
        await world.crm.setFate { _ in .answered }
        await world.crm.edit(id, ["name": "Edited"])
        // They meet again, and the ERP's values win.
        await expect(name: "Name")
    }

    @Test("an edit stands when a value that comes from no field of the other side was not delivered")
    func constantIsLost() async {
        // The name comes from the side that edited it, and else from the CRM; the owner is always the same.
        let decide: @Sendable (RecordPair) -> Decision.Action? = { pair in
            guard pair.sides.erp.presence == .present, pair.sides.crm.presence == .present else { return nil }
            let names = Sided { pair.sides[$0].fields["name"] ?? .null }
            var isOfERP = false
            if case .fields(let changed) = pair.sides.erp.change { isOfERP = changed.contains("name") }
            var writes = Sided(erp: Fields(), crm: Fields())
            if isOfERP, names.erp != names.crm { writes.crm["name"] = names.erp }
            if !isOfERP, names.erp != names.crm { writes.erp["name"] = names.crm }
            if pair.sides.crm.fields["owner"] != "T" { writes.crm["owner"] = "T" }
            return switch (writes.erp.isEmpty, writes.crm.isEmpty) {
            case (true, true): pair.isCoupled ? Decision.Action.none : .couple
            case (false, true): .update(.erp, writes.erp)
            case (true, false): .update(.crm, writes.crm)
            case (false, false): .updateBoth(writes)
            }
        }
        let plugin = MirrorPlugin(.init(decide: decide, constant: "owner"))
        let ids = await twins(phone: "7")
        await world.crm.setFate { _ in .lost }
        await world.run(plugin)
        await world.crm.setFate { _ in .answered }
        await world.crm.edit(ids.crm, ["name": "Edited"])
        #expect(await world.store.couplings.count == 1)
        await expect(name: "Edited", plugin)
        #expect(await world.records(.crm)["1"]?["owner"] == "T")
    }

    @Test("a reference that was left out is decided again, and an edit that a person makes meanwhile stands")
    func leftOut() async throws {
        let ids = await twins()
        let decide: @Sendable (RecordPair) -> Decision.Action? = { pair in
            guard !pair.isCoupled, let name = pair.sides.crm.fields["name"] else { return nil }
            return .updateBoth(Sided(erp: ["name": name], crm: ["credit": "5"]))
        }
        let contact = RecordReference(entity: "contacts", side: .erp, id: RecordID("7"))
        let plugin = MirrorPlugin(.init(decide: decide, leftOut: [contact]))
        await world.crm.setBeforeWrite { crm in
            await crm.setBeforeWrite(nil)
            await crm.edit(ids.crm, ["name": "Edited"])
        }
        await world.run(plugin)
        let again = try #require(plugin.pairs.last)
        #expect(again.isCoupled)
        guard case .fields(let changed) = again.sides.erp.change else {
            Issue.record("nothing is known of the ERP's side")
            return
        }
        #expect(changed.contains("phone"))
        #expect(await world.records(.erp)["1"]?["name"] == "Edited")
    }

    @Test("they stay together when one of the two writes was carried out, and what they were recognised by is edited")
    func staysTogether() async {
        let ids = await twins()
        await world.erp.setFate { _ in .unavailable }
        await world.run(plugin)
        await world.erp.setFate { _ in .answered }
        await world.erp.edit(ids.erp, ["number": "2"])
        for _ in 1...2 { await world.run(plugin) }
        for side in Side.allCases { #expect(await world.records(side).keys.sorted() == ["2"]) }
        #expect(await world.disagreements() == [])
    }
}

@Suite("A pair of which one of two writes was carried out")
struct HalfWrittenTests {
    let world = EffectsWorld()

    @Test("counts what was delivered as edited no more: an edit that follows on the other side is no conflict")
    func editedAfterDelivery() async throws {
        let id = await world.erp.create(EffectsWorld.customer("1"))
        await world.run()
        let partner = try #require(await world.crm.rows.keys.first)
        await world.erp.edit(id, ["phone": "7"])
        await world.crm.edit(partner, ["name": "Name"])
        await world.erp.setFate { _ in .lost }
        await world.run()
        await world.erp.setFate { _ in .answered }
        await world.crm.edit(partner, ["phone": "8"])
        world.advance(1_000)
        for _ in 1...3 { await world.run() }
        for side in Side.allCases {
            #expect(await world.records(side)["1"]?["phone"] == "8", "on the \(side) side")
            #expect(await world.records(side)["1"]?["name"] == "Name", "on the \(side) side")
        }
        #expect(await world.store.open.isEmpty)
    }
}
