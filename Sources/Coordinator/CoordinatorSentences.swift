package import Model

/// What a person reads about what the coordinator ran into.
package enum CoordinatorSentences {
    /// The sentence for the plugin of an entity that could not finish a run; `entity` is the entity's title in the language.
    package static func sentence(_ failure: PluginFailure, entity: String, in language: Language) -> Sentence {
        PluginFailureTeller(failure, entity: entity, language: language).sentence
    }
}
