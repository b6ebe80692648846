/// The words about the rules on what is decided, and in which order.
enum DecisionsRuleWords {
    /// The words of a rule; `nil` for the rules of another page.
    static func words(of rule: Violation.Rule) -> RuleWords? {
        words[rule]
    }

    private static let words: [Violation.Rule: RuleWords] = [
        .everyPairDecided: RuleWords(
            demand: ("Every pair gets one decision.", "Chaque paire reçoit une décision."),
            reason: (
                "A pair without one would be lost until somebody edits it again.",
                "Une paire sans décision serait perdue jusqu'à la prochaine modification."
            ),
            repair: (
                "Give back one decision for each pair of a page, and none for another; what needs nothing gets do: none.",
                "Rendez une décision pour chaque paire d'une page, et aucune pour une autre ; ce qui ne demande rien reçoit do: none."
            )),
        .writesWhatIsDescribed: RuleWords(
            demand: ("Only described fields are written.", "Seuls des champs décrits sont écrits."),
            reason: (
                "People, guards and the fingerprint know the description alone.",
                "Les gens, les garde-fous et l'empreinte ne connaissent que la description."
            ),
            repair: (
                "Name the field under fields in entity/describe, with a direction that writes there.",
                "Nommez le champ sous fields dans entity/describe, avec une direction qui y écrit."
            )),
        .decisionFits: RuleWords(
            demand: ("A decision fits the state of its pair.", "Une décision convient à l'état de sa paire."),
            reason: (
                "The host refuses the batch: create where something is, or update where nothing is, would do harm.",
                "L'hôte refuse le lot : créer où il y a quelque chose, ou modifier où il n'y a rien, ferait du tort."
            ),
            repair: (
                "Look at state on both sides, coupled and match.ambiguous before you decide; the page's table says what fits.",
                "Regardez state des deux côtés, coupled et match.ambiguous avant de décider ; la table de la page dit ce qui convient."
            )),
        .unchangedLeftAlone: RuleWords(
            demand: ("Nothing changed, nothing is written.", "Rien n'a changé, rien n'est écrit."),
            reason: ("Otherwise every run writes everything.", "Sinon, chaque exécution écrit tout."),
            repair: (
                "Answer do: none for a coupled pair whose changed is absent on both sides.",
                "Répondez do: none pour une paire couplée dont changed est absent des deux côtés."
            )),
        .settles: RuleWords(
            demand: ("What was written is not written again.", "Ce qui a été écrit ne l'est pas à nouveau."),
            reason: (
                "A value that comes back another way is written in every run, for ever.",
                "Une valeur qui revient autrement est écrite à chaque exécution, sans fin."
            ),
            repair: (
                "Compare what you would write with what is there, after your transform, and treat empty and null as one.",
                "Comparez ce que vous écririez à ce qui est là, après transformation, et prenez vide et null pour un."
            )),
        .deterministic: RuleWords(
            demand: (
                "The same conversation leads to the same decisions.", "La même conversation mène aux mêmes décisions."
            ),
            reason: (
                "A dry run predicts a run, and a recording can be replayed.",
                "Une simulation prédit l'exécution, et un enregistrement peut être rejoué."
            ),
            repair: (
                "Take the time from now and chance from seed of sync/run; keep nothing from one page to the next.",
                "Prenez l'heure de now et le hasard de seed de sync/run ; ne gardez rien d'une page à l'autre."
            )),
        .resumes: RuleWords(
            demand: (
                "From every checkpoint, the rest is decided as in one go.",
                "Depuis tout point de reprise, le reste est décidé comme d'un trait."
            ),
            reason: (
                "After a crash, the host hands out what is left, to a new process.",
                "Après un plantage, l'hôte donne ce qui reste, à un nouveau processus."
            ),
            repair: (
                "Decide about a pair from the pair alone; what must outlive a page goes into state/put.",
                "Décidez d'une paire par la paire seule ; ce qui doit survivre à une page va dans state/put."
            )),
        .batchesInOrder: RuleWords(
            demand: (
                "Batches count from 1, and give back the checkpoint of their pairs.",
                "Les lots comptent à partir de 1, et rendent le point de reprise de leurs paires."
            ),
            reason: (
                "A batch that is sent again is known by its number, and a run resumes at its checkpoint.",
                "Un lot répété se reconnaît à son numéro, et une exécution reprend à son point de reprise."
            ),
            repair: (
                "Count batches up by one, and copy checkpoint from the page that the decisions are about.",
                "Comptez les lots de un en un, et recopiez checkpoint de la page dont parlent les décisions."
            )),
        .stopsWhenTold: RuleWords(
            demand: (
                "After stop, nothing more is asked, and the run is partial.",
                "Après stop, rien de plus n'est demandé, et l'exécution est partielle."
            ),
            reason: (
                "A guard has stopped the run; what follows would be decided in vain.",
                "Un garde-fou a arrêté l'exécution ; la suite serait décidée en vain."
            ),
            repair: (
                "When an answer to decisions/apply holds stop, answer sync/run with {\"outcome\": \"partial\"}.",
                "Quand une réponse à decisions/apply contient stop, répondez à sync/run par {\"outcome\": \"partial\"}."
            )),
        .cancelAnswered: RuleWords(
            demand: (
                "A cancelled run ends soon, and is answered.", "Une exécution annulée finit vite, et reçoit sa réponse."
            ),
            reason: (
                "A person who presses Ctrl-C waits for it, at most for the grace.",
                "Qui tape Ctrl-C l'attend, au plus le délai de grâce."
            ),
            repair: (
                "On $/cancelRequest, ask for no further page, and answer sync/run with partial or with 1000.",
                "À $/cancelRequest, ne demandez plus de page, et répondez à sync/run par partial ou par 1000."
            )),
        .failuresPassedOn: RuleWords(
            demand: (
                "What the host refuses ends the run with its number.",
                "Ce que l'hôte refuse termine l'exécution par son numéro."
            ),
            reason: (
                "The number decides whether the host waits, tries again or asks a person.",
                "Le numéro décide si l'hôte attend, réessaie ou demande à quelqu'un."
            ),
            repair: (
                "Answer sync/run with the error that the host answered you with.",
                "Répondez à sync/run par l'erreur que l'hôte vous a répondue."
            )),
        .noValuesTold: RuleWords(
            demand: (
                "Reasons and problems hold names, never values of records.",
                "Raisons et problèmes contiennent des noms, jamais des valeurs."
            ),
            reason: (
                "They are stored and logged, and no customer data may be there.",
                "Ils sont enregistrés et journalisés, et aucune donnée de client n'y a sa place."
            ),
            repair: (
                "Put names of fields or rules into args, and nothing that somebody typed.",
                "Mettez dans args des noms de champs ou de règles, et rien que quelqu'un ait saisi."
            )),
    ]
}
