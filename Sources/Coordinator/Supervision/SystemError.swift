import Foundation
package import Model

/// The words of the system for one of its errors: `No such file or directory`.
package enum SystemError {
    /// The words in a person's language; the system's own where it is asked for English, or has an error that hardly anybody meets.
    ///
    /// The system is not asked to translate: that depends on which locales are installed.
    package static func words(_ number: Int32, in language: Language = .en) -> String {
        let own = String(cString: strerror(number))
        return language.pick(own, french(number) ?? own)
    }

    private static func french(_ number: Int32) -> String? {
        switch number {
        case EPERM: "opération non permise"
        case ENOENT: "aucun fichier ou dossier de ce nom"
        case EIO: "erreur d'entrée/sortie"
        case ENXIO, ENODEV: "aucun périphérique de ce nom"
        case ENOEXEC: "format d'exécutable inconnu"
        case EBADF: "le descripteur de fichier est fermé"
        case EAGAIN: "ressource temporairement indisponible"
        case ENOMEM: "mémoire insuffisante"
        case EACCES: "permission refusée"
        case EEXIST: "le fichier existe déjà"
        case ENOTDIR: "n'est pas un dossier"
        case EISDIR: "est un dossier"
        case EINVAL: "paramètre invalide"
        case ENFILE, EMFILE: "trop de fichiers ouverts"
        case ETXTBSY: "fichier en cours d'écriture"
        case EFBIG: "fichier trop grand"
        case ENOSPC: "plus de place sur le disque"
        case EROFS: "système de fichiers en lecture seule"
        case EPIPE: "le lecteur est parti"
        case ENAMETOOLONG: "nom trop long"
        case ELOOP: "trop de liens symboliques"
        case EDQUOT: "quota de disque dépassé"
        default: nil
        }
    }
}
