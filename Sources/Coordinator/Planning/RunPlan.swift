package import Model
import PluginProtocol

/// The entities of a run in an order in which each comes after what it needs.
package struct RunPlan: Sendable, Hashable {
    /// One entity of a plan.
    package struct Step: Sendable, Hashable {
        /// The entity.
        package var entity: EntityName
        /// What it needs, of the plan or not.
        package var needs: [DependencyGraph.Need]
        /// How it ends without having been started: its plugin can't be used, or what it requires is not installed.
        package var foregone: EndState?
    }

    /// The entities, in order.
    package var steps: [Step]
    /// The selection as it was typed; empty for everything.
    package var selection: String

    /// The entities, in order.
    package var entities: [EntityName] { steps.map(\.entity) }

    /// Plans the entities of a selection.
    package init(
        _ selection: Selection, in graph: DependencyGraph, states: [EntityName: Selection.StateWord] = [:]
    ) throws(PlanError) {
        let selected = try selection.entities(in: graph, states: states)
        self.selection = selection.text
        steps = graph.order.filter(selected.contains).map { entity in
            Step(entity: entity, needs: graph.needs[entity, default: []], foregone: Self.foregone(entity, in: graph))
        }
    }

    /// Why an entity can't run whatever the others come to.
    private static func foregone(_ entity: EntityName, in graph: DependencyGraph) -> EndState? {
        guard let node = graph.nodes[entity] else { return nil }
        if let problem = node.problem { return .failed(problem) }
        for requirement in node.requires {
            guard let needed = graph.nodes[requirement.entity] else {
                if requirement.isOptional { continue }
                return .blocked(by: requirement.entity)
            }
            // A plugin that can't be used has no version; it blocks by how it ends.
            guard let version = needed.version, !requirement.version.contains(version) else { continue }
            let found = ["needsVersion", needed.name.text, requirement.version.text, version.description]
            return .failed(Problem(.invalidConfiguration, found))
        }
        return nil
    }
}
