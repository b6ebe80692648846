package import Model
package import PluginProtocol

/// Which entity needs which: built from manifests, without cycles.
package struct DependencyGraph: Sendable, Hashable {
    /// An edge: what an entity needs of another.
    package struct Need: Sendable, Hashable {
        /// The entity that is needed.
        package var entity: EntityName
        /// What is needed of it.
        package var strength: Manifest.Requirement.Strength

        /// Creates an edge.
        package init(_ entity: EntityName, _ strength: Manifest.Requirement.Strength) {
            self.entity = entity
            self.strength = strength
        }
    }

    /// The entities, by name.
    package let nodes: [EntityName: EntityNode]
    /// What each needs of entities that are installed, in the order of names.
    package let needs: [EntityName: [Need]]
    /// What each is needed by, in the order of names.
    package let neededBy: [EntityName: [EntityName]]
    /// Every entity, each after all that it needs; what has the longest chain behind it comes first.
    package let order: [EntityName]

    /// Builds the graph of some entities; refuses cycles.
    ///
    /// Of two nodes of one name the first counts.
    package init(_ entities: [EntityNode]) throws(PlanError) {
        let nodes = Dictionary(entities.map { ($0.name, $0) }) { first, _ in first }
        var needs: [EntityName: [Need]] = [:]
        var neededBy: [EntityName: [EntityName]] = [:]
        for name in nodes.keys.sorted() {
            let edges = nodes[name].map { Self.edges(of: $0, among: nodes) } ?? []
            needs[name] = edges
            for edge in edges { neededBy[edge.entity, default: []].append(name) }
        }
        self.nodes = nodes
        self.needs = needs
        self.neededBy = neededBy
        order = try Self.sorted(Array(nodes.keys), needs: needs, neededBy: neededBy)
    }

    /// The strongest need of each entity that is installed.
    private static func edges(of node: EntityNode, among nodes: [EntityName: EntityNode]) -> [Need] {
        var strengths: [EntityName: Manifest.Requirement.Strength] = [:]
        let all = node.requires.map { Need($0.entity, $0.strength) } + node.after.map { Need($0, .order) }
        for need in all where nodes[need.entity] != nil {
            if let known = strengths[need.entity], known.weight >= need.strength.weight { continue }
            strengths[need.entity] = need.strength
        }
        return strengths.sorted { $0.key < $1.key }.map { Need($0.key, $0.value) }
    }

    // MARK: around an entity

    /// What an entity needs, at most so many steps away; without itself.
    package func upstream(of entity: EntityName, steps: Int = .max) -> Set<EntityName> {
        reached(from: entity, steps: steps) { name in needs[name, default: []].map(\.entity) }
    }

    /// What needs an entity, at most so many steps away; without itself.
    package func downstream(of entity: EntityName, steps: Int = .max) -> Set<EntityName> {
        reached(from: entity, steps: steps) { name in neededBy[name, default: []] }
    }

    private func reached(
        from entity: EntityName, steps: Int, _ neighbours: (EntityName) -> [EntityName]
    ) -> Set<EntityName> {
        var reached: Set<EntityName> = []
        var edge = [entity]
        var step = 0
        while !edge.isEmpty, step < steps {
            edge = edge.flatMap(neighbours).filter { reached.insert($0).inserted }
            step += 1
        }
        reached.remove(entity)
        return reached
    }

    // MARK: order

    private static func sorted(
        _ names: [EntityName], needs: [EntityName: [Need]], neededBy: [EntityName: [EntityName]]
    ) throws(PlanError) -> [EntityName] {
        var open = needs.mapValues(\.count)
        var ready = names.filter { open[$0] == 0 }
        var order: [EntityName] = []
        while let next = ready.popLast() {
            order.append(next)
            for other in neededBy[next, default: []] {
                open[other, default: 0] -= 1
                if open[other] == 0 { ready.append(other) }
            }
        }
        guard order.count == names.count else { throw .cycle(cycle(among: open.filter { $0.value > 0 }, needs)) }
        // From the last to the first: how many follow one another behind each.
        var chain: [EntityName: Int] = [:]
        for name in order.reversed() {
            chain[name] = (neededBy[name, default: []].map { chain[$0, default: 0] + 1 }.max() ?? 0)
        }
        // What needs another has a shorter chain behind it than the other, so this order is topological as well.
        return order.sorted { (-chain[$0, default: 0], $0) < (-chain[$1, default: 0], $1) }
    }

    /// A path that ends where it begins: every entity that is left needs another that is left.
    private static func cycle(among left: [EntityName: Int], _ needs: [EntityName: [Need]]) -> [EntityName] {
        var path: [EntityName] = []
        var next = left.keys.min()
        while let name = next {
            if let start = path.firstIndex(of: name) { return Array(path[start...]) + [name] }
            path.append(name)
            next = needs[name, default: []].map(\.entity).first { left[$0] != nil }
        }
        return path
    }
}

extension Manifest.Requirement.Strength {
    /// How much a failure upstream matters.
    fileprivate var weight: Int {
        switch self {
        case .order: 0
        case .reference: 1
        case .schema: 2
        }
    }
}
