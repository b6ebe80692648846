import Simulation
import Testing

/// The whole host in virtual time: one seed is one history of edits, faults and crashes.
@Suite("Any history of the whole host")
struct HistoriesTests {
    @Test("keeps the promises", arguments: 0..<4)
    func histories(_ block: Int) async throws {
        for seed in block * 10 + 50..<block * 10 + 60 {
            let verdict = try await onItsThread { try Histories.play(UInt64(seed)) }
            #expect(verdict.findings == [], "seed \(seed): couplet-histories --trace --seeds \(seed)")
        }
    }

    @Test(
        "goes on as if nothing had been, wherever the host dies, and whatever becomes of what it had sent",
        arguments: CutFate.allCases)
    func deaths(_ fate: CutFate) async throws {
        let steps = try await onItsThread { try Histories.die(1, at: nil, fate) }.steps
        #expect(steps > 100)
        for step in Swift.stride(from: 1, through: steps, by: 7) {
            let verdict = try await onItsThread { try Histories.die(1, at: step, fate) }
            #expect(verdict.findings == [], "dead at step \(step) of \(steps), \(fate)")
        }
    }
}
