import JSON
import MapLanguage
import Model
import PluginProtocol
package import Reconciliation

extension PluginBehavior {
    /// The map under a configuration, with the conflict policy that a person chose for the entity.
    ///
    /// A group that names a policy of its own keeps it. What makes records inactive is part of it only where that is wanted.
    package func configuredMap(_ configuration: Configuration) -> FieldMap {
        var map = map(under: configuration)
        do { map = try overlaid(map, configuration) } catch {
            // An overlay that doesn't fit was told of when the configuration was checked, and nothing is described with it.
        }
        if let policy = configuration.text("policy").flatMap(ConflictPolicy.init(rawValue:)) { map.policy = policy }
        if deletion(under: configuration) != .deactivate { map.inactive = Sided(erp: Fields(), crm: Fields()) }
        return map
    }

    /// The map with what an administrator's overlay says; throws what is wrong with that.
    package func overlaid(_ map: FieldMap, _ configuration: Configuration) throws(MapProblems) -> FieldMap {
        guard let value = configuration.value["mapping"], let overlay = try MapOverlay(json: value) else { return map }
        return try overlay.applied(to: map)
    }

    /// What is wrong with an administrator's overlay; nothing when there is none.
    func overlayProblems(_ configuration: Configuration) -> [MapProblem] {
        do {
            _ = try overlaid(map(under: configuration), configuration)
            return []
        } catch {
            return error.problems
        }
    }

    /// What happens to the partner of a deleted record, as a person configured it.
    package func deletion(under configuration: Configuration) -> Reconciler.Deletion {
        configuration.text("deletes").flatMap(Reconciler.Deletion.init(rawValue:)) ?? deletion
    }

    /// All that a person may configure: what the plugin says, and what holds for every entity.
    package var knownSettings: [Setting] { settings + Setting.common }

    /// The reconciler for a map of the plugin.
    package func reconciler(_ map: FieldMap, under configuration: Configuration) -> Reconciler {
        Reconciler(map: map, lines: lines, deletion: deletion(under: configuration)) { compute($0, from: $1) }
    }
}

extension EntityPlugin {
    /// The map under a configuration, with the conflict policy that a person chose for the entity.
    package static func configuredMap(_ configuration: Configuration) -> FieldMap {
        CodedBehavior(Self.self).configuredMap(configuration)
    }

    /// All that a person may configure: what the plugin says, and what holds for every entity.
    package static var knownSettings: [Setting] { CodedBehavior(Self.self).knownSettings }
}

extension Setting {
    /// What may be configured for every entity.
    static let common = [
        Setting("policy", .oneOf(ConflictPolicy.allCases.map(\.rawValue))),
        Setting("deletes", .oneOf(Reconciler.Deletion.allCases.map(\.rawValue))),
    ]
}

extension Reconciler.Deletion {
    /// The same, as it travels.
    var policy: Manifest.DeletePolicy {
        switch self {
        case .uncouple: .uncouple
        case .delete: .delete
        case .deactivate: .deactivate
        }
    }
}
