import Model
package import Reconciliation

extension EntityPlugin {
    /// The map under a configuration, with the conflict policy that a person chose for the entity.
    ///
    /// A group that names a policy of its own keeps it.
    package static func configuredMap(_ configuration: Configuration) -> FieldMap {
        var map = map(under: configuration)
        if let policy = configuration.text("policy").flatMap(ConflictPolicy.init(rawValue:)) { map.policy = policy }
        return map
    }
}

extension Setting {
    /// What may be configured for every entity.
    static let common = [Setting("policy", .oneOf(ConflictPolicy.allCases.map(\.rawValue)))]
}
