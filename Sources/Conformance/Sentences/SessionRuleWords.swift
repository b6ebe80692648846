/// The words about the rules on what is said at the beginning and the end.
enum SessionRuleWords {
    /// The words of a rule; `nil` for the rules of another page.
    static func words(of rule: Violation.Rule) -> RuleWords? {
        words[rule]
    }

    private static let words: [Violation.Rule: RuleWords] = [
        .onlyMessages: RuleWords(
            demand: ("Only messages go to standard output.", "Seuls des messages vont à la sortie standard."),
            reason: (
                "A stray line costs part of a budget; beyond it, the plugin is stopped.",
                "Une ligne étrangère entame un budget ; au-delà, le module est arrêté."
            ),
            repair: (
                "Print to standard error, or say it with $/log. Point descriptor 1 at descriptor 2 before any other code runs.",
                "Écrivez sur la sortie d'erreur, ou dites-le par $/log. Dirigez le descripteur 1 vers le 2 avant tout autre code."
            )),
        .limitsKept: RuleWords(
            demand: (
                "Lines, and requests in flight, keep to the limits of the session.",
                "Les lignes et les demandes en cours restent dans les limites de la session."
            ),
            reason: (
                "The host buffers nothing beyond them: a line that is too long is lost, and the session ends.",
                "L'hôte ne garde rien au-delà : une ligne trop longue est perdue, et la session finit."
            ),
            repair: (
                "Read limits from initialize, and hold to the lower of both sides' values: split decisions into several batches, and wait for an answer before the next question.",
                "Lisez limits dans initialize, et tenez la plus basse des deux valeurs : répartissez les décisions en plusieurs lots, et attendez une réponse avant la question suivante."
            )),
        .everyRequestAnswered: RuleWords(
            demand: ("Every request is answered, once.", "Toute demande reçoit une réponse, une seule."),
            reason: (
                "The host waits for the answer; without one, the plugin is taken for hung.",
                "L'hôte attend la réponse ; sans elle, le module passe pour bloqué."
            ),
            repair: (
                "Answer each id exactly once, with result or error, and flush after each line.",
                "Répondez à chaque id exactement une fois, par result ou error, et videz le tampon après chaque ligne."
            )),
        .initializeFirst: RuleWords(
            demand: (
                "Before initialize, every request is refused with 1002.",
                "Avant initialize, toute demande est refusée par 1002."
            ),
            reason: (
                "Before it, neither side knows what the other speaks.",
                "Avant, aucun des deux ne sait ce que parle l'autre."
            ),
            repair: (
                "Keep a flag that initialize sets; answer everything else with the error 1002 until then.",
                "Gardez un indicateur qu'initialize lève ; répondez à tout le reste par l'erreur 1002 jusque-là."
            )),
        .versionAgreed: RuleWords(
            demand: (
                "The highest common version is taken; without one, the answer is 1004.",
                "La plus haute version commune est prise ; sans elle, la réponse est 1004."
            ),
            reason: (
                "So that a host and a plugin of different years understand each other, or say so at once.",
                "Pour qu'un hôte et un module d'années différentes se comprennent, ou le disent aussitôt."
            ),
            repair: (
                "Intersect the list protocol of initialize with what you speak; answer with the highest, or with the error 1004.",
                "Croisez la liste protocol d'initialize avec ce que vous parlez ; répondez la plus haute, ou l'erreur 1004."
            )),
        .manifestTold: RuleWords(
            demand: (
                "What the plugin says of itself is what its manifest says.",
                "Ce que le module dit de lui-même est ce que dit son manifeste."
            ),
            reason: (
                "The host plans by the manifest, without starting anything.",
                "L'hôte planifie d'après le manifeste, sans rien démarrer."
            ),
            repair: (
                "Make name, version and deletePolicy in plugin.json and in the program the same.",
                "Rendez name, version et deletePolicy identiques dans plugin.json et dans le programme."
            )),
        .manifestValid: RuleWords(
            demand: ("The manifest can be read.", "Le manifeste est lisible."),
            reason: ("Without it, nothing is known of the plugin.", "Sans lui, on ne sait rien du module."),
            repair: (
                "Mend plugin.json where it says; docs/protocol/v1.md shows a whole one.",
                "Corrigez plugin.json à l'endroit nommé ; docs/protocol/v1.md en montre un complet."
            )),
        .unknownMethodRefused: RuleWords(
            demand: ("An unknown method is refused with -32601.", "Une méthode inconnue est refusée par -32601."),
            reason: (
                "A later host may ask for what you don't know yet, and must hear that.",
                "Un hôte plus récent peut demander ce que vous ignorez, et doit l'apprendre."
            ),
            repair: (
                "Answer what no branch handles with the error -32601.",
                "Répondez par l'erreur -32601 à ce qu'aucune branche ne traite."
            )),
        .unknownMemberIgnored: RuleWords(
            demand: ("Members that are not known are ignored.", "Les membres inconnus sont ignorés."),
            reason: (
                "Within a version there are additions, and nothing else.", "Dans une version, il n'y a que des ajouts."
            ),
            repair: (
                "Read the members you need by name, and pass over the others.",
                "Lisez par leur nom les membres utiles, et passez les autres."
            )),
        .startedByHand: RuleWords(
            demand: (
                "Started by hand, it says what it is and exits with 64.",
                "Lancé à la main, il dit ce qu'il est et finit par 64."
            ),
            reason: (
                "Whoever tries it out would otherwise sit before a program that waits in silence.",
                "Sinon, qui l'essaie se trouve devant un programme qui attend en silence."
            ),
            repair: (
                "At the start, look for the environment variable COUPLET_PROTOCOL; without it, print a sentence to standard error and exit with 64.",
                "Au début, cherchez la variable d'environnement COUPLET_PROTOCOL ; sans elle, écrivez une phrase sur la sortie d'erreur et finissez par 64."
            )),
        .pingAnswered: RuleWords(
            demand: (
                "While it waits for the host, it answers a ping.", "Pendant qu'il attend l'hôte, il répond à un ping."
            ),
            reason: ("Silence is taken for a plugin that hangs.", "Le silence passe pour un module bloqué."),
            repair: (
                "While you wait for an answer, serve what the host asks: $/ping with {\"inFlight\": 0}.",
                "Pendant que vous attendez une réponse, servez ce que l'hôte demande : $/ping par {\"inFlight\": 0}."
            )),
        .endsWithStream: RuleWords(
            demand: (
                "At the end of the stream it exits within five seconds.", "À la fin du flux, il finit en cinq secondes."
            ),
            reason: (
                "A host that died can tell its plugins in no other way.",
                "Un hôte qui meurt ne peut le dire autrement à ses modules."
            ),
            repair: (
                "Exit when standard input ends, also in the middle of a run.",
                "Finissez quand l'entrée standard finit, même au milieu d'une exécution."
            )),
        .endsInOrder: RuleWords(
            demand: (
                "After shutdown and the end of the stream it exits with 0.",
                "Après shutdown et la fin du flux, il finit par 0."
            ),
            reason: (
                "Another status looks like a crash, and crashes are counted.",
                "Un autre code ressemble à un plantage, et les plantages sont comptés."
            ),
            repair: (
                "Answer shutdown with {}, and exit with 0 when standard input ends.",
                "Répondez {} à shutdown, et finissez par 0 quand l'entrée standard finit."
            )),
        .leavesNothingBehind: RuleWords(
            demand: ("What it started ends with it.", "Ce qu'il a lancé finit avec lui."),
            reason: (
                "What stays behind holds memory, files and customers' data without anybody knowing.",
                "Ce qui reste retient de la mémoire, des fichiers et des données sans que personne le sache."
            ),
            repair: (
                "Wait for your child processes, or end them, before you exit.",
                "Attendez vos processus fils, ou arrêtez-les, avant de finir."
            )),
    ]
}
