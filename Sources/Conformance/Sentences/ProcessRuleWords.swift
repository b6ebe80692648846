/// The words about the rules on what a process takes of the machine.
enum ProcessRuleWords {
    /// The words of a rule; `nil` for the rules of another page.
    static func words(of rule: Violation.Rule) -> RuleWords? {
        words[rule]
    }

    private static let words: [Violation.Rule: RuleWords] = [
        .memoryBounded: RuleWords(
            demand: (
                "However many records there are, its memory stays what it is.",
                "Quel que soit le nombre d'enregistrements, sa mémoire reste la même."
            ),
            reason: (
                "A company has a million records, and the process 512 MiB.",
                "Une société a un million d'enregistrements, et le processus 512 Mio."
            ),
            repair: (
                "Forget a page when its decisions are handed over; keep no list of what was seen.",
                "Oubliez une page quand ses décisions sont remises ; ne gardez aucune liste de ce qui a été vu."
            )),
        .noNetwork: RuleWords(
            demand: ("It sends nothing to a network.", "Il n'envoie rien à un réseau."),
            reason: (
                "Only the host signs in, and only it keeps the rate budget; under a sandbox there is no network at all.",
                "Seul l'hôte se connecte, et seul il tient le budget de débit ; dans un bac à sable, il n'y a aucun réseau."
            ),
            repair: (
                "Ask the host instead: records/get, records/match, couplings/resolve. Switch off telemetry of libraries.",
                "Demandez à l'hôte : records/get, records/match, couplings/resolve. Coupez la télémétrie des bibliothèques."
            )),
        .staysInScratch: RuleWords(
            demand: (
                "It changes no file outside its scratch folder.",
                "Il ne change aucun fichier hors de son dossier de travail."
            ),
            reason: (
                "Under a sandbox everything else is read-only, and what is left behind may hold customers' data.",
                "Dans un bac à sable, tout le reste est en lecture seule, et ce qui reste peut contenir des données de clients."
            ),
            repair: (
                "Write below TMPDIR only, and what must be remembered with state/put. In Python: sys.dont_write_bytecode = True before the first import of your own files.",
                "N'écrivez que sous TMPDIR, et ce qui doit durer par state/put. En Python : sys.dont_write_bytecode = True avant d'importer vos propres fichiers."
            )),
    ]
}
