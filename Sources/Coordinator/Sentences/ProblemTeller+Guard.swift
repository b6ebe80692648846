import Model

extension ProblemTeller {
    /// Class 5xxx: a guard stopped the entity before a write, and asks.
    var guardQuestion: Sentence {
        let stopped =
            entity.map {
                pick(
                    "\($0) was stopped before its first such write.",
                    "\($0) a été arrêté avant la première écriture de ce genre.")
            }
            ?? pick(
                "The run was stopped before the first such write.",
                "L'exécution a été arrêtée avant la première écriture de ce genre.")
        return Sentence(what: stopped, why: tripped, remedy: question)
    }

    private var count: String { argument(0) }
    private var records: String {
        language.count(
            Int(count) ?? 2, ("\(count) record", "\(count) records"),
            ("\(count) enregistrement", "\(count) enregistrements"))
    }
    private var allowed: String { argument(1) }
    private var couplings: String { argument(2) }
    private var isFirst: Bool { allowed == "0" }

    /// What is more than usual.
    private var tripped: String {
        let limit = pick(
            "up to \(allowed) are allowed unasked, with \(couplings) couplings",
            "jusqu'à \(allowed) sans demander, pour \(couplings) couplages")
        switch problem.code {
        case .guardDeletes:
            return pick(
                "It would delete \(records) in \(system); \(limit).",
                "Il supprimerait \(records) dans \(system) ; \(limit).")
        case .guardOverwrites where isFirst:
            return pick(
                "It would change \(records) in \(system) that it takes for the same, for the first time.",
                "Il modifierait \(records) dans \(system) qu'il prend pour les mêmes, pour la première fois."
            )
        case .guardOverwrites:
            return pick(
                "It would change \(records) in \(system); \(limit).",
                "Il modifierait \(records) dans \(system) ; \(limit).")
        case .guardCreates where isFirst:
            return pick(
                "It would create \(records) in \(system), for the first time.",
                "Il créerait \(records) dans \(system), pour la première fois.")
        case .guardCreates:
            return pick(
                "It would create \(records) in \(system); \(limit).",
                "Il créerait \(records) dans \(system) ; \(limit).")
        case .guardEmptyListing:
            return pick(
                "\(capitalSystem) lists no record at all, though \(count) are coupled.",
                "\(capitalSystem) ne liste aucun enregistrement, alors que \(count) sont couplés.")
        default:
            return pick(
                "\(count) of \(couplings) couplings seem changed at once: a restore, a migration, or a clock.",
                "\(count) couplages sur \(couplings) semblent modifiés d'un coup : une restauration, une migration, ou une horloge."
            )
        }
    }

    private var question: String {
        switch problem.code {
        case .guardEmptyListing:
            pick(
                "Was a permission lost, or the company changed? If it is really empty, approve.",
                "Un droit perdu, une autre société ? Si c'est vraiment vide, approuvez.")
        case .guardClock:
            pick(
                "Was everything really edited? If so, approve.", "Tout a-t-il vraiment été modifié ? Si oui, approuvez."
            )
        case .guardCreates where isFirst, .guardOverwrites where isFirst:
            pick(
                "Is that what you expect of a first run? If so, approve.",
                "Est-ce ce que vous attendez d'une première fois ? Si oui, approuvez.")
        default:
            pick("Is that meant? If so, approve.", "Est-ce voulu ? Si oui, approuvez.")
        }
    }
}
