public import PluginKit

extension EntityPlugin {
    /// What the plugin decides about a pair, hooks included; for tests in the words of the entity.
    ///
    /// A record that is not among the `references` is not coupled yet.
    public static func decision(
        about pair: RecordPair, references: [RecordReference: RecordID] = [:],
        partners: [RecordReference: Fields] = [:], found: [Lookup: [Lookup.Record]] = [:],
        configuration: Configuration = .empty
    ) -> Decision {
        CodedBehavior(Self.self).decided(
            about: pair, references: references, partners: partners, found: found, configuration: configuration)
    }
}

extension MapPlugin {
    /// The plugin without code whose manifest stands beside the folder of the test that calls.
    public static func beside(_ file: String = #filePath) throws(Failure) -> MapPlugin {
        let folders = file.split(separator: "/", omittingEmptySubsequences: false).dropLast(2)
        return try MapPlugin(folder: folders.joined(separator: "/"))
    }

    /// What the plugin decides about a pair; a record that is not among the `references` is not coupled yet.
    public func decision(
        about pair: RecordPair, references: [RecordReference: RecordID] = [:],
        partners: [RecordReference: Fields] = [:], configuration: Configuration = .empty
    ) -> Decision {
        decided(about: pair, references: references, partners: partners, configuration: configuration)
    }
}

extension PluginBehavior {
    fileprivate func decided(
        about pair: RecordPair, references: [RecordReference: RecordID], partners: [RecordReference: Fields],
        found: [Lookup: [Lookup.Record]] = [:], configuration: Configuration
    ) -> Decision {
        var resolved = ResolvedReferences()
        for (reference, id) in references { resolved[reference] = .coupled(id) }
        for (reference, fields) in partners {
            for field in fields { resolved[ResolvedReferences.Step(reference, field.name)] = field.value }
        }
        let facts = RunFacts(
            now: "2026-01-31T12:00:00Z", configuration: configuration, references: resolved, found: found)
        let reconciler = reconciler(configuredMap(configuration), under: configuration)
        var decision = reconciler.decide(pair, resolved)
        if case .create(let side, var fields, let key) = decision.action {
            for field in fieldsOnInsert(on: side, about: pair, in: facts) { fields[field.name] = field.value }
            decision.action = .create(side, fields, key: key)
        }
        adjust(&decision, about: pair, in: facts)
        return decision
    }
}
