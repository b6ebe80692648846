import Coordinator
import Model
import PluginProtocol
import Testing

@Suite("Selecting entities")
struct SelectionTests {
    /// currencies <- customers <- contacts; currencies <- items; salespeople <- customers.
    static let nodes = [
        EntityNode("currencies", tags: ["master", "finance"]),
        EntityNode("salespeople", tags: ["master"]),
        EntityNode("customers", tags: ["master"], requires: [.init("currencies"), .init("salespeople")]),
        EntityNode("contacts", requires: [.init("customers")]),
        EntityNode("items", requires: [.init("currencies")]),
    ]

    private func selected(
        _ words: String..., except: [String] = [], states: [EntityName: Selection.StateWord] = [:]
    ) throws -> [String] {
        let graph = try DependencyGraph(Self.nodes)
        let plan = try RunPlan(try Selection(words, except: except), in: graph, states: states)
        return plan.entities.map(\.text)
    }

    @Test("no words mean every entity, each after what it needs")
    func everything() throws {
        #expect(try selected() == ["currencies", "salespeople", "customers", "contacts", "items"])
    }

    @Test("a name means the entity alone")
    func alone() throws { #expect(try selected("customers") == ["customers"]) }

    @Test("a plus before it takes what it needs, a plus after it what needs it")
    func neighbours() throws {
        #expect(try selected("+customers") == ["currencies", "salespeople", "customers"])
        #expect(try selected("currencies+") == ["currencies", "customers", "contacts", "items"])
        #expect(try selected("+customers+") == ["currencies", "salespeople", "customers", "contacts"])
    }

    @Test("a number before or after the plus says how many steps")
    func steps() throws {
        #expect(try selected("1+contacts") == ["customers", "contacts"])
        #expect(try selected("2+contacts") == ["currencies", "salespeople", "customers", "contacts"])
        #expect(try selected("currencies+1") == ["currencies", "customers", "items"])
    }

    @Test("a tag, a state, several words, and what is left out")
    func sets() throws {
        #expect(try selected("tag:master") == ["currencies", "salespeople", "customers"])
        #expect(try selected("items", "contacts") == ["contacts", "items"])
        #expect(try selected(except: ["items", "tag:finance"]) == ["salespeople", "customers", "contacts"])
        #expect(try selected("state:failed", states: ["items": .failed, "contacts": .partial]) == ["items"])
        #expect(try selected("state:NOTSTARTED", states: ["items": .notStarted]) == ["items"])
    }

    @Test("retry takes what failed, was blocked, never had its turn or was cut short")
    func retry() throws {
        let states: [EntityName: Selection.StateWord] = [
            "currencies": .failed, "customers": .blocked, "contacts": .notStarted, "items": .complete,
            "salespeople": .stopped,
        ]
        #expect(try selected("retry", states: states) == ["currencies", "customers", "contacts"])
        #expect(try selected("retry", states: ["items": .crashed, "contacts": .cancelled]) == ["contacts", "items"])
    }

    @Test("a misspelt word is an error that names the nearest one")
    func misspelt() {
        let known = ["contacts", "currencies", "customers", "items", "salespeople"]
        #expect(throws: PlanError.unknownEntity("custmers", nearest: "customers", known: known)) {
            try selected("custmers")
        }
        #expect(throws: PlanError.unknownEntity("custmers", nearest: "customers", known: known)) {
            try selected(except: ["custmers"])
        }
        #expect(throws: PlanError.unknownTag("mastre", nearest: "master", known: ["finance", "master"])) {
            try selected("tag:mastre")
        }
        let states = Selection.StateWord.allCases.map(\.rawValue)
        #expect(throws: PlanError.unknownState("fialed", nearest: "failed", known: states)) {
            try selected("state:fialed")
        }
    }

    @Test(
        "an empty selection, and a word that is none, are errors", arguments: ["", "+", "x++y", "0+customers", "a:b"])
    func malformed(word: String) { #expect(throws: PlanError.notASelection(word)) { try selected(word) } }

    @Test("a selection that leaves nothing is an error")
    func nothing() {
        #expect(throws: PlanError.nothingSelected(words: ["items"], except: ["items"])) {
            try selected("items", except: ["items"])
        }
        #expect(throws: PlanError.nothingSelected(words: ["retry"], except: [])) { try selected("retry") }
        #expect(throws: PlanError.noEntities) { try Selection().entities(in: try DependencyGraph([])) }
    }
}

@Suite("What an entity needs")
struct DependencyGraphTests {
    @Test("entities that need one another in a circle are refused, with the path")
    func cycle() {
        let nodes = [
            EntityNode("customers", requires: [.init("currencies"), .init("contacts")]),
            EntityNode("contacts", requires: [.init("customers")]), EntityNode("currencies"),
        ]
        #expect(throws: PlanError.cycle(["contacts", "customers", "contacts"])) { try DependencyGraph(nodes) }
    }

    @Test("a weak reference makes no edge, a strong one does without a word in «requires»")
    func references() throws {
        var manifest = try Manifest(decoding: Array(Self.manifest.utf8))
        #expect(EntityNode(manifest).requires.map(\.entity) == ["currencies"])
        manifest.references[0].strength = .weak
        #expect(EntityNode(manifest).requires.isEmpty)
    }

    @Test("the strongest of several needs counts")
    func strongest() throws {
        let node = EntityNode(
            "customers", requires: [.init("currencies", strength: .order), .init("currencies", strength: .schema)],
            after: ["currencies", "nobody"])
        let graph = try DependencyGraph([node, EntityNode("currencies")])
        #expect(graph.needs["customers"] == [.init("currencies", .schema)])
    }

    @Test("what is required and not installed blocks, what only runs first does not")
    func notInstalled() throws {
        let nodes = [
            EntityNode("customers", requires: [.init("currencies")]), EntityNode("items", after: ["currencies"]),
        ]
        let plan = try RunPlan(try Selection(), in: try DependencyGraph(nodes))
        #expect(plan.steps.map(\.foregone) == [.blocked(by: "currencies"), nil])
    }

    @Test("of twins the one that is there counts, and comes first")
    func twins() throws {
        let twins: [Manifest.Requirement] = [.init("units", isOptional: true), .init("groups", isOptional: true)]
        let nodes = [EntityNode("items", requires: twins), EntityNode("units")]
        let plan = try RunPlan(try Selection(), in: try DependencyGraph(nodes))
        #expect(plan.entities == ["units", "items"])
        #expect(plan.steps.map(\.foregone) == [nil, nil])
        #expect(plan.steps[1].needs == [.init("units", .reference)])
    }

    @Test("another version than the range allows is a problem of the entity that says so")
    func version() throws {
        let range = try #require(VersionRange("^2"))
        let nodes = [
            EntityNode("customers", requires: [.init("currencies", version: range)]),
            EntityNode("currencies", version: SemanticVersion(1, 4)),
        ]
        let plan = try RunPlan(try Selection(), in: try DependencyGraph(nodes))
        let problem = Problem(.invalidConfiguration, ["needsVersion", "currencies", "^2", "1.4.0"])
        #expect(plan.steps.map(\.foregone) == [nil, .failed(problem)])
    }

    private static let manifest = """
        {"name": "customers", "title": {"en": "Customers"}, "version": "1.0.0", "protocol": [1], "command": ["Plugin"],
         "entity": "customers",
         "references": [{"side": "erp", "field": "currencyId", "entity": "currencies"}],
         "sides": {"erp": {"table": "Customer", "key": "id", "routes": [{"kind": "standard", "path": "", "set": "customers"}]},
                   "crm": {"table": "account", "set": "accounts", "key": "accountid"}}}
        """
}
