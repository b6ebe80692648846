package import Model

/// What a person reads about how the run of an entity ended.
package enum EndStateSentences {
    /// The end state in a word or two, for a line of a table or of a log.
    package static func word(_ end: EndState, in language: Language) -> String {
        let (english, french) =
            switch end {
            case .complete: ("complete", "terminé")
            case .partial:
                (
                    "partly: some records wait or are set aside",
                    "en partie: des enregistrements attendent ou sont mis de côté"
                )
            case .unchanged: ("nothing had changed", "rien n'avait changé")
            case .stopped: ("stopped by a guard", "arrêté par une protection")
            case .failed: ("failed", "échoué")
            case .blocked(let by): ("blocked by \(by)", "bloqué par \(by)")
            case .notStarted: ("not started", "pas lancé")
            case .cancelled: ("cancelled", "annulé")
            }
        return language == .fr ? french : english
    }

    /// What a person should know about an entity that did not end well; `nil` when there is nothing to do.
    package static func sentence(_ end: EndState, of entity: EntityName, in language: Language) -> Sentence? {
        let isFrench = language == .fr
        switch end {
        case .complete, .unchanged: return nil
        case .partial:
            return Sentence(
                what: isFrench ? "\(entity) est passé, en partie." : "\(entity) went through, partly.",
                why: isFrench
                    ? "Des enregistrements attendent ou sont mis de côté." : "Some records wait or are set aside.",
                remedy: isFrench
                    ? "Lesquels, pourquoi, que faire: couplet errors \(entity)"
                    : "Which, why, and what to do: couplet errors \(entity)")
        case .stopped(let problem), .failed(let problem):
            return ProblemSentences.sentence(problem, entity: entity, in: language)
        case .blocked(let by):
            return Sentence(
                what: isFrench ? "\(entity) n'a pas été lancé." : "\(entity) was not run.",
                why: isFrench ? "Il lui faut \(by), qui n'a pas abouti." : "It needs \(by), which did not end well.",
                remedy: isFrench
                    ? "Occupez-vous d'abord de \(by), puis: couplet retry" : "See to \(by) first, then: couplet retry")
        case .notStarted:
            return Sentence(
                what: isFrench ? "\(entity) n'a pas été lancé." : "\(entity) was not run.",
                why: isFrench ? "L'exécution a été arrêtée avant son tour." : "The run was stopped before its turn.",
                remedy: isFrench ? "Pour reprendre: couplet retry" : "To go on: couplet retry")
        case .cancelled:
            return Sentence(
                what: isFrench ? "\(entity) a été arrêté." : "\(entity) was stopped.",
                why: isFrench ? "Quelqu'un a arrêté l'exécution." : "A person stopped the run.",
                remedy: isFrench
                    ? "Ce qui a été fait est enregistré. Pour reprendre: couplet retry"
                    : "What was done is stored. To go on: couplet retry")
        }
    }
}
