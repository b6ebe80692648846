import Coordinator
import Model
import Testing

@Suite("Guards")
struct GuardTests {
    struct Row: Sendable {
        var situation: Guards.Situation
        var couplings = 1_000
        var isFirstRun = false
        var code: ProblemCode?
    }

    @Test(
        "stop what is more than usual, and nothing else",
        arguments: [
            Row(situation: .deletes(.crm, 10)), Row(situation: .deletes(.crm, 11), code: .guardDeletes),
            Row(situation: .deletes(.crm, 11), couplings: 1_100), Row(situation: .deletes(.erp, 10), couplings: 0),
            Row(situation: .overwrites(.erp, 200)), Row(situation: .overwrites(.erp, 201), code: .guardOverwrites),
            Row(situation: .overwrites(.erp, 50), couplings: 1), Row(situation: .creates(.crm, 200)),
            Row(situation: .creates(.crm, 201), code: .guardCreates),
            Row(situation: .creates(.crm, 1), couplings: 0, isFirstRun: true, code: .guardCreates),
            Row(situation: .creates(.crm, 0), couplings: 0, isFirstRun: true),
            Row(situation: .adoptions(.crm, 1), couplings: 0, isFirstRun: true, code: .guardOverwrites),
            Row(situation: .emptyListing(.crm), code: .guardEmptyListing),
            Row(situation: .emptyListing(.crm), couplings: 0),
            Row(situation: .changed(800)), Row(situation: .changed(801), code: .guardClock),
            Row(situation: .changed(9), couplings: 9),
            Row(situation: .otherEnvironment(.erp), code: .environmentChanged),
        ])
    func verdicts(_ row: Row) {
        let guards = Guards(policy: GuardPolicy(), couplings: row.couplings, isFirstRun: row.isFirstRun)
        switch guards.verdict(on: row.situation) {
        case .pass, .rebase: #expect(row.code == nil)
        case .ask(let problem), .refuse(let problem): #expect(row.code == problem.code)
        }
    }

    @Test("what was approved is asked for once; what comes beside it is held to the usual limits")
    func excess() {
        var approved = WriteTally()
        approved.creates.crm = 1_000
        var counted = approved
        counted.overwrites.crm = 50
        let guards = Guards(policy: GuardPolicy(), couplings: 0, isFirstRun: true)
        #expect(guards.problem(with: counted)?.code == .guardCreates)
        #expect(guards.problem(with: counted.exceeding(approved)) == nil)
        counted.overwrites.crm = 51
        #expect(guards.problem(with: counted.exceeding(approved))?.code == .guardOverwrites)
        counted = approved
        counted.creates.crm = 1_001
        #expect(guards.problem(with: counted.exceeding(approved))?.arguments.first == "1001")
    }

    @Test("another mapping means comparing afresh, when there is anything to compare")
    func mapping() {
        #expect(Guards(policy: GuardPolicy(), couplings: 1, isFirstRun: false).verdict(on: .otherMapping) == .rebase)
        #expect(Guards(policy: GuardPolicy(), couplings: 0, isFirstRun: true).verdict(on: .otherMapping) == .pass)
    }

    @Test("what is decided anew is counted as what it was not counted as before")
    func anew() {
        func tally(_ action: Decision.Action, isCoupled: Bool = false) -> WriteTally {
            var tally = WriteTally()
            tally.count(action, isCoupled: isCoupled)
            return tally
        }
        let create = tally(.create(.crm, ["name": "A"], key: []))
        let update = tally(.update(.crm, ["name": "A"]), isCoupled: true)
        let delete = tally(.delete(.crm), isCoupled: true)
        #expect(create.anew(after: tally(.couple)) == create)
        #expect(create.anew(after: create) == WriteTally())
        #expect(create.anew(after: update) == create)
        #expect(update.anew(after: create) == WriteTally())
        #expect(delete.anew(after: update) == delete)
        #expect(tally(.update(.erp, ["name": "A"]), isCoupled: true).anew(after: update).overwrites.erp == 1)
    }
}
