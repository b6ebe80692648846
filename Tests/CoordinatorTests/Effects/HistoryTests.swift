import Coordinator
import Foundation
import Model
import RemoteSystems
import SyncStore
import Testing

/// Random histories of two systems: correlated edits on both sides, faults, crashes; then rest.
///
/// One seed is one history.
@Suite("Any history of edits, faults and crashes")
struct HistoryTests {
    @Test("ends with both systems in agreement, nothing twice, nothing lost, and then rests", arguments: 0..<50)
    func histories(_ block: Int) async throws {
        for seed in 0..<10 { try await History(seed: UInt64(block * 10 + seed)).play() }
    }
}

/// One history.
///
/// It prints its seed and what happened when an oracle finds something.
private struct History {
    private struct Random: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            // SplitMix64: https://prng.di.unimi.it/splitmix64.c
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    let seed: UInt64
    private let world = EffectsWorld()
    private var random: Random
    private var log: [String] = []
    /// The last value that a person gave a field of a record on a side since the last rest, by number and field.
    private var edits: [String: Sided<FieldValue?>] = [:]
    private var lastNumber = 0

    init(seed: UInt64) {
        self.seed = seed
        random = Random(state: seed)
    }

    func play() async throws {
        var history = self
        try await history.live()
    }

    private mutating func live() async throws {
        let habits = MirrorPlugin.Habits(naturalKey: seed % 2 == 0)
        if habits.naturalKey { await world.erp.keepUnique("number") }
        for _ in 0..<3 { await appear() }
        await rest(habits)
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            for _ in 0..<Int.random(in: 1...5, using: &random) { await edit() }
            for _ in 0..<Int.random(in: 1...3, using: &random) { await disturbedRun(habits) }
            await rest(habits)
            await judge()
        }
    }

    private mutating func appear() async {
        lastNumber += 1
        let side: Side = Bool.random(using: &random) ? .erp : .crm
        await world.remote(side).create(EffectsWorld.customer("\(lastNumber)"))
        log.append("a person makes \(lastNumber) on \(side)")
    }

    private mutating func edit() async {
        guard Int.random(in: 0..<4, using: &random) > 0 else { return await appear() }
        let side: Side = Bool.random(using: &random) ? .erp : .crm
        let rows = await world.remote(side).rows.sorted { $0.key < $1.key }
        guard let row = rows.randomElement(using: &random), let number = row.value.fields["number"]?.text else {
            return
        }
        let field = ["name", "phone"].randomElement(using: &random) ?? "name"
        let value = FieldValue.text("\(field) \(Int.random(in: 0..<1_000_000, using: &random))")
        await world.remote(side).edit(row.key, [field: value])
        edits["\(number) \(field)", default: Sided(erp: nil, crm: nil)][side] = value
        log.append("a person sets \(field) of \(number) on \(side) to \(value)")
    }

    private mutating func disturbedRun(_ habits: MirrorPlugin.Habits) async {
        let fates: [LedgerRemote.Fate] = [.answered, .landedUnanswered, .lost, .late, .unavailable]
        for side in Side.allCases {
            let chosen = (0..<8).map { _ in
                Int.random(in: 0..<3, using: &random) == 0
                    ? fates.randomElement(using: &random) ?? .answered : .answered
            }
            await world.remote(side).setFate { chosen[$0 % chosen.count] }
            log.append("\(side) answers \(chosen.map { "\($0)" })")
        }
        if Bool.random(using: &random) {
            let countdown = Int.random(in: 1...14, using: &random)
            world.crash(at: nil, after: countdown)
            log.append("the host dies at point \(countdown)")
        }
        var habits = habits
        habits.pipelines = Bool.random(using: &random)
        habits.deaths = Int.random(in: 0...1, using: &random)
        habits.batch = Int.random(in: 1...4, using: &random)
        let result = await world.run(MirrorPlugin(habits))
        world.crashNoMore()
        log.append("run: \(result.end)")
        if Bool.random(using: &random) { await edit() }
        if Bool.random(using: &random) {
            for side in Side.allCases { await world.remote(side).land() }
            log.append("what was late lands")
        }
        // Nothing lands after the server's longest execution time.
        world.advance(TimeInterval(Int.random(in: 1...120, using: &random)))
    }

    private mutating func rest(_ habits: MirrorPlugin.Habits) async {
        for side in Side.allCases {
            await world.remote(side).land()
            await world.remote(side).setFate { _ in .answered }
        }
        world.advance(1_000)
        for _ in 0..<3 {
            // People who edit both sides in turn look like an oscillation; a person says that it is none.
            let oscillating = await world.store.asides.values.filter { $0.isOscillating }
            if !oscillating.isEmpty {
                let ids = oscillating.flatMap { [$0.ids.erp, $0.ids.crm] }.compactMap(\.self)
                _ = await world.store.requestRetry(of: nil, ids: ids, at: world.now)
                log.append("a person asks to retry what oscillates")
            }
            let result = await world.run(MirrorPlugin(habits))
            log.append("quiet run: \(result.end)")
        }
    }

    /// P1 to P4, read from the systems and their ledgers, never from the store.
    private mutating func judge() async {
        var found = await world.disagreements()
        for side in Side.allCases {
            let rows = await world.records(side)
            for number in 1...lastNumber where rows["\(number)"] == nil {
                found.append("\(number) is missing on \(side)")
            }
            for (key, edit) in edits {
                let parts = key.split(separator: " ").map(String.init)
                guard let value = rows[parts[0]]?[parts[1]] else { continue }
                if value != edit.erp, value != edit.crm {
                    found.append("an edit of \(key) is lost on \(side): \(value)")
                }
            }
        }
        let writes = await world.writes()
        let last = await world.run()
        if await world.writes() != writes { found.append("it doesn't rest: \(last.counters)") }
        if last.end != .unchanged { found.append("it doesn't rest: \(last.end)") }
        if await !world.store.open.isEmpty { found.append("intents stay open") }
        edits = [:]
        guard !found.isEmpty else { return }
        Issue.record("seed \(seed): \(found.joined(separator: "; "))\n\(log.joined(separator: "\n"))")
    }
}

extension Aside {
    fileprivate var isOscillating: Bool {
        if case .problem(let problem) = cause { problem.code == .oscillating } else { false }
    }
}
