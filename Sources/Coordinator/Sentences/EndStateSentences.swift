package import Model

/// What a person reads about how the run of an entity ended.
package enum EndStateSentences {
    /// The end state in a word or two, for a line of a table or of a log.
    package static func word(_ end: EndState, in language: Language) -> String {
        let (english, french) =
            switch end {
            case .complete: ("complete", "complet")
            case .partial:
                ("partly", "en partie")
            case .unchanged: ("nothing to do", "rien à faire")
            case .stopped: ("stopped by a guard", "arrêté par un garde-fou")
            case .failed: ("failed", "échoué")
            case .blocked(let by): ("blocked by \(by)", "bloqué par \(by)")
            case .notStarted: ("not started", "non démarré")
            case .cancelled: ("cancelled", "annulé")
            }
        return language.pick(english, french)
    }

    /// What a person should know about an entity that did not end well; `nil` when there is nothing to do.
    package static func sentence(_ end: EndState, of entity: EntityName, in language: Language) -> Sentence? {
        let pick = language.pick
        switch end {
        case .complete, .unchanged: return nil
        case .partial:
            return Sentence(
                what: pick("\(entity) went through, partly.", "\(entity) est passé, en partie."),
                why: pick("Some records wait or are set aside.", "Des enregistrements attendent ou sont mis de côté."),
                remedy: pick(
                    "Which, why, and what to do: couplet errors \(entity)",
                    "Lesquels, pourquoi, que faire : couplet errors \(entity)"))
        case .stopped(let problem), .failed(let problem):
            return ProblemSentences.sentence(problem, entity: entity, in: language)
        case .blocked(let by):
            return Sentence(
                what: pick("\(entity) was not run.", "\(entity) n'a pas été lancé."),
                why: pick("It needs \(by), which did not end well.", "Il lui faut \(by), qui n'a pas abouti."),
                remedy: pick(
                    "See to \(by) first, then: couplet retry", "Occupez-vous d'abord de \(by), puis : couplet retry"))
        case .notStarted:
            return Sentence(
                what: pick("\(entity) was not run.", "\(entity) n'a pas été lancé."),
                why: pick("The run was stopped before its turn.", "L'exécution a été arrêtée avant son tour."),
                remedy: pick("To go on: couplet retry", "Pour reprendre : couplet retry"))
        case .cancelled:
            return Sentence(
                what: pick("\(entity) was stopped.", "\(entity) a été arrêté."),
                why: pick("A person stopped the run.", "Quelqu'un a arrêté l'exécution."),
                remedy: pick(
                    "What was done is stored. To go on: couplet retry",
                    "Ce qui a été fait est enregistré. Pour reprendre : couplet retry"))
        }
    }
}
