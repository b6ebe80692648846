package import Model

/// What a person reads about a problem or a reason: what happened, why, and what to do.
package enum ProblemSentences {
    /// The sentence for a problem; `entity` is the entity that it ended, or whose record it is about.
    ///
    /// `ofRecord` says that it is told of a record that is set aside, not of a run.
    package static func sentence(
        _ problem: Problem, entity: EntityName?, ofRecord: Bool = false, in language: Language
    ) -> Sentence {
        let teller = ProblemTeller(problem: problem, entity: entity, isOfRecord: ofRecord, language: language)
        switch problem.code.problemClass {
        case .session: return teller.session
        case .configuration: return teller.configuration
        case .passing: return teller.passing
        case .record: return teller.record
        case .guarded: return teller.guardQuestion
        case .plugin: return teller.plugin
        }
    }
}

/// A problem with the words that its sentence needs.
struct ProblemTeller: Sendable {
    let problem: Problem
    let entity: EntityName?
    /// Whether it is told of a record that is set aside, not of a run.
    let isOfRecord: Bool
    let language: Language

    /// The words in the person's language.
    func pick(_ english: String, _ french: String) -> String {
        language.pick(english, french)
    }

    func argument(_ index: Int) -> String {
        problem.arguments.indices.contains(index) ? problem.arguments[index] : ""
    }

    /// Where a run of something stopped.
    var ended: String {
        entity.map { pick("The run of \($0) was ended.", "L'exécution de \($0) a été arrêtée.") }
            ?? pick("It could not be done.", "Cela n'a pas pu être fait.")
    }

    var setAside: String { pick("The record was set aside.", "L'enregistrement a été mis de côté.") }

    /// The name of the side concerned.
    var system: String { name(of: problem.side) }
    /// The other side.
    var otherSystem: String { name(of: problem.side?.opposite) }

    private func name(of side: Side?) -> String {
        switch side {
        case .erp: "Business Central"
        case .crm: "Dynamics 365 Sales"
        case nil: pick("one of the systems", "l'un des systèmes")
        }
    }

    /// The name of the side concerned at the beginning of a sentence.
    var capitalSystem: String { system.prefix(1).uppercased() + system.dropFirst() }

    /// The field concerned, in the words of its system.
    var field: String { problem.field ?? pick("a field", "un champ") }

    /// What the remote system said, for its support.
    var answer: String {
        guard let remote = problem.remote else { return "" }
        let code = remote.code.isEmpty ? "" : " \(remote.code)"
        let request = remote.requestID.map { pick("; request \($0)", " ; requête \($0)") } ?? ""
        return pick(
            " It answered \(remote.status)\(code)\(request).", " Il a répondu \(remote.status)\(code)\(request).")
    }

    /// What a plugin did or met, in the words that supervision has for it.
    var plugin: Sentence {
        CoordinatorSentences.sentence(
            PluginFailure(described: problem), entity: entity?.text ?? pick("an entity", "une entité"), in: language)
    }

    var session: Sentence {
        switch problem.code {
        case .cancelled, .deadline, .protocolVersion, .manifestMismatch: plugin
        case .hostFault:
            Sentence(
                what: ended,
                why: pick(
                    "Couplet met an error that it does not know: a fault of its own.",
                    "Couplet a rencontré une erreur qu'il ne connaît pas : c'est son propre défaut."),
                remedy: pick(
                    "What was done is stored; run it again: couplet retry. If it comes back, tell whoever makes Couplet, with the line of its log that names the error.",
                    "Ce qui a été fait est enregistré ; relancez : couplet retry. Si cela revient, prévenez les auteurs de Couplet, avec la ligne du journal qui nomme l'erreur."
                ))
        default:
            Sentence(
                what: ended,
                why: pick(
                    "Plugin and host lost step with each other (problem \(problem.code.rawValue)).",
                    "Le module et l'hôte ne sont plus d'accord (problème \(problem.code.rawValue))."),
                remedy: pick(
                    "What was done is stored. Run it again; tell whoever wrote the plugin if it comes back.",
                    "Ce qui a été fait est enregistré. Relancez ; prévenez l'auteur du module si cela revient."))
        }
    }
}
