import Coordinator
import Model
import PluginProtocol
import Testing

@Suite("The course of a run")
struct RunMachineTests {
    /// Entities in letters; `a<b` means that b needs a.
    private func machine(
        _ edges: [(EntityName, EntityName, Manifest.Requirement.Strength)], completed: Set<EntityName> = [],
        width: Int = 4, select words: [String] = [], more: [EntityNode] = []
    ) throws -> RunMachine {
        var nodes: [EntityName: EntityNode] = [:]
        for node in more { nodes[node.name] = node }
        for (needed, name, strength) in edges {
            nodes[needed] = nodes[needed] ?? EntityNode(needed)
            nodes[name, default: EntityNode(name)].requires.append(.init(needed, strength: strength))
        }
        let graph = try DependencyGraph(Array(nodes.values))
        return RunMachine(
            plan: try RunPlan(try Selection(words), in: graph), everCompleted: completed, width: width)
    }

    @Test("what is ready runs side by side, at most so many")
    func sideBySide() throws {
        var machine = try machine([], width: 2, more: ["a", "b", "c"].map { EntityNode($0) })
        #expect(
            machine.begin() == [.start("a", pass: 1, degraded: []), .start("b", pass: 1, degraded: [])])
        #expect(machine.ended("b", .complete) == [.start("c", pass: 1, degraded: [])])
        #expect(machine.ended("a", .complete) == [])
        #expect(machine.ended("c", .unchanged) == [.finish])
    }

    @Test("an entity starts when all that it needs has ended")
    func order() throws {
        var machine = try machine([("a", "c", .reference), ("b", "c", .reference)])
        _ = machine.begin()
        #expect(machine.ended("a", .complete) == [])
        #expect(machine.ended("b", .partial) == [.start("c", pass: 1, degraded: [])])
    }

    @Test("a failure that was never preceded by a complete run blocks what refers to it, and what refers to that")
    func blocks() throws {
        var machine = try machine([("a", "b", .reference), ("b", "c", .reference)])
        _ = machine.begin()
        #expect(
            machine.ended("a", .failed(Problem(.unavailable)))
                == [.end("b", .blocked(by: "a")), .end("c", .blocked(by: "b")), .finish])
    }

    @Test("a failure after an earlier complete run degrades what refers to it")
    func degrades() throws {
        var machine = try machine([("a", "b", .reference)], completed: ["a"])
        _ = machine.begin()
        #expect(machine.ended("a", .failed(Problem(.pluginCrashed))) == [.start("b", pass: 1, degraded: ["a"])])
    }

    @Test("what a person configured wrongly blocks even what only runs after it")
    func misconfigured() throws {
        var machine = try machine([("a", "b", .order)], completed: ["a"])
        _ = machine.begin()
        #expect(machine.ended("a", .failed(Problem(.signIn))) == [.end("b", .blocked(by: "a")), .finish])
    }

    @Test("a plugin that can't be used ends at once, and blocks those who need it alone")
    func broken() throws {
        let broken = EntityNode("a", version: nil, problem: Problem(.invalidConfiguration, ["noManifest"]))
        var machine = try machine([("a", "b", .reference)], more: [broken, EntityNode("c")])
        #expect(
            machine.begin() == [
                .end("a", .failed(Problem(.invalidConfiguration, ["noManifest"]))), .end("b", .blocked(by: "a")),
                .start("c", pass: 1, degraded: []),
            ])
    }

    @Test("a person who stops the run lets what runs end, and starts nothing else")
    func cancelled() throws {
        var machine = try machine([("a", "b", .reference)], width: 1, more: [EntityNode("c")])
        #expect(machine.begin() == [.start("a", pass: 1, degraded: [])])
        #expect(machine.cancel() == [.end("b", .notStarted), .end("c", .notStarted)])
        #expect(machine.ended("a", .cancelled) == [.finish])
    }

    @Test("an entity that ended gets another pass when records waited for what another coupled since")
    func anotherPass() throws {
        var machine = try machine([("a", "b", .reference)])
        _ = machine.begin()
        _ = machine.ended("a", .complete)
        #expect(machine.ended("b", .complete, wakes: ["a", "elsewhere"]) == [.start("a", pass: 2, degraded: [])])
        #expect(machine.ended("a", .complete) == [.finish])
    }

    @Test("passes are bounded, and an entity that failed gets none")
    func bounded() throws {
        var machine = try machine([], more: [EntityNode("a"), EntityNode("b")])
        _ = machine.begin()
        _ = machine.ended("a", .complete)
        #expect(machine.ended("b", .complete, wakes: ["a"]) == [.start("a", pass: 2, degraded: [])])
        #expect(machine.ended("a", .complete, wakes: ["b"]) == [.start("b", pass: 2, degraded: [])])
        #expect(machine.ended("b", .complete, wakes: ["a"]) == [.start("a", pass: 3, degraded: [])])
        #expect(machine.ended("a", .failed(Problem(.connection)), wakes: ["b"]) == [.start("b", pass: 3, degraded: [])])
        #expect(machine.ended("b", .complete, wakes: ["a"]) == [.finish])
    }

    @Test("woken while it runs, an entity goes again when it has ended")
    func wokenWhileRunning() throws {
        var machine = try machine([], more: [EntityNode("a"), EntityNode("b")])
        _ = machine.begin()
        #expect(machine.ended("b", .complete, wakes: ["a"]) == [])
        #expect(machine.ended("a", .partial) == [.start("a", pass: 2, degraded: [])])
    }
}

@Suite("When currencies fail, who runs?")
struct ReadinessTests {
    /// The table of the guide, row by row: reference, order, schema; first after a complete run, then without.
    @Test(
        "each row of the table",
        arguments: [
            (UpstreamEnd.complete, "run run run", "run run run"), (.partial, "run run run", "run run run"),
            (.failed, "degraded run blocked", "blocked degraded blocked"),
            (.misconfigured, "blocked blocked blocked", "blocked blocked blocked"),
            (.guarded, "degraded run run", "degraded run run"),
            (.cancelled, "notStarted notStarted notStarted", "notStarted notStarted notStarted"),
            (.notSelected, "degraded run run", "degraded run blocked"),
        ])
    func row(end: UpstreamEnd, completed: String, never: String) {
        let found = [true, false].map { completed in
            [Manifest.Requirement.Strength.reference, .order, .schema]
                .map { "\(Readiness(after: end, $0, everCompleted: completed))" }.joined(separator: " ")
        }
        #expect(found == [completed, never])
    }

    @Test("every end state is something to those who need the entity")
    func ends() {
        let problem = Problem(.guardCreates)
        #expect(UpstreamEnd(.unchanged) == .complete)
        #expect(UpstreamEnd(.stopped(problem)) == .guarded)
        #expect(UpstreamEnd(.failed(Problem(.environmentChanged))) == .misconfigured)
        #expect(UpstreamEnd(.failed(Problem(.timeout))) == .failed)
        #expect(UpstreamEnd(.blocked(by: "currencies")) == .failed)
        #expect(UpstreamEnd(.notStarted) == .cancelled)
    }
}
