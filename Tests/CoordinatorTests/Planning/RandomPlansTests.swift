import Coordinator
import Model
import PluginProtocol
import Testing

@Suite("Runs over random graphs")
struct RandomPlansTests {
    /// SplitMix64, so that a seed tells the whole story.
    struct Chance: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
            return mixed ^ mixed >> 31
        }
        mutating func happens(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
    }

    /// What became of one seed's run: violations of what must hold, in words.
    struct Story {
        var violations: [String] = []
        var ends: [EntityName: EndState] = [:]
        var graph: DependencyGraph
        var plan: RunPlan
    }

    static func nodes(_ chance: inout Chance) -> [EntityNode] {
        let count = Int.random(in: 1...30, using: &chance)
        let names = (0..<count).compactMap { EntityName("e\($0)") }.shuffled(using: &chance)
        return names.enumerated().map { index, name in
            var node = EntityNode(name)
            for other in names[..<index] where chance.happens(12) {
                let strengths: [Manifest.Requirement.Strength] = [.reference, .order, .schema]
                node.requires.append(.init(other, strength: strengths.randomElement(using: &chance) ?? .reference))
            }
            for other in names[..<index] where chance.happens(4) { node.after.append(other) }
            if chance.happens(3) { node.requires.append(.init("nowhere")) }
            if chance.happens(3) { node.problem = Problem(.invalidConfiguration, ["noManifest"]) }
            return node
        }
    }

    static func end(_ chance: inout Chance) -> EndState {
        let ends: [EndState] = [
            .complete, .complete, .complete, .unchanged, .partial, .failed(Problem(.unavailable)),
            .failed(Problem(.signIn)), .failed(Problem(.pluginCrashed)), .stopped(Problem(.guardCreates)),
        ]
        return ends.randomElement(using: &chance) ?? .complete
    }

    static func story(_ seed: UInt64) throws -> Story {
        var chance = Chance(state: seed)
        let nodes = nodes(&chance)
        let graph = try DependencyGraph(nodes)
        let words = chance.happens(50) ? [] : ["\(chance.happens(50) ? "+" : "")\(nodes[0].name)+"]
        let plan = try RunPlan(try Selection(words), in: graph)
        let completed = Set(nodes.map(\.name).filter { _ in chance.happens(50) })
        let width = Int.random(in: 1...5, using: &chance)
        var machine = RunMachine(plan: plan, everCompleted: completed, width: width, passes: 3)
        var story = Story(graph: graph, plan: plan)
        var running: [EntityName] = []
        var starts: [EntityName: Int] = [:]
        var isCancelled = false
        var isFinished = false
        var actions = machine.begin()
        while true {
            for action in actions {
                switch action {
                case .start(let entity, let pass, let degraded):
                    if isCancelled { story.violations.append("\(entity) starts after the run was stopped") }
                    if running.contains(entity) { story.violations.append("\(entity) runs twice at once") }
                    starts[entity, default: 0] += 1
                    if pass != starts[entity] || pass > 3 { story.violations.append("\(entity) has pass \(pass)") }
                    for need in graph.needs[entity, default: []] where plan.entities.contains(need.entity) {
                        guard let end = story.ends[need.entity] else {
                            story.violations.append("\(entity) starts before \(need.entity) has ended")
                            continue
                        }
                        let readiness = Readiness(
                            after: UpstreamEnd(end), need.strength, everCompleted: completed.contains(need.entity))
                        // A later pass of what is needed may end otherwise than the one that counted.
                        let isSure = pass == 1 && starts[need.entity, default: 0] <= 1
                        if isSure, readiness == .blocked || readiness == .notStarted {
                            story.violations.append("\(entity) starts though \(need.entity) ended \(end)")
                        }
                        if isSure, (readiness == .degraded) != degraded.contains(need.entity) {
                            story.violations.append("\(entity) hides that \(need.entity) ended \(end)")
                        }
                    }
                    running.append(entity)
                case .end(let entity, let end):
                    if story.ends[entity] != nil { story.violations.append("\(entity) ends twice") }
                    story.ends[entity] = end
                case .finish: isFinished = true
                }
            }
            if running.count > width { story.violations.append("\(running.count) run side by side") }
            guard !running.isEmpty else { break }
            if !isCancelled, chance.happens(2) {
                isCancelled = true
                actions = machine.cancel()
                continue
            }
            let entity = running.remove(at: Int.random(in: 0..<running.count, using: &chance))
            let end = isCancelled && chance.happens(50) ? .cancelled : Self.end(&chance)
            story.ends[entity] = end
            let wakes = Set(plan.entities.filter { _ in chance.happens(3) })
            actions = machine.ended(entity, end, wakes: wakes)
        }
        if !isFinished { story.violations.append("the run never finishes") }
        if machine.ends != story.ends { story.violations.append("the machine remembers other ends") }
        return story
    }

    @Test("10,000 graphs: each after what it needs, every entity ends, and retry takes exactly what is left")
    func properties() throws {
        for seed in UInt64(0)..<10_000 {
            let story = try Self.story(seed)
            #expect(story.violations.isEmpty, "seed \(seed): \(story.violations)")
            #expect(Set(story.ends.keys) == Set(story.plan.entities), "seed \(seed): not every entity has an end state")
            var seen: Set<EntityName> = []
            for entity in story.graph.order {
                let needs = story.graph.needs[entity, default: []].map(\.entity)
                #expect(needs.allSatisfy(seen.contains), "seed \(seed): \(entity) stands before what it needs")
                seen.insert(entity)
            }
            let left = story.ends.filter { _, end in
                switch end {
                case .failed, .blocked, .notStarted, .cancelled: true
                case .complete, .partial, .unchanged, .stopped: false
                }
            }
            let retried = try? Selection(["retry"]).entities(
                in: story.graph, states: story.ends.mapValues { Selection.StateWord($0) })
            #expect((retried ?? []) == Set(left.keys), "seed \(seed): retry takes others")
        }
    }

    @Test("a graph with an edge turned round is refused with a path that leads back to its start")
    func cycles() throws {
        var refused = 0
        for seed in UInt64(0)..<1_000 {
            var chance = Chance(state: seed)
            var nodes = Self.nodes(&chance)
            guard let graph = try? DependencyGraph(nodes),
                let last = graph.order.last(where: { !graph.upstream(of: $0).isEmpty }),
                let first = graph.upstream(of: last).min(), let index = nodes.firstIndex(where: { $0.name == first })
            else { continue }
            nodes[index].requires.append(.init(last))
            do {
                _ = try DependencyGraph(nodes)
                Issue.record("seed \(seed): a cycle was taken")
            } catch {
                guard case .cycle(let path) = error else {
                    Issue.record("seed \(seed): \(error)")
                    continue
                }
                refused += 1
                #expect(path.first == path.last && path.count > 2, "seed \(seed): \(path)")
                let byName = Dictionary(nodes.map { ($0.name, $0) }) { first, _ in first }
                for (entity, needed) in zip(path, path.dropFirst()) {
                    let node = try #require(byName[entity])
                    #expect(
                        node.requires.contains { $0.entity == needed } || node.after.contains(needed),
                        "seed \(seed): \(entity) does not need \(needed)")
                }
            }
        }
        #expect(refused > 500)
    }
}
