import Coordinator
import Model

/// Every sentence that the command line composes by itself, keyed by what happened.
enum Sentences {
    static func sentence(_ error: ConfigurationError, _ language: Language) -> Sentence {
        let place = error.line.map { "\(error.path), \(language == .en ? "line" : "ligne") \($0)" } ?? error.path
        let french = language == .fr
        switch error.reason {
        case .fileMissing:
            return Sentence(
                what: french
                    ? "Il n'y a pas de configuration \(error.path)." : "There is no configuration \(error.path).",
                remedy: french
                    ? "Nommez le fichier (--configuration FICHIER), ou créez-en un avec le bac à sable: couplet sandbox start."
                    : "Name the file (--configuration FILE), or make one with the sandbox: couplet sandbox start.")
        case .fileUnreadable(let reason):
            return Sentence(
                what: french
                    ? "La configuration \(error.path) est illisible."
                    : "The configuration \(error.path) can't be read.",
                why: french ? "Le système dit: \(reason)." : "The system says: \(reason).",
                remedy: french ? "Vérifiez ses droits." : "Check its permissions.")
        case .notYAML(let reason):
            return Sentence(
                what: french ? "\(place) n'est pas du YAML." : "\(place) is not YAML.", why: reason,
                remedy: french ? "Corrigez la ligne nommée." : "Mend the line that is named.")
        case .missing(let key):
            return Sentence(
                what: french ? "\(place): il manque \(key)." : "\(place): \(key) is missing.",
                remedy: french
                    ? "Ajoutez-le; docs/guides/connect.md montre une configuration complète."
                    : "Add it; docs/guides/connect.md shows a whole configuration.")
        case .unknown(let key, let nearest, let allowed):
            let list = allowed.joined(separator: ", ")
            return Sentence(
                what: french ? "\(place): \(key) n'existe pas." : "\(place): there is no setting \(key).",
                remedy: nearest.map { french ? "Vouliez-vous dire \($0)?" : "Did you mean \($0)?" }
                    ?? (french ? "Ici sont permis: \(list)." : "Allowed here: \(list)."))
        case .wrongKind(let key, let expected):
            return Sentence(
                what: french ? "\(place): \(key) n'a pas la bonne forme." : "\(place): \(key) has the wrong form.",
                remedy: french ? "Attendu: \(expected)." : "Expected: \(expected).")
        case .notAllowed(let key, let value, let allowed):
            let list = allowed.joined(separator: ", ")
            return Sentence(
                what: french ? "\(place): \(key) ne peut pas être \(value)." : "\(place): \(key) can't be \(value).",
                remedy: french ? "Sont permis: \(list)." : "Allowed: \(list).")
        case .secretMissing(let name):
            return Sentence(
                what: french ? "Le secret n'a pas été trouvé." : "The secret was not found.",
                why: french
                    ? "La variable d'environnement \(name) n'est pas définie."
                    : "The environment variable \(name) is not set.",
                remedy: french ? "Définissez-la avant de lancer couplet." : "Set it before you start couplet.")
        case .secretFileMissing(let path):
            return Sentence(
                what: french ? "Le secret n'a pas été trouvé." : "The secret was not found.",
                why: french
                    ? "Le fichier \(path) n'existe pas ou est illisible."
                    : "The file \(path) does not exist or can't be read.",
                remedy: french ? "Créez-le avec les droits 0600." : "Create it with mode 0600.")
        case .secretFileTooOpen(let path):
            return Sentence(
                what: french
                    ? "Le fichier du secret \(path) n'est pas utilisé." : "The secret file \(path) is not used.",
                why: french ? "D'autres que vous peuvent le lire." : "Others than you can read it.",
                remedy: "chmod 600 \(path)")
        case .secretCommandFailed(let program, let status):
            return Sentence(
                what: french ? "Le secret n'a pas été trouvé." : "The secret was not found.",
                why: french
                    ? "La commande \(program) a échoué (\(status))." : "The command \(program) failed (\(status)).",
                remedy: french ? "Lancez-la vous-même pour voir pourquoi." : "Run it yourself to see why.")
        case .secretEmpty(let place):
            return Sentence(
                what: french ? "Le secret est vide." : "The secret is empty.",
                why: french ? "Il vient de: \(place)." : "It comes from \(place).",
                remedy: french ? "Mettez-y le secret de l'application." : "Put the app's client secret there.")
        }
    }

    static func sentence(_ error: CommandError, _ language: Language) -> Sentence {
        let french = language == .fr
        switch error {
        case .notAnEntity(let word):
            return Sentence(
                what: french ? "\(word) n'est pas le nom d'une entité." : "\(word) is not the name of an entity.",
                remedy: french ? "Les noms: couplet plugins" : "The names: couplet plugins")
        case .noSuchRecord(let word):
            return Sentence(
                what: french
                    ? "Aucun enregistrement numéro \(word) dans l'ERP."
                    : "There is no record with the number \(word) in the ERP.",
                remedy: french
                    ? "Nommez-le par son identifiant dans l'un des deux systèmes."
                    : "Name it by its id in either system.")
        case .notInstalled(let word, let nearest):
            return Sentence(
                what: french ? "Aucun plugin pour \(word)." : "No plugin is installed for \(word).",
                remedy: nearest.map { french ? "Vouliez-vous dire \($0)?" : "Did you mean \($0)?" }
                    ?? (french ? "Les noms: couplet plugins" : "The names: couplet plugins"))
        case .noPlugins(let folder):
            return Sentence(
                what: french ? "Aucun plugin n'est installé." : "No plugin is installed.",
                why: french ? "Le dossier \(folder) n'existe pas." : "The folder \(folder) does not exist.",
                remedy: french
                    ? "Installez-les: Plugins/install .build/release \(folder)"
                    : "Install them: Plugins/install .build/release \(folder)")
        case .sandboxNotReady(let reason):
            return Sentence(
                what: french ? "Le bac à sable n'a pas démarré." : "The sandbox did not start.", why: reason,
                remedy: french
                    ? "Lancez-le à la main pour voir pourquoi: couplet-sandbox serve"
                    : "Start it by hand to see why: couplet-sandbox serve")
        case .sandboxNotRunning(let place):
            return Sentence(
                what: french ? "Aucun bac à sable ne tourne ici." : "No sandbox runs here.", why: place,
                remedy: "couplet sandbox start")
        case .sandboxRefused(let reason):
            return Sentence(
                what: french ? "Le bac à sable a refusé." : "The sandbox refused.", why: reason,
                remedy: french
                    ? "Voyez ce qu'il connaît: couplet sandbox fault --help"
                    : "See what it knows: couplet sandbox fault --help")
        }
    }

    static func unexpected(_ error: any Error, _ language: Language) -> Sentence {
        Sentence(
            what: language == .fr ? "Quelque chose d'imprévu s'est produit." : "Something unforeseen happened.",
            why: "\(error)",
            remedy: language == .fr
                ? "Rien de ce qui a été validé n'est perdu. Signalez-le avec cette ligne."
                : "Nothing that was committed is lost. Report it with this line.")
    }

    static func sentence(_ error: PlanError, _ language: Language) -> Sentence {
        let french = language == .fr
        func nearest(_ word: String?, _ known: [String]) -> String {
            let list = known.joined(separator: ", ")
            return word.map { french ? "Vouliez-vous dire \($0)?" : "Did you mean \($0)?" }
                ?? (french ? "Connus: \(list)." : "Known are: \(list).")
        }
        switch error {
        case .cycle(let path):
            let circle = path.map(\.text).joined(separator: " -> ")
            return Sentence(
                what: french ? "Aucun ordre n'est possible." : "No order is possible.",
                why: french
                    ? "Des entités dépendent les unes des autres en cercle: \(circle)."
                    : "Entities need one another in a circle: \(circle).",
                remedy: french
                    ? "Retirez l'une de ces dépendances de son manifeste."
                    : "Take one of these needs out of its manifest.")
        case .unknownEntity(let word, let near, let known):
            return Sentence(
                what: french ? "Il n'y a pas d'entité \(word)." : "There is no entity \(word).",
                remedy: nearest(near, known))
        case .unknownTag(let word, let near, let known):
            return Sentence(
                what: french ? "Aucune entité n'a l'étiquette \(word)." : "No entity has the tag \(word).",
                remedy: nearest(near, known))
        case .unknownState(let word, let near, let known):
            return Sentence(
                what: french ? "Il n'y a pas d'état \(word)." : "There is no state \(word).",
                remedy: nearest(near, known))
        case .notASelection(let word):
            return Sentence(
                what: french ? "\(word) n'est pas une sélection." : "\(word) is not a selection.",
                remedy: french
                    ? "Par exemple: customers, +customers, currencies+, 1+customers, tag:master, state:failed, retry."
                    : "For example: customers, +customers, currencies+, 1+customers, tag:master, state:failed, retry.")
        case .nothingSelected(let words, let except):
            let typed = (words + except.map { "--except \($0)" }).joined(separator: " ")
            return Sentence(
                what: french ? "Rien n'est sélectionné." : "Nothing is selected.",
                why: words == ["retry"]
                    ? (french
                        ? "Aucune entité n'a échoué, n'est bloquée ou n'est restée à faire."
                        : "No entity failed, is blocked, or was left over.")
                    : (french ? "La sélection est vide: \(typed)." : "The selection is empty: \(typed)."),
                remedy: french ? "Pour tout lancer: couplet sync" : "To run everything: couplet sync")
        case .noEntities:
            return Sentence(
                what: french ? "Aucun plugin n'est installé." : "No plugin is installed.",
                remedy: french
                    ? "Installez-les: Plugins/install .build/release DOSSIER"
                    : "Install them: Plugins/install .build/release FOLDER")
        }
    }
}
