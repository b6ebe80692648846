import Coordinator
import Foundation
import Model

/// Every sentence of the commands about plugins, keyed by what happened.
struct PluginWords: Sendable {
    let language: Language

    func pick(_ english: String, _ french: String) -> String { language.pick(english, french) }

    // MARK: the check

    func testing(_ name: String) -> String {
        pick("Checking \(name); this takes some seconds.", "Vérification de \(name) ; cela prend quelques secondes.")
    }
    func found(_ detail: String) -> String { pick("found: it \(detail)", "constaté (en anglais) : « it \(detail) »") }
    func because(_ reason: String) -> String { pick("why: \(reason)", "pourquoi : \(reason)") }
    func repair(_ repair: String) -> String { pick("repair: \(repair)", "remède : \(repair)") }
    func wrote(_ line: String) -> String {
        pick("it wrote to standard error: \(line)", "il a écrit sur la sortie d'erreur : \(line)")
    }
    func unwatched(_ rules: [String]) -> String {
        let list = rules.joined(separator: ", ")
        return pick(
            "Not checked on this machine: \(list). It takes Linux, namespaces and overlayfs; root has them.",
            "Non vérifié sur cette machine : \(list). Il faut Linux, des espaces de noms et overlayfs ; root les a.")
    }
    func tested(_ name: String, broken: Int, of all: Int) -> String {
        broken == 0
            ? pick("\(name) keeps the rules of the protocol.", "\(name) respecte les règles du protocole.")
            : language.count(
                broken, ("\(name) breaks \(broken) rule of \(all).", "\(name) breaks \(broken) rules of \(all)."),
                ("\(name) enfreint \(broken) règle sur \(all).", "\(name) enfreint \(broken) règles sur \(all)."))
    }

    // MARK: a new plugin

    func whichTable(_ option: String) -> String {
        option == "--erp"
            ? pick(
                "Which entity set in Business Central, such as vendors?",
                "Quel ensemble d'entités dans Business Central, comme vendors ?")
            : pick("Which table in Dataverse, such as account?", "Quelle table dans Dataverse, comme account ?")
    }
    func written(_ folder: String, _ count: Int, _ kind: PluginKind) -> String {
        let build =
            switch kind {
            case .map, .python: ""
            case .swift: pick(" Build it: \(folder)/build", " Construisez-le : \(folder)/build")
            }
        return pick(
            "\(folder) is written, with \(count) proposed pairs of fields.\(build) Check it: couplet plugin test \(folder)",
            "\(folder) est écrit, avec \(count) paires de champs proposées.\(build) Vérifiez-le : couplet plugin test \(folder)"
        )
    }

    // MARK: packing and installing

    func packed(_ name: String, _ platform: String, _ digest: String) -> String {
        pick(
            "\(name) is packed for \(platform): \(digest)", "\(name) a son empreinte pour \(platform) : \(digest)")
    }
    func installed(_ name: String, _ folder: String) -> String {
        pick("\(name) is installed: \(folder)", "\(name) est installé : \(folder)")
    }
    var digestHolds: String { pick("is what was packed", "est ce qui a été empaqueté") }
    var notPacked: String {
        pick("was never packed: nothing to compare with", "n'a jamais eu d'empreinte : rien à comparer")
    }
    var nobodyHeld: String { pick("No plugin is in quarantine.", "Aucun module n'est en quarantaine.") }

    func lacks(_ lack: PluginLack) -> String {
        let place = lack.manifest + (lack.line.map { pick(", line \($0)", ", ligne \($0)") } ?? "")
        let what = pick(
            "\(place): \(lack.entity) needs \(lack.needs) in a version \(lack.range).",
            "\(place) : \(lack.entity) exige \(lack.needs) en version \(lack.range).")
        guard let installed = lack.installed else {
            return what
                + pick(
                    " It isn't installed. Install it: couplet plugin install PATH",
                    " Il n'est pas installé. Installez-le : couplet plugin install CHEMIN")
        }
        return what
            + pick(
                " Version \(installed) is installed. Install another one, or widen the range.",
                " La version \(installed) est installée. Installez-en une autre, ou élargissez l'intervalle.")
    }

    // MARK: conversations

    func conversation(_ name: String) -> String { pick("Conversation \(name)", "Conversation \(name)") }
    func dry(_ path: String) -> String {
        pick(
            "Nothing was written. To write: couplet plugin run \(path) --write",
            "Rien n'a été écrit. Pour écrire : couplet plugin run \(path) --write")
    }
    func replayed(_ file: String) -> String {
        pick("\(file): everything is decided as it was", "\(file) : tout est décidé comme alors")
    }

    // MARK: what can be wrong

    func sentence(_ error: PluginCommandError) -> Sentence {
        switch error {
        case .noFolder(let path):
            Sentence(
                what: pick("There is no folder \(path).", "Il n'y a pas de dossier \(path)."),
                remedy: pick("Name the folder that holds plugin.json.", "Nommez le dossier qui contient plugin.json."))
        case .unreadable(let path, let number):
            Sentence(
                what: pick("\(path) can't be read.", "\(path) est illisible."), why: system(number),
                remedy: pick("Check that it is there, and its permissions.", "Vérifiez qu'il existe, et ses droits."))
        case .unwritable(let path, let number):
            Sentence(
                what: pick("\(path) can't be written.", "\(path) ne peut pas être écrit."), why: system(number),
                remedy: pick("Name a folder that you may write to.", "Nommez un dossier où vous pouvez écrire."))
        case .notASample(let path, let line, let code):
            Sentence(
                what: pick("\(path), line \(line), is no sample.", "\(path), ligne \(line), n'est pas un échantillon."),
                why: pick("The reader says: \(code).", "Le lecteur dit : \(code)."),
                remedy: pick(
                    "It holds {\"metadata\": {\"erp\", \"crm\"}, \"records\": {\"erp\", \"crm\"}}.",
                    "Il contient {\"metadata\": {\"erp\", \"crm\"}, \"records\": {\"erp\", \"crm\"}}."))
        case .noSample(let folder):
            Sentence(
                what: pick("There are no records to check with.", "Il n'y a pas d'enregistrements pour vérifier."),
                why: pick(
                    "\(folder) holds no sample.json, and there is no configuration to read metadata from.",
                    "\(folder) ne contient pas de sample.json, et aucune configuration n'indique de métadonnées."),
                remedy: pick(
                    "Write one, name one (--sample FILE), or start a sandbox: couplet sandbox start",
                    "Écrivez-en un, nommez-en un (--sample FICHIER), ou démarrez un bac à sable : couplet sandbox start"
                ))
        case .notARecording(let path, let line, let problem):
            Sentence(
                what: pick(
                    "\(path), line \(line), is no recorded conversation.",
                    "\(path), ligne \(line), n'est pas une conversation enregistrée."),
                why: pick("The reader says: \(problem).", "Le lecteur dit : \(problem)."),
                remedy: pick(
                    "Record one: couplet sync ENTITY --record-conversations FOLDER",
                    "Enregistrez-en une : couplet sync ENTITÉ --record-conversations DOSSIER"))
        case .entityTaken(let entity, let folder):
            Sentence(
                what: pick("The plugin was not installed.", "Le module n'a pas été installé."),
                why: pick(
                    "\(folder) holds a plugin for \(entity), and of two neither would be taken.",
                    "\(folder) contient un module pour \(entity), et de deux, aucun ne serait pris."),
                remedy: pick("Take that folder away first.", "Retirez d'abord ce dossier."))
        case .ownPlace(let folder):
            Sentence(
                what: pick("The plugin was not installed.", "Le module n'a pas été installé."),
                why: pick(
                    "Its copy would take the place of its own folder, or stand in it: \(folder).",
                    "Sa copie prendrait la place de son propre dossier, ou s'y trouverait : \(folder)."),
                remedy: pick(
                    "It works where it is; hold it to its digests: couplet plugin pack \(folder). Or name another place with --into.",
                    "Il fonctionne là où il est ; fixez ses empreintes : couplet plugin pack \(folder). Ou nommez un autre endroit avec --into."
                ))
        case .exists(let path):
            Sentence(
                what: pick("Nothing was written.", "Rien n'a été écrit."),
                why: pick("\(path) is there already.", "\(path) existe déjà."),
                remedy: pick("Choose another name, or take it away.", "Choisissez un autre nom, ou retirez-le."))
        case .notAName(let word):
            Sentence(
                what: pick("\(word) can't be the name of a plugin.", "\(word) ne peut pas être le nom d'un module."),
                remedy: pick(
                    "A small letter, then at most 40 small letters, digits and hyphens.",
                    "Une lettre minuscule, puis au plus 40 lettres minuscules, chiffres et traits d'union."))
        case .tableNotNamed(let option):
            Sentence(
                what: pick("A table is not named.", "Une table n'est pas nommée."),
                remedy: pick("Name it: \(option)", "Nommez-la : \(option)"))
        case .noPackage:
            Sentence(
                what: pick("Nothing was written.", "Rien n'a été écrit."),
                why: pick(
                    "A plugin in Swift is built on Couplet's package, and this command was not built in it.",
                    "Un module en Swift repose sur le paquet de Couplet, et cette commande n'y a pas été construite."),
                remedy: pick(
                    "Name it: --package PATH, or an address.", "Nommez-le : --package CHEMIN, ou une adresse."))
        case .noStockExecutable:
            Sentence(
                what: pick("Nothing was written.", "Rien n'a été écrit."),
                why: pick(
                    "A plugin without code is run by couplet-map, which does not lie beside couplet.",
                    "Un module sans code est exécuté par couplet-map, qui n'est pas à côté de couplet."),
                remedy: pick(
                    "Build it: swift build --product couplet-map. Or choose --kind python.",
                    "Construisez-le : swift build --product couplet-map. Ou choisissez --kind python."))
        case .notAPair(let pair, let fault):
            Sentence(
                what: pick("\(pair) is no pair of fields.", "\(pair) n'est pas une paire de champs."), why: why(fault),
                remedy: remedy(fault))
        case .folderLink(let path):
            Sentence(
                what: pick("The plugin was not installed.", "Le module n'a pas été installé."),
                why: pick(
                    "\(path) is a link to a folder, and links to folders are not copied.",
                    "\(path) est un lien vers un dossier, et les liens vers des dossiers ne sont pas copiés."),
                remedy: pick(
                    "Put the folder itself there, or take the link away.",
                    "Mettez-y le dossier lui-même, ou retirez le lien."))
        case .nothingInCommon(let erp, let crm):
            Sentence(
                what: pick("No map was proposed.", "Aucune correspondance n'a été proposée."),
                why: pick(
                    "\(erp) and \(crm) have no field of like name and type that can be written.",
                    "\(erp) et \(crm) n'ont aucun champ de nom et de type semblables qui puisse être écrit."),
                remedy: pick(
                    "Name pairs yourself: --field ERP=CRM, as often as you like.",
                    "Nommez des paires vous-même : --field ERP=CRM, autant que vous voulez."))
        }
    }

    private func system(_ number: Int32) -> String {
        let reason = SystemError.words(number, in: language)
        return pick("The system says: \(reason).", "Le système dit : \(reason).")
    }
}

extension Session {
    /// The sentences about plugins.
    var pluginWords: PluginWords { PluginWords(language: language) }
}
