import Coordinator
import Model

/// Every sentence that the command line composes by itself, keyed by what happened.
enum Sentences {
    static func sentence(_ error: ConfigurationError, _ language: Language) -> Sentence {
        let place = error.line.map { "\(error.path), \(language.pick("line", "ligne")) \($0)" } ?? error.path
        let pick = language.pick
        switch error.reason {
        case .fileMissing:
            return Sentence(
                what: pick("There is no configuration \(error.path).", "Il n'y a pas de configuration \(error.path)."),
                remedy: pick(
                    "Name the file (--configuration FILE), or make one with the sandbox: couplet sandbox start.",
                    "Nommez le fichier (--configuration FICHIER), ou créez-en un avec le bac à sable : couplet sandbox start."
                ))
        case .fileUnreadable(let reason):
            return Sentence(
                what: pick(
                    "The configuration \(error.path) can't be read: \(words(reason, language)).",
                    "La configuration \(error.path) est illisible : \(words(reason, language))."),
                remedy: pick(
                    "Name the file itself (--configuration FILE), and check its permissions.",
                    "Nommez le fichier lui-même (--configuration FICHIER), et vérifiez ses droits."))
        case .notYAML(let reason):
            return Sentence(
                what: pick("\(place): this is not YAML.", "\(place) : ce n'est pas du YAML."),
                why: words(reason, language),
                remedy: pick(
                    "Mend it; docs/guides/connect.md shows a whole configuration.",
                    "Corrigez-le ; docs/guides/connect.md montre une configuration complète."))
        case .missing(let key):
            return Sentence(
                what: pick("\(place): \(key) is missing.", "\(place) : il manque \(key)."),
                remedy: pick(
                    "Add it; docs/guides/connect.md shows a whole configuration.",
                    "Ajoutez-le ; docs/guides/connect.md montre une configuration complète."))
        case .unknown(let key, let nearest, let allowed):
            let list = allowed.joined(separator: ", ")
            return Sentence(
                what: pick("\(place): there is no setting \(key).", "\(place) : \(key) n'existe pas."),
                remedy: nearest.map { pick("Did you mean \($0)?", "Vouliez-vous dire \($0) ?") }
                    ?? (pick("Allowed here: \(list).", "Ici sont permis : \(list).")))
        case .wrongKind(let key, let expected):
            let named = key.isEmpty ? pick("the whole", "l'ensemble") : key
            return Sentence(
                what: pick("\(place): \(named) has the wrong form.", "\(place) : \(named) n'a pas la bonne forme."),
                remedy: pick("Expected: \(words(expected, language)).", "Attendu : \(words(expected, language))."))
        case .notAllowed(let key, let value, let allowed):
            let list = allowed.joined(separator: ", ")
            return Sentence(
                what: pick("\(place): \(key) can't be \(value).", "\(place) : \(key) ne peut pas être \(value)."),
                remedy: pick("Allowed: \(list).", "Sont permis : \(list)."))
        case .pathMissing(let key, let path):
            return Sentence(
                what: pick(
                    "\(place): \(key) names \(path), which does not exist.",
                    "\(place) : \(key) nomme \(path), qui n'existe pas."),
                remedy: pick("Mend the path, or make it.", "Corrigez le chemin, ou créez-le."))
        case .noBubblewrap(let key):
            return Sentence(
                what: pick(
                    "\(place): \(key) is bubblewrap, which is not installed.",
                    "\(place) : \(key) est bubblewrap, qui n'est pas installé."),
                remedy: pick(
                    "Install it: apt-get install bubblewrap. Or write none: then plugins run as trusted code.",
                    "Installez-le : apt-get install bubblewrap. Ou écrivez none : alors les modules sont du code de confiance."
                ))
        case .bubblewrapRefused(let key, let refusal):
            return Sentence(
                what: pick(
                    "\(place): \(key) is bubblewrap, which can't start anything here, and no plugin was started.",
                    "\(place) : \(key) est bubblewrap, qui ne peut rien lancer ici, et aucun module n'a été lancé."),
                why: Self.words(refusal, language),
                remedy: pick(
                    "Permit user namespaces (sysctl user.max_user_namespaces, kernel.apparmor_restrict_unprivileged_userns; in a container, its seccomp profile), or write none: then plugins run as trusted code.",
                    "Permettez les espaces de noms d'utilisateur (sysctl user.max_user_namespaces, kernel.apparmor_restrict_unprivileged_userns ; dans un conteneur, son profil seccomp), ou écrivez none : alors les modules sont du code de confiance."
                ))
        case .mapIsNoSetting(let entity):
            return Sentence(
                what: pick(
                    "\(place): entities.\(entity).settings.mapping is no setting.",
                    "\(place) : entities.\(entity).settings.mapping n'est pas un réglage."),
                why: pick(
                    "What changes the map of an entity stands in a file of its own.",
                    "Ce qui change la correspondance d'une entité figure dans un fichier à part."),
                remedy: pick(
                    "Write it into mappings/\(entity).yaml beside the configuration: docs/guides/customize-a-map.md",
                    "Écrivez-le dans mappings/\(entity).yaml à côté de la configuration : docs/guides/customize-a-map.md"
                ))
        case .amongPrograms(let key, let path, let folder):
            return Sentence(
                what: pick(
                    "\(place): \(key) is bubblewrap, behind which every plugin could read \(path).",
                    "\(place) : \(key) est bubblewrap, derrière lequel chaque module pourrait lire \(path)."),
                why: pick(
                    "It lies directly in \(folder), which plugins need for their programs.",
                    "Il se trouve directement dans \(folder), dont les modules ont besoin pour leurs programmes."),
                remedy: pick(
                    "Move it into a folder of its own, such as \(folder)/couplet, or out of \(folder).",
                    "Déplacez-le dans un dossier à lui, tel que \(folder)/couplet, ou hors de \(folder)."))
        case .secretMissing(let name):
            return Sentence(
                what: pick("The secret was not found.", "Le secret n'a pas été trouvé."),
                why: pick(
                    "The environment variable \(name) is not set.",
                    "La variable d'environnement \(name) n'est pas définie."),
                remedy: pick("Set it before you start couplet.", "Définissez-la avant de lancer couplet."))
        case .secretFileMissing(let path):
            return Sentence(
                what: pick("The secret was not found.", "Le secret n'a pas été trouvé."),
                why: pick(
                    "The file \(path) does not exist or can't be read.",
                    "Le fichier \(path) n'existe pas ou est illisible."),
                remedy: pick("Create it with mode 0600.", "Créez-le avec les droits 0600."))
        case .secretFileTooOpen(let path):
            return Sentence(
                what: pick("The secret file \(path) is not used.", "Le fichier du secret \(path) n'est pas utilisé."),
                why: pick("Others than you can read it.", "D'autres que vous peuvent le lire."),
                remedy: "chmod 600 \(path)")
        case .secretCommandFailed(let program, let status):
            return Sentence(
                what: pick("The secret was not found.", "Le secret n'a pas été trouvé."),
                why: pick("The command \(program) failed (\(status)).", "La commande \(program) a échoué (\(status))."),
                remedy: pick("Run it yourself to see why.", "Lancez-la vous-même pour voir pourquoi."))
        case .secretCommandSlow(let program):
            return Sentence(
                what: pick("The secret was not found.", "Le secret n'a pas été trouvé."),
                why: pick(
                    "The command \(program) did not end in time.", "La commande \(program) n'a pas fini à temps."),
                remedy: pick(
                    "It must not ask anything: run it yourself to see what it waits for.",
                    "Elle ne doit rien demander : lancez-la vous-même pour voir ce qu'elle attend."))
        case .secretEmpty(let source):
            return Sentence(
                what: pick("The secret is empty.", "Le secret est vide."),
                why: Self.origin(source, language),
                remedy: pick("Put the app's client secret there.", "Mettez-y le secret de l'application."))
        }
    }

    private static func origin(_ source: Configuration.SecretSource, _ language: Language) -> String {
        switch source {
        case .environment(let name):
            language.pick(
                "It comes from the environment variable \(name).", "Il vient de la variable d'environnement \(name).")
        case .file(let path): language.pick("It comes from the file \(path).", "Il vient du fichier \(path).")
        case .command(let words):
            language.pick(
                "It comes from the command \(words.first ?? "").", "Il vient de la commande \(words.first ?? "").")
        }
    }

    private static func words(_ refusal: Bubblewrap.Refusal, _ language: Language) -> String {
        switch refusal {
        case .said(let said):
            let told = said.isEmpty ? "" : language.pick(" It says: \(said).", " Il dit : \(said).")
            return language.pick(
                "This machine does not let it make namespaces.\(told)",
                "Cette machine ne lui permet pas de créer des espaces de noms.\(told)")
        case .silent:
            return language.pick(
                "A program that does nothing did not end within five seconds behind it.",
                "Un programme qui ne fait rien n'a pas fini en cinq secondes derrière lui.")
        }
    }

    private static func words(_ cause: ConfigurationError.Unreadable, _ language: Language) -> String {
        switch cause {
        case .system(let number): SystemError.words(number, in: language)
        case .notPlain: language.pick("it is no plain file", "ce n'est pas un fichier ordinaire")
        case .tooLarge(let limit):
            language.pick("it is larger than \(limit) bytes", "elle dépasse \(limit) octets")
        }
    }

    private static func words(_ cause: ConfigurationError.Malformed, _ language: Language) -> String {
        switch cause {
        case .tab:
            language.pick(
                "The line is indented with a tab, where YAML wants blanks.",
                "La ligne est en retrait par une tabulation, où YAML veut des espaces.")
        case .twice(let key): language.pick("\(key) stands there twice.", "\(key) y figure deux fois.")
        case .noText:
            language.pick("It holds bytes that are no text.", "Elle contient des octets qui ne sont pas du texte.")
        case .other:
            language.pick(
                "Its brackets, quotes or indentation do not fit together there.",
                "Ses crochets, guillemets ou retraits ne vont pas ensemble à cet endroit.")
        }
    }

    private static func remedy(_ obstacle: CommandError.SandboxObstacle, _ language: Language) -> String {
        switch obstacle {
        case .unwritable, .foreignStore:
            language.pick(
                "Name another folder: couplet sandbox start --folder FOLDER",
                "Indiquez un autre dossier : couplet sandbox start --folder DOSSIER")
        case .notInstalled, .system, .said:
            language.pick(
                "Start it by hand to see why: couplet-sandbox serve",
                "Lancez-le à la main pour voir pourquoi : couplet-sandbox serve")
        }
    }

    private static func words(_ obstacle: CommandError.SandboxObstacle, _ language: Language) -> String {
        switch obstacle {
        case .notInstalled:
            language.pick(
                "couplet-sandbox does not lie beside couplet.", "couplet-sandbox ne se trouve pas à côté de couplet.")
        case .unwritable(let path): language.pick("\(path) can't be written.", "Impossible d'écrire \(path).")
        case .foreignStore(let path):
            language.pick(
                "\(path) is a store that no sandbox made, and a new sandbox begins with a new one.",
                "\(path) est une base qu'aucun bac à sable n'a faite, et un nouveau bac à sable commence avec une nouvelle."
            )
        case .system(let number):
            language.pick(
                "The system says: \(SystemError.words(number)).",
                "Le système dit : \(SystemError.words(number, in: .fr)).")
        case .said(let words): words.asSentence
        }
    }

    private static func words(_ expected: ConfigurationError.Expected, _ language: Language) -> String {
        switch expected {
        case .settings: language.pick("settings, one a line", "des réglages, un par ligne")
        case .text: language.pick("a text", "un texte")
        case .texts: language.pick("a list of texts, such as [a, b]", "une liste de textes, comme [a, b]")
        case .truth: language.pick("true or false", "true ou false")
        case .value:
            language.pick(
                "a text, a number, true or false, or a list of them",
                "un texte, un nombre, true ou false, ou une liste de ceux-ci")
        case .entity: language.pick("an entity's name, such as customers", "le nom d'une entité, comme customers")
        case .whole(let range) where range.upperBound == Int.max:
            language.pick(
                "a whole number of at least \(range.lowerBound)", "un nombre entier d'au moins \(range.lowerBound)")
        case .whole(let range):
            language.pick(
                "a whole number from \(range.lowerBound) to \(range.upperBound)",
                "un nombre entier de \(range.lowerBound) à \(range.upperBound)")
        }
    }

    static func sentence(_ error: CommandError, _ language: Language) -> Sentence {
        let pick = language.pick
        switch error {
        case .notAnEntity(let word):
            return Sentence(
                what: pick("\(word) is not the name of an entity.", "\(word) n'est pas le nom d'une entité."),
                remedy: pick("The names: couplet plugins", "Les noms : couplet plugins"))
        case .noSuchRecord(let word):
            return Sentence(
                what: pick(
                    "No record is called \(word).",
                    "Aucun enregistrement ne s'appelle \(word)."),
                remedy: pick(
                    "Name it by its number, its whole name, or its id in either system.",
                    "Nommez-le par son numéro, son nom entier, ou son identifiant dans l'un des systèmes.")
            )
        case .notInstalled(let word, let nearest):
            return Sentence(
                what: pick("No plugin is installed for \(word).", "Aucun module pour \(word)."),
                remedy: nearest.map { pick("Did you mean \($0)?", "Vouliez-vous dire \($0) ?") }
                    ?? (pick("The names: couplet plugins", "Les noms : couplet plugins")))
        case .switchedOff(let word):
            return Sentence(
                what: pick("The entity \(word) is switched off.", "L'entité \(word) est désactivée."),
                why: pick(
                    "The configuration says so, or its plugin does where the configuration says nothing.",
                    "La configuration le dit, ou son module quand la configuration ne dit rien."),
                remedy: pick(
                    "Write into the configuration: entities: { \(word): { enabled: true } }",
                    "Écrivez dans la configuration : entities: { \(word): { enabled: true } }"))
        case .noRecording(let folder, let number):
            let reason = SystemError.words(number, in: language)
            return Sentence(
                what: pick(
                    "The conversations can't be recorded in \(folder).",
                    "Les conversations ne peuvent pas être enregistrées dans \(folder)."),
                why: pick("The system says: \(reason).", "Le système dit : \(reason)."),
                remedy: pick(
                    "Name a folder that you may write to: --record-conversations FOLDER",
                    "Nommez un dossier où vous pouvez écrire : --record-conversations DOSSIER"))
        case .tooFewFiles(let limit, let needed):
            return Sentence(
                what: pick("Nothing was started.", "Rien n'a été lancé."),
                why: pick(
                    "Only \(limit) files and connections may be open here at the same time; Couplet needs \(needed).",
                    "Seuls \(limit) fichiers et connexions peuvent être ouverts ici à la fois ; il en faut \(needed)."),
                remedy: pick(
                    "Raise the limit, for example with: ulimit -n 1024",
                    "Relevez la limite, par exemple avec : ulimit -n 1024"))
        case .tooFewThreads(let needed):
            return Sentence(
                what: pick("Nothing was started.", "Rien n'a été lancé."),
                why: pick(
                    "Fewer than \(needed) threads can run here at the same time.",
                    "Moins de \(needed) fils d'exécution peuvent tourner ici à la fois."),
                remedy: pick(
                    "Raise the limit of this user, for example with: ulimit -u 1024",
                    "Relevez la limite de cet utilisateur, par exemple avec : ulimit -u 1024"))
        case .tooLittleMemory(let limit, let needed):
            return Sentence(
                what: pick("Nothing was started.", "Rien n'a été lancé."),
                why: pick(
                    "Only \(limit >> 20) MiB of address space may be used here; Couplet needs \(needed >> 20).",
                    "Seuls \(limit >> 20) Mio d'espace d'adressage sont permis ici ; il en faut \(needed >> 20)."),
                remedy: pick(
                    "Raise the limit, for example with: ulimit -v unlimited",
                    "Relevez la limite, par exemple avec : ulimit -v unlimited"))
        case .outputLost(let number):
            let reason = SystemError.words(number, in: language)
            return Sentence(
                what: pick("The result could not be written.", "Le résultat n'a pas pu être écrit."),
                why: pick("The system says: \(reason).", "Le système dit : \(reason)."),
                remedy: pick(
                    "What was done is stored. Send the output elsewhere, and look again: couplet status",
                    "Ce qui a été fait est enregistré. Dirigez la sortie ailleurs, et regardez : couplet status"))
        case .noPlugins(let folder):
            return Sentence(
                what: pick("No plugin is installed.", "Aucun module n'est installé."),
                why: pick("The folder \(folder) does not exist.", "Le dossier \(folder) n'existe pas."),
                remedy: pick(
                    "Install them: Plugins/install .build/release \(folder)",
                    "Installez-les : Plugins/install .build/release \(folder)"))
        case .sandboxNotReady(let obstacle):
            return Sentence(
                what: pick("The sandbox did not start.", "Le bac à sable n'a pas démarré."),
                why: words(obstacle, language), remedy: remedy(obstacle, language))
        case .sandboxNotRunning(let place):
            return Sentence(
                what: pick("No sandbox runs here.", "Aucun bac à sable ne tourne ici."),
                why: pick("The folder \(place) tells of none.", "Le dossier \(place) n'en indique aucun."),
                remedy: pick("Start one: couplet sandbox start", "Démarrez-en un : couplet sandbox start"))
        case .sandboxRefused(let reason):
            return Sentence(
                what: pick("The sandbox refused.", "Le bac à sable a refusé."), why: reason,
                remedy: pick(
                    "See what it knows: couplet sandbox fault --help",
                    "Voyez ce qu'il connaît : couplet sandbox fault --help"))
        }
    }

    static func unexpected(_ error: any Error, _ language: Language) -> Sentence {
        let pick = language.pick
        return Sentence(
            what: pick("Something unforeseen happened.", "Quelque chose d'imprévu s'est produit."),
            why: pick("Its kind is \(type(of: error)).", "Son type est \(type(of: error))."),
            remedy: pick(
                "Nothing that was committed is lost. Report it with this line; --verbose says more.",
                "Rien de ce qui a été validé n'est perdu. Signalez-le avec cette ligne ; --verbose en dit plus."))
    }

    static func sentence(_ error: PlanError, _ language: Language) -> Sentence {
        let pick = language.pick
        func nearest(_ word: String?, _ known: [String]) -> String {
            let list = known.joined(separator: ", ")
            return word.map { pick("Did you mean \($0)?", "Vouliez-vous dire \($0) ?") }
                ?? (pick("Known are: \(list).", "Connus : \(list)."))
        }
        switch error {
        case .cycle(let path):
            let circle = path.map(\.text).joined(separator: " -> ")
            return Sentence(
                what: pick("No order is possible.", "Aucun ordre n'est possible."),
                why: pick(
                    "Entities need one another in a circle: \(circle).",
                    "Des entités dépendent les unes des autres en cercle : \(circle)."),
                remedy: pick(
                    "Take one of these needs out of its manifest.", "Retirez l'une de ces dépendances de son manifeste."
                ))
        case .unknownEntity(let word, let near, let known):
            return Sentence(
                what: pick("There is no entity \(word).", "Il n'y a pas d'entité \(word)."),
                remedy: nearest(near, known))
        case .unknownTag(let word, let near, let known):
            return Sentence(
                what: pick("No entity has the tag \(word).", "Aucune entité n'a l'étiquette \(word)."),
                remedy: nearest(near, known))
        case .unknownState(let word, let near, let known):
            return Sentence(
                what: pick("There is no state \(word).", "Il n'y a pas d'état \(word)."),
                remedy: nearest(near, known))
        case .notASelection(let word):
            let shown = word.contains { !$0.isWhitespace } ? word : pick("A blank", "Un espace")
            return Sentence(
                what: pick("\(shown) is not a selection.", "\(shown) n'est pas une sélection."),
                remedy: pick(
                    "For example: customers, +customers, currencies+, 1+customers, tag:master, state:failed, retry.",
                    "Par exemple : customers, +customers, currencies+, 1+customers, tag:master, state:failed, retry."))
        case .nothingSelected(let words, let except):
            let typed = (words + except.map { "--except \($0)" }).joined(separator: " ")
            return Sentence(
                what: pick("Nothing is selected.", "Rien n'est sélectionné."),
                why: words == ["retry"]
                    ? (pick(
                        "No entity failed, is blocked, or was left over.",
                        "Aucune entité n'a échoué, n'est bloquée ou n'est restée à faire."))
                    : (pick("The selection is empty: \(typed).", "La sélection est vide : \(typed).")),
                remedy: pick("To run everything: couplet sync", "Pour tout lancer : couplet sync"))
        case .noEntities:
            return Sentence(
                what: pick("No plugin is installed.", "Aucun module n'est installé."),
                remedy: pick(
                    "Install them: Plugins/install .build/release FOLDER",
                    "Installez-les : Plugins/install .build/release DOSSIER"))
        }
    }
}

extension String {
    /// The text with a full stop, when it has none.
    fileprivate var asSentence: String { last.map { ".!?".contains($0) } ?? true ? self : self + "." }
}
