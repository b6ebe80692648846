#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif
import MapLanguage
package import Model
import PluginProtocol

/// What a person reads about a plugin that can't be used.
package enum PluginFaultSentences {
    /// The sentence for a fault.
    package static func sentence(_ fault: PluginFault, in language: Language) -> Sentence {
        let what =
            switch language {
            case .en: "The plugin in \(fault.folder) can't be used."
            case .fr: "Le module dans \(fault.folder) est inutilisable."
            }
        if case .manifest(let error) = fault.cause {
            return ManifestSentences.sentence(error, file: fault.folder + "/plugin.json", in: language)
        }
        if case .map(let problems) = fault.cause {
            return Sentence(what: what, why: MapSentences.lines(problems, in: language), remedy: "")
        }
        let (why, remedy) = words(fault.cause, fault.folder)[language == .fr ? 1 : 0]
        return Sentence(what: what, why: why, remedy: remedy)
    }

    private static func words(_ cause: PluginFault.Cause, _ folder: String) -> [(why: String, remedy: String)] {
        switch cause {
        case .noManifest:
            [
                ("It holds no plugin.json.", "Install the plugin again, or take the folder away."),
                ("Il ne contient pas de plugin.json.", "Réinstallez le module, ou retirez le dossier."),
            ]
        case .unreadable(let path, let code):
            [
                ("\(path) can't be read: \(SystemError.words(code)).", "Check that it is there, and its permissions."),
                (
                    "\(path) est illisible : \(SystemError.words(code, in: .fr)).",
                    "Vérifiez qu'il existe, et ses droits."
                ),
            ]
        case .manifest, .map: [("", ""), ("", "")]
        case .manifestTooLarge(let limit):
            [
                ("Its plugin.json is larger than \(limit >> 10) KiB.", "Tell whoever wrote the plugin."),
                ("Son plugin.json dépasse \(limit >> 10) Kio.", "Prévenez l'auteur du module."),
            ]
        case .protocolVersion(let speaks, let known):
            [
                (
                    "It speaks version \(list(speaks)) of the plugin protocol, this host version \(list(known)).",
                    (speaks.max() ?? 0) > (known.max() ?? 0) ? "Update Couplet." : "Update the plugin."
                ),
                (
                    "Il parle la version \(list(speaks)) du protocole des modules, cet hôte la version \(list(known)).",
                    (speaks.max() ?? 0) > (known.max() ?? 0) ? "Mettez Couplet à jour." : "Mettez le module à jour."
                ),
            ]
        case .sameEntity(let other):
            [
                ("\(other) holds a plugin for the same entity, and neither is taken.", "Take one of the two away."),
                ("\(other) contient un module pour la même entité, et aucun n'est pris.", "Retirez l'un des deux."),
            ]
        case .executableMissing(let path):
            [
                ("Its executable \(path) is not there.", "Install the plugin again."),
                ("Son exécutable \(path) n'existe pas.", "Réinstallez le module."),
            ]
        case .notExecutable(let path):
            [
                ("\(path) may not be executed.", "chmod 755 \(path)"),
                ("\(path) n'a pas le droit d'être exécuté.", "chmod 755 \(path)"),
            ]
        case .wrongKind(let path):
            [
                ("\(path) is no regular file.", "Install the plugin again."),
                ("\(path) n'est pas un fichier ordinaire.", "Réinstallez le module."),
            ]
        case .symbolicLink(let path):
            [
                ("\(path) is a symbolic link that is not followed.", "Put the plugin itself there, by copy."),
                ("\(path) est un lien symbolique qui n'est pas suivi.", "Mettez-y le module lui-même, par copie."),
            ]
        case .writableByOthers(let path):
            [
                ("Others than you can write to \(path).", "chmod go-w \(path)"),
                ("D'autres que vous peuvent écrire dans \(path).", "chmod go-w \(path)"),
            ]
        case .otherOwner(let path):
            [
                ("\(path) belongs to another user.", "Install the plugin as the user who runs Couplet."),
                (
                    "\(path) appartient à un autre utilisateur.",
                    "Installez le module avec l'utilisateur qui lance Couplet."
                ),
            ]
        case .digest(let path):
            [
                (
                    "\(path) is not the executable that its manifest was packed with.",
                    "Install the plugin again from where you have it."
                ),
                (
                    "\(path) n'est pas l'exécutable avec lequel son manifeste a été fait.",
                    "Réinstallez le module depuis sa source."
                ),
            ]
        }
    }

    /// What is wrong, by the word of the cause alone.
    static func short(_ word: String, in language: Language) -> String {
        let (english, french) =
            switch word {
            case "noManifest": ("It holds no plugin.json.", "Il ne contient pas de plugin.json.")
            case "unreadable": ("A file of it can't be read.", "Un de ses fichiers est illisible.")
            case "manifest", "manifestTooLarge": ("Its plugin.json can't be used.", "Son plugin.json est inutilisable.")
            case "sameEntity":
                (
                    "Another folder holds a plugin for the same entity.",
                    "Un autre dossier contient un module pour la même entité."
                )
            case "executableMissing": ("Its executable is not there.", "Son exécutable n'existe pas.")
            case "notExecutable":
                ("Its executable may not be executed.", "Son exécutable n'a pas le droit d'être exécuté.")
            case "symbolicLink": ("A symbolic link leads out of it.", "Un lien symbolique en fait sortir.")
            case "writableByOthers": ("Others than you can write to it.", "D'autres que vous peuvent y écrire.")
            case "otherOwner": ("It belongs to another user.", "Il appartient à un autre utilisateur.")
            default: ("It is not as a plugin must be.", "Il n'est pas comme un module doit être.")
            }
        return language.pick(english, french)
    }

    private static func list(_ numbers: [Int]) -> String { numbers.map(String.init).joined(separator: ", ") }
}
