import ArgumentParser
import Coordinator
import Model
import PluginProtocol
import SyncStore
import Testing

@testable import couplet

/// Every message that the command line composes itself, word for word.
@Suite("What a person reads when a command can't do its work")
struct ErrorMessageTests {
    // MARK: the configuration

    @Test("about the configuration", arguments: Self.aboutConfiguration)
    func configuration(_ reason: ConfigurationError.Reason, _ line: String) {
        let error = ConfigurationError(path: "couplet.yaml", line: 7, reason: reason)
        #expect(ErrorReport(error, language: .en).sentence.line == line)
        #expect(ErrorReport(error, language: .en).exitCode == ExitCodes.usage)
    }

    private static let aboutConfiguration: [(ConfigurationError.Reason, String)] = [
        (
            .fileMissing,
            "There is no configuration couplet.yaml. Name the file (--configuration FILE), or make one with the sandbox: couplet sandbox start."
        ),
        (
            .fileUnreadable(.system(13)),
            "The configuration couplet.yaml can't be read: Permission denied. Name the file itself (--configuration FILE), and check its permissions."
        ),
        (
            .notYAML(.tab),
            "couplet.yaml, line 7: this is not YAML. The line is indented with a tab, where YAML wants blanks. Mend it; docs/guides/connect.md shows a whole configuration."
        ),
        (
            .notYAML(.twice("store")),
            "couplet.yaml, line 7: this is not YAML. store stands there twice. Mend it; docs/guides/connect.md shows a whole configuration."
        ),
        (
            .wrongKind("", expected: .settings),
            "couplet.yaml, line 7: the whole has the wrong form. Expected: settings, one a line."
        ),
        (
            .missing("erp.url"),
            "couplet.yaml, line 7: erp.url is missing. Add it; docs/guides/connect.md shows a whole configuration."
        ),
        (
            .unknown("stor", nearest: "store", allowed: ["store"]),
            "couplet.yaml, line 7: there is no setting stor. Did you mean store?"
        ),
        (
            .unknown("colour", nearest: nil, allowed: ["erp", "crm"]),
            "couplet.yaml, line 7: there is no setting colour. Allowed here: erp, crm."
        ),
        (
            .wrongKind("sideBySide", expected: .whole(1...64)),
            "couplet.yaml, line 7: sideBySide has the wrong form. Expected: a whole number from 1 to 64."
        ),
        (
            .notAllowed("plugins.ownership", value: "nobody", allowed: ["person", "team"]),
            "couplet.yaml, line 7: plugins.ownership can't be nobody. Allowed: person, team."
        ),
        (
            .pathMissing("plugins.folders", path: "/srv/plugins"),
            "couplet.yaml, line 7: plugins.folders names /srv/plugins, which does not exist. Mend the path, or make it."
        ),
        (
            .bubblewrapRefused("plugins.launcher", .silent),
            "couplet.yaml, line 7: plugins.launcher is bubblewrap, which can't start anything here, and no plugin was started. A program that does nothing did not end within five seconds behind it. Permit user namespaces (sysctl user.max_user_namespaces, kernel.apparmor_restrict_unprivileged_userns; in a container, its seccomp profile), or write none: then plugins run as trusted code."
        ),
        (
            .bubblewrapRefused("plugins.launcher", .said("bwrap: No permissions to create new namespace")),
            "couplet.yaml, line 7: plugins.launcher is bubblewrap, which can't start anything here, and no plugin was started. This machine does not let it make namespaces. It says: bwrap: No permissions to create new namespace. Permit user namespaces (sysctl user.max_user_namespaces, kernel.apparmor_restrict_unprivileged_userns; in a container, its seccomp profile), or write none: then plugins run as trusted code."
        ),
        (
            .secretMissing("COUPLET_CLIENT_SECRET"),
            "The secret was not found. The environment variable COUPLET_CLIENT_SECRET is not set. Set it before you start couplet."
        ),
        (
            .secretFileMissing("/etc/couplet/secret"),
            "The secret was not found. The file /etc/couplet/secret does not exist or can't be read. Create it with mode 0600."
        ),
        (
            .secretFileTooOpen("/etc/couplet/secret"),
            "The secret file /etc/couplet/secret is not used. Others than you can read it. chmod 600 /etc/couplet/secret"
        ),
        (
            .secretCommandFailed("pass", status: "1"),
            "The secret was not found. The command pass failed (1). Run it yourself to see why."
        ),
        (
            .secretCommandSlow("pass"),
            "The secret was not found. The command pass did not end in time. It must not ask anything: run it yourself to see what it waits for."
        ),
        (
            .secretEmpty(.file("secret")),
            "The secret is empty. It comes from the file secret. Put the app's client secret there."
        ),
    ]

    // MARK: the command

    @Test("about the command", arguments: Self.aboutCommands)
    func command(_ error: CommandError, _ line: String) {
        #expect(ErrorReport(error, language: .en).sentence.line == line)
        #expect(ErrorReport(error, language: .en).exitCode == ExitCodes.usage)
    }

    private static let aboutCommands: [(CommandError, String)] = [
        (.notAnEntity("Customers!"), "Customers! is not the name of an entity. The names: couplet plugins"),
        (
            .noSuchRecord("99999"),
            "No record is called 99999. Name it by its number, its whole name, or its id in either system."
        ),
        (
            .notInstalled("custmers", nearest: "customers"),
            "No plugin is installed for custmers. Did you mean customers?"
        ),
        (
            .switchedOff("vendors"),
            "The entity vendors is switched off. The configuration says so, or its plugin does where the configuration says nothing. Write into the configuration: entities: { vendors: { enabled: true } }"
        ),
        (.notInstalled("quotes", nearest: nil), "No plugin is installed for quotes. The names: couplet plugins"),
        (
            .tooFewFiles(32, needed: 128),
            "Nothing was started. Only 32 files and connections may be open here at the same time; Couplet needs 128. Raise the limit, for example with: ulimit -n 1024"
        ),
        (
            .tooFewThreads(needed: 24),
            "Nothing was started. Fewer than 24 threads can run here at the same time. Raise the limit of this user, for example with: ulimit -u 1024"
        ),
        (
            .tooLittleMemory(200 << 20, needed: 1024 << 20),
            "Nothing was started. Only 200 MiB of address space may be used here; Couplet needs 1024. Raise the limit, for example with: ulimit -v unlimited"
        ),
        (
            .noPlugins("/opt/couplet/plugins"),
            "No plugin is installed. The folder /opt/couplet/plugins does not exist. Install them: Plugins/install .build/release /opt/couplet/plugins"
        ),
        (
            .sandboxNotReady(.said("The port 8080 is taken")),
            "The sandbox did not start. The port 8080 is taken. Start it by hand to see why: couplet-sandbox serve"
        ),
        (
            .sandboxNotReady(.foreignStore("./couplet.sqlite")),
            "The sandbox did not start. ./couplet.sqlite is a store that no sandbox made, and a new sandbox begins with a new one. Name another folder: couplet sandbox start --folder FOLDER"
        ),
        (
            .sandboxNotRunning("sandbox"),
            "No sandbox runs here. The folder sandbox tells of none. Start one: couplet sandbox start"
        ),
        (
            .noRecording("said", 13),
            "The conversations can't be recorded in said. The system says: Permission denied. Name a folder that you may write to: --record-conversations FOLDER"
        ),
        (
            .sandboxRefused("A system is erp or crm, not 'x'."),
            "The sandbox refused. A system is erp or crm, not 'x'. See what it knows: couplet sandbox fault --help"
        ),
    ]

    // MARK: the selection

    @Test("about the selection", arguments: Self.aboutPlans)
    func plan(_ error: PlanError, _ line: String) {
        #expect(ErrorReport(error, language: .en).sentence.line == line)
        #expect(ErrorReport(error, language: .en).exitCode == ExitCodes.usage)
    }

    private static let aboutPlans: [(PlanError, String)] = [
        (
            .cycle(["customers", "contacts", "customers"]),
            "No order is possible. Entities need one another in a circle: customers -> contacts -> customers. Take one of these needs out of its manifest."
        ),
        (
            .unknownEntity("custmers", nearest: "customers", known: ["customers"]),
            "There is no entity custmers. Did you mean customers?"
        ),
        (
            .unknownEntity("quotes", nearest: nil, known: ["customers", "items"]),
            "There is no entity quotes. Known are: customers, items."
        ),
        (
            .unknownTag("mastr", nearest: "master", known: ["master"]),
            "No entity has the tag mastr. Did you mean master?"
        ),
        (.unknownState("faild", nearest: "failed", known: ["failed"]), "There is no state faild. Did you mean failed?"),
        (
            .notASelection("++"),
            "++ is not a selection. For example: customers, +customers, currencies+, 1+customers, tag:master, state:failed, retry."
        ),
        (
            .nothingSelected(words: ["retry"], except: []),
            "Nothing is selected. No entity failed, is blocked, or was left over. To run everything: couplet sync"
        ),
        (
            .nothingSelected(words: ["customers"], except: ["customers"]),
            "Nothing is selected. The selection is empty: customers --except customers. To run everything: couplet sync"
        ),
        (.noEntities, "No plugin is installed. Install them: Plugins/install .build/release FOLDER"),
    ]

    // MARK: in every language

    @Test("each of them is said in French too, word for word")
    func french() {
        let errors: [any Error] =
            Self.aboutConfiguration.map { ConfigurationError(path: "couplet.yaml", line: 7, reason: $0.0) }
            + Self.aboutCommands.map(\.0) + Self.aboutPlans.map(\.0)
        let lines = errors.map { ErrorReport($0, language: .fr).sentence.line.replacing("\u{A0}", with: " ") }
        #expect(lines == Self.inFrench)
    }

    /// In the order of the English ones.
    private static let inFrench: [String] = [
        "Il n'y a pas de configuration couplet.yaml. Nommez le fichier (--configuration FICHIER), ou créez-en un avec le bac à sable : couplet sandbox start.",
        "La configuration couplet.yaml est illisible : permission refusée. Nommez le fichier lui-même (--configuration FICHIER), et vérifiez ses droits.",
        "couplet.yaml, ligne 7 : ce n'est pas du YAML. La ligne est en retrait par une tabulation, où YAML veut des espaces. Corrigez-le ; docs/guides/connect.md montre une configuration complète.",
        "couplet.yaml, ligne 7 : ce n'est pas du YAML. store y figure deux fois. Corrigez-le ; docs/guides/connect.md montre une configuration complète.",
        "couplet.yaml, ligne 7 : l'ensemble n'a pas la bonne forme. Attendu : des réglages, un par ligne.",
        "couplet.yaml, ligne 7 : il manque erp.url. Ajoutez-le ; docs/guides/connect.md montre une configuration complète.",
        "couplet.yaml, ligne 7 : stor n'existe pas. Vouliez-vous dire store ?",
        "couplet.yaml, ligne 7 : colour n'existe pas. Ici sont permis : erp, crm.",
        "couplet.yaml, ligne 7 : sideBySide n'a pas la bonne forme. Attendu : un nombre entier de 1 à 64.",
        "couplet.yaml, ligne 7 : plugins.ownership ne peut pas être nobody. Sont permis : person, team.",
        "couplet.yaml, ligne 7 : plugins.folders nomme /srv/plugins, qui n'existe pas. Corrigez le chemin, ou créez-le.",
        "couplet.yaml, ligne 7 : plugins.launcher est bubblewrap, qui ne peut rien lancer ici, et aucun module n'a été lancé. Un programme qui ne fait rien n'a pas fini en cinq secondes derrière lui. Permettez les espaces de noms d'utilisateur (sysctl user.max_user_namespaces, kernel.apparmor_restrict_unprivileged_userns ; dans un conteneur, son profil seccomp), ou écrivez none : alors les modules sont du code de confiance.",
        "couplet.yaml, ligne 7 : plugins.launcher est bubblewrap, qui ne peut rien lancer ici, et aucun module n'a été lancé. Cette machine ne lui permet pas de créer des espaces de noms. Il dit : bwrap: No permissions to create new namespace. Permettez les espaces de noms d'utilisateur (sysctl user.max_user_namespaces, kernel.apparmor_restrict_unprivileged_userns ; dans un conteneur, son profil seccomp), ou écrivez none : alors les modules sont du code de confiance.",
        "Le secret n'a pas été trouvé. La variable d'environnement COUPLET_CLIENT_SECRET n'est pas définie. Définissez-la avant de lancer couplet.",
        "Le secret n'a pas été trouvé. Le fichier /etc/couplet/secret n'existe pas ou est illisible. Créez-le avec les droits 0600.",
        "Le fichier du secret /etc/couplet/secret n'est pas utilisé. D'autres que vous peuvent le lire. chmod 600 /etc/couplet/secret",
        "Le secret n'a pas été trouvé. La commande pass a échoué (1). Lancez-la vous-même pour voir pourquoi.",
        "Le secret n'a pas été trouvé. La commande pass n'a pas fini à temps. Elle ne doit rien demander : lancez-la vous-même pour voir ce qu'elle attend.",
        "Le secret est vide. Il vient du fichier secret. Mettez-y le secret de l'application.",
        "Customers! n'est pas le nom d'une entité. Les noms : couplet plugins",
        "Aucun enregistrement ne s'appelle 99999. Nommez-le par son numéro, son nom entier, ou son identifiant dans l'un des systèmes.",
        "Aucun module pour custmers. Vouliez-vous dire customers ?",
        "L'entité vendors est désactivée. La configuration le dit, ou son module quand la configuration ne dit rien. Écrivez dans la configuration : entities: { vendors: { enabled: true } }",
        "Aucun module pour quotes. Les noms : couplet plugins",
        "Rien n'a été lancé. Seuls 32 fichiers et connexions peuvent être ouverts ici à la fois ; il en faut 128. Relevez la limite, par exemple avec : ulimit -n 1024",
        "Rien n'a été lancé. Moins de 24 fils d'exécution peuvent tourner ici à la fois. Relevez la limite de cet utilisateur, par exemple avec : ulimit -u 1024",
        "Rien n'a été lancé. Seuls 200 Mio d'espace d'adressage sont permis ici ; il en faut 1024. Relevez la limite, par exemple avec : ulimit -v unlimited",
        "Aucun module n'est installé. Le dossier /opt/couplet/plugins n'existe pas. Installez-les : Plugins/install .build/release /opt/couplet/plugins",
        "Le bac à sable n'a pas démarré. The port 8080 is taken. Lancez-le à la main pour voir pourquoi : couplet-sandbox serve",
        "Le bac à sable n'a pas démarré. ./couplet.sqlite est une base qu'aucun bac à sable n'a faite, et un nouveau bac à sable commence avec une nouvelle. Indiquez un autre dossier : couplet sandbox start --folder DOSSIER",
        "Aucun bac à sable ne tourne ici. Le dossier sandbox n'en indique aucun. Démarrez-en un : couplet sandbox start",
        "Les conversations ne peuvent pas être enregistrées dans said. Le système dit : permission refusée. Nommez un dossier où vous pouvez écrire : --record-conversations DOSSIER",
        "Le bac à sable a refusé. A system is erp or crm, not 'x'. Voyez ce qu'il connaît : couplet sandbox fault --help",
        "Aucun ordre n'est possible. Des entités dépendent les unes des autres en cercle : customers -> contacts -> customers. Retirez l'une de ces dépendances de son manifeste.",
        "Il n'y a pas d'entité custmers. Vouliez-vous dire customers ?",
        "Il n'y a pas d'entité quotes. Connus : customers, items.",
        "Aucune entité n'a l'étiquette mastr. Vouliez-vous dire master ?",
        "Il n'y a pas d'état faild. Vouliez-vous dire failed ?",
        "++ n'est pas une sélection. Par exemple : customers, +customers, currencies+, 1+customers, tag:master, state:failed, retry.",
        "Rien n'est sélectionné. Aucune entité n'a échoué, n'est bloquée ou n'est restée à faire. Pour tout lancer : couplet sync",
        "Rien n'est sélectionné. La sélection est vide : customers --except customers. Pour tout lancer : couplet sync",
        "Aucun module n'est installé. Installez-les : Plugins/install .build/release DOSSIER",
    ]

    @Test("about a result that did not arrive: the work was done, the command failed", arguments: Language.allCases)
    func outputLost(language: Language) {
        let report = ErrorReport(CommandError.outputLost(28), language: language)
        #expect(report.exitCode == ExitCodes.failed)
        #expect(
            report.sentence.line.replacing("\u{A0}", with: " ")
                == (language == .en
                    ? "The result could not be written. The system says: No space left on device. What was done is stored. Send the output elsewhere, and look again: couplet status"
                    : "Le résultat n'a pas pu être écrit. Le système dit : plus de place sur le disque. Ce qui a été fait est enregistré. Dirigez la sortie ailleurs, et regardez : couplet status")
        )
    }

    @Test("about a store that nothing may be written beside", arguments: Language.allCases)
    func readOnlyStore(language: Language) {
        let report = ErrorReport(SyncStoreError.needsWritableFolder(path: "/mnt/couplet.sqlite"), language: language)
        #expect(report.exitCode == ExitCodes.usage)
        #expect(
            report.sentence.line.replacing("\u{A0}", with: " ")
                == (language == .en
                    ? "The store /mnt/couplet.sqlite can't be looked at here. Its folder is read-only, and SQLite puts two small files beside a store even to read it. Copy the files whose names begin with its name to a folder that you may write to, and name the copy under store: in a configuration."
                    : "La base /mnt/couplet.sqlite ne peut pas être consultée ici. Son dossier est en lecture seule, et SQLite place deux petits fichiers à côté d'une base même pour la lire. Copiez les fichiers dont le nom commence par le sien dans un dossier où vous pouvez écrire, et indiquez la copie sous store: dans une configuration.")
        )
        #expect(
            ErrorReport(SyncStoreError.readOnly(path: "s", during: .open), language: language).exitCode
                == ExitCodes.usage)
        #expect(
            ErrorReport(SyncStoreError.readOnly(path: "s", during: .commit), language: language).exitCode
                == ExitCodes.failed)
    }

    @Test("about a manifest: what is allowed is said in the language too")
    func manifest() {
        let allowed = "a small letter, then at most 40 small letters, digits and hyphens"
        let cause = PluginFault.Cause.manifest(
            ManifestError("name", .value("My Plugin", nearest: nil, allowed: allowed)))
        let fault = PluginFault(folder: "/opt/mine", entity: nil, cause)
        #expect(
            ErrorReport(fault, language: .fr).sentence.line.replacing("\u{A0}", with: " ").hasSuffix(
                "« My Plugin » n'est pas admis. Sont admis : une lettre minuscule, puis au plus 40 lettres minuscules, chiffres et traits d'union."
            ))
        #expect(ErrorReport(fault, language: .en).sentence.line.hasSuffix("Allowed: \(allowed)."))
    }

    // MARK: the parser

    @Test("what the parser of command lines says is said in French too, word for word", arguments: Self.parsed)
    func parser(_ words: [String], english: String, french: String) {
        Help.$language.withValue(.en) { #expect(refusal(words) == english) }
        Help.$language.withValue(.fr) {
            #expect(refusal(words).map(ParserWords().inFrench)?.replacing("\u{A0}", with: " ") == french)
        }
    }

    private func refusal(_ words: [String]) -> String? {
        do {
            _ = try Couplet.parseAsRoot(words)
            return nil
        } catch {
            return Couplet.message(for: error)
        }
    }

    private static let parsed: [([String], String, String)] = [
        (
            ["sync", "--exept", "items"], "Unknown option '--exept'. Did you mean '--except'?",
            "L'option --exept n'existe pas. Vouliez-vous dire --except ?"
        ),
        (["sync", "--colour"], "Unknown option '--colour'", "L'option --colour n'existe pas."),
        (
            ["sync", "--except"], "Missing value for '--except <selection>'",
            "Il manque la valeur de --except <selection>."
        ),
        (
            ["sync", "--full=yes"], "The option '--full' does not take any value, but 'yes' was specified.",
            "L'option --full ne prend pas de valeur, mais yes a été donné."
        ),
        (["status", "now"], "Unexpected argument 'now'", "L'argument now est de trop."),
        (
            ["status", "now", "then"], "2 unexpected arguments: 'now', 'then'",
            "2 arguments sont de trop : 'now', 'then'"
        ),
        (["why"], "Missing expected argument '<record>'", "Il manque l'argument <record>."),
        (
            ["plan", "--limit", "many"], "The value 'many' is invalid for '--limit <number>'",
            "La valeur many ne convient pas à --limit <number>."
        ),
        (
            ["plan", "--language", "de"],
            "The value 'de' is invalid for '--language <language>'. Please provide one of 'en' and 'fr'.",
            "La valeur de ne convient pas à --language <language>. Donnez l'une de : 'en' and 'fr'."
        ),
        (
            ["plan", "--limit", "0"], "--limit is at least 1; --summary shows the counts alone.",
            "--limit vaut au moins 1 ; --summary montre les comptes seuls."
        ),
        (
            ["sandbox", "fault", "throtle"], "There is no fault throtle. Did you mean throttle?",
            "Il n'y a pas de panne throtle. Vouliez-vous dire throttle ?"
        ),
    ]

    @Test("help is whole in French: no heading, default or hint of the parser stays English")
    func helpInFrench() {
        for command in Couplet.configuration.subcommands + [Couplet.self] {
            let help = Help.$language.withValue(.fr) { ParserWords().inFrench(command.helpMessage(columns: 100)) }
            for word in [
                "OVERVIEW", "USAGE", "SUBCOMMANDS", "(default:", "(values:", "Show ", "See '", " the ", "Only ",
            ] {
                #expect(!help.contains(word), "\(command): \(word)")
            }
        }
    }

    @Test("where a guard stops what is not foreseen whole, the way is named that goes without a hash")
    func lackingPlan() {
        let problem = Problem(.guardCreates, ["7", "5", "5"], side: .crm)
        func remedy(_ hash: String?, isLacking: Bool) -> String {
            CommandSentences(language: .en).guardQuestion(problem, "customers", plan: hash, isLacking: isLacking).remedy
        }
        #expect(remedy("abc", isLacking: false).hasSuffix("Approve: couplet sync customers --approve-plan abc"))
        let without = remedy(nil, isLacking: true)
        #expect(
            without.hasSuffix(
                " Not all of it is foreseen, so that there is no hash to approve. Look: couplet plan customers. Approve whatever it comes to: couplet sync customers --approve"
            ))
        #expect(!remedy(nil, isLacking: false).contains("couplet sync"))
        let french = CommandSentences(language: .fr).guardQuestion(problem, "customers", plan: nil, isLacking: true)
        #expect(french.remedy.contains("Approuvez quoi qu'il en soit"))
        #expect(french.remedy.hasSuffix("couplet sync customers --approve"))
    }

    @Test("a plan that merely did not look for all it refers to says so, and can be approved")
    func unlooked() {
        let sentences = CommandSentences(language: .en)
        #expect(
            sentences.unforeseen(2, "customers", hasHash: true).line
                == "Not all is foreseen: 2 pairs may wait instead. They refer to more records than a dry run looks for, and one of those may have been deleted unnoticed. Nothing: the plan can be approved, and a run writes no more than it says."
        )
        #expect(sentences.unforeseen(2, "customers", hasHash: false).why.contains("no hash to approve"))
    }

    @Test("a program gets the same as JSON, with a word for the kind")
    func json() {
        let report = ErrorReport(CommandError.notAnEntity("x!"), language: .en)
        #expect(
            report.json.line
                == #"{"error":"command","what":"x! is not the name of an entity.","why":"","remedy":"The names: couplet plugins"}"#
        )
    }
}
