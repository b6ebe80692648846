/// The words about the rules on what a plugin says of itself and of its settings.
enum DescriptionRuleWords {
    /// The words of a rule; `nil` for the rules of another page.
    static func words(of rule: Violation.Rule) -> RuleWords? {
        words[rule]
    }

    private static let words: [Violation.Rule: RuleWords] = [
        .describePure: RuleWords(
            demand: (
                "The same question is described in the same words.", "La même question reçoit la même description."
            ),
            reason: (
                "The host keeps a description, and re-bases when it changes.",
                "L'hôte garde une description, et recale tout quand elle change."
            ),
            repair: (
                "Make entity/describe depend on its parameters alone: no clock, no chance, no order of a hash table.",
                "Ne faites dépendre entity/describe que de ses paramètres : ni horloge, ni hasard, ni ordre d'une table de hachage."
            )),
        .readsWhatIsThere: RuleWords(
            demand: (
                "Only fields that the tenant has are read.", "Seuls des champs que le locataire possède sont lus."
            ),
            reason: (
                "A request for a column that is not there fails as a whole.",
                "Une requête pour une colonne absente échoue tout entière."
            ),
            repair: (
                "Take from reads what metadata does not name, and note what a person misses by it.",
                "Retirez de reads ce que metadata ne nomme pas, et notez ce qui manque ainsi."
            )),
        .missingFieldsRefused: RuleWords(
            demand: (
                "A tenant that lacks everything is refused with 2003.",
                "Un locataire auquel tout manque est refusé par 2003."
            ),
            reason: (
                "Otherwise a run succeeds that synchronizes nothing.",
                "Sinon, une exécution réussit qui ne synchronise rien."
            ),
            repair: (
                "Compare metadata with the fields that you can't do without, and answer 2003 with their names.",
                "Comparez metadata aux champs indispensables, et répondez 2003 avec leurs noms."
            )),
        .referencesDeclared: RuleWords(
            demand: ("References are those of the manifest.", "Les références sont celles du manifeste."),
            reason: (
                "The order of the run comes from the manifest, before any plugin is asked.",
                "L'ordre vient du manifeste, avant que tout module soit interrogé."
            ),
            repair: (
                "Name the field under references in plugin.json, with its entity and strength.",
                "Nommez le champ sous references dans plugin.json, avec son entité et sa force."
            )),
        .settingsTold: RuleWords(
            demand: (
                "The manifest's configSchema names the settings that the plugin knows.",
                "Le configSchema du manifeste nomme les réglages que le module connaît."
            ),
            reason: (
                "People and editors read it, not the program.", "Les gens et les éditeurs le lisent, pas le programme."
            ),
            repair: (
                "Make properties of configSchema and the program's settings the same.",
                "Rendez identiques properties de configSchema et les réglages du programme."
            )),
        .settingsChecked: RuleWords(
            demand: ("A setting that is not known is an error.", "Un réglage inconnu est une erreur."),
            reason: (
                "A misspelt setting would otherwise be ignored in silence.",
                "Un réglage mal écrit serait sinon ignoré en silence."
            ),
            repair: (
                "In config/validate, answer with a diagnostic of severity error for each name that you don't know; or leave the capability validate out.",
                "Dans config/validate, répondez par un diagnostic de gravité error pour chaque nom inconnu ; ou retirez la capacité validate."
            )),
    ]
}
