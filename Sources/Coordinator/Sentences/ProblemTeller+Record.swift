import Model

extension ProblemTeller {
    /// Class 4xxx: it concerns one record, which is set aside until its cause changes.
    var record: Sentence {
        // Without a name, `retry` takes entities that failed; set-aside records are asked for by their entity.
        let retry = "couplet retry" + (entity.map { " \($0)" } ?? "")
        let mend = pick(
            "Mend it there; the record is tried again by itself.",
            "Corrigez-le ; l'enregistrement est repris de lui-même.")
        switch problem.code {
        case .required:
            return Sentence(
                what: setAside,
                why: pick(
                    "\(field) is empty, and \(destination) needs it.", "\(field) est vide, et \(destination) l'exige."),
                remedy: pick(
                    "Fill it in; the record is tried again by itself.",
                    "Remplissez-le ; l'enregistrement est repris de lui-même."))
        case .tooLong:
            let limit = argument(0).isEmpty ? "" : pick(" (\(argument(0)) characters)", " (\(argument(0)) caractères)")
            return Sentence(
                what: setAside,
                why: pick(
                    "\(field) is longer than \(destination) takes\(limit).\(answer)",
                    "\(field) est plus long que ne l'admet \(destination)\(limit).\(answer)"),
                remedy: pick(
                    "Shorten it; the record is tried again by itself.",
                    "Raccourcissez-le ; l'enregistrement est repris de lui-même."))
        case .referenceWaiting:
            return Sentence(
                what: pick("The record waits.", "L'enregistrement attend."),
                why: pick(
                    "It refers to a record of \(argument(0)) that is not coupled.",
                    "Il fait référence à un enregistrement de \(argument(0)) qui n'est pas couplé."),
                remedy: pick(
                    "Nothing: it is tried as soon as that one is coupled. See why that is not: couplet errors \(argument(0))",
                    "Rien : il est repris dès que l'autre est couplé. Voyez ce qui le retient : couplet errors \(argument(0))"
                ))
        case .versionChanged:
            return Sentence(
                what: setAside,
                why: pick(
                    "Somebody edited it in \(system) each time that Couplet was about to write.",
                    "Quelqu'un l'a modifié dans \(system) chaque fois que Couplet allait écrire."),
                remedy: pick(
                    "Nothing: the next run takes those edits along.",
                    "Rien : la prochaine exécution reprend ces modifications."))
        case .duplicateKey:
            return Sentence(
                what: setAside,
                why: pick(
                    "Another record of \(system) has its key already, perhaps one that is inactive and so not looked at.\(answer)",
                    "Un autre enregistrement de \(system) a déjà sa clé, peut-être un enregistrement inactif, qui n'est donc pas examiné.\(answer)"
                ),
                remedy: pick(
                    "Give one of the two another key, make them the same record, or activate the inactive one; then it is tried again by itself.",
                    "Donnez une autre clé à l'un des deux, faites-en le même, ou activez celui qui est inactif ; il est alors repris de lui-même."
                ))
        case .ambiguousMatch:
            return Sentence(
                what: pick("The record was not coupled.", "L'enregistrement n'a pas été couplé."),
                why: ambiguity,
                remedy: pick(
                    "Make the right one unmistakable, or the others different; then: \(retry)",
                    "Rendez le bon reconnaissable, ou les autres différents ; puis : \(retry)"))
        case .conflict where argument(0) == "lines":
            return Sentence(
                what: pick(
                    "The lines differ, and which of them counts is not known.",
                    "Les lignes diffèrent, et on ne sait pas laquelle compte."),
                why: pick(
                    "Lines were edited on both sides, one that was edited is missing on the other side, all are missing there, or nobody knows which belong together.",
                    "Des lignes ont été modifiées des deux côtés, une ligne modifiée manque de l'autre côté, toutes y manquent, ou l'on ne sait pas lesquelles vont ensemble."
                ),
                remedy: pick(
                    "Make the lines of the two sides equal, in either system; the document is tried again by itself.",
                    "Rendez les lignes des deux côtés égales, dans l'un des systèmes ; le document est repris de lui-même."
                ))
        case .conflict:
            let groups = problem.arguments.joined(separator: ", ")
            return Sentence(
                what: pick("Both sides were edited: \(groups).", "Les deux côtés ont été modifiés : \(groups)."),
                why: pick(
                    "The entity's policy leaves that to a person.",
                    "La règle de l'entité laisse ce choix à une personne."),
                remedy: pick(
                    "Make the two sides equal, in either system; the record is tried again by itself.",
                    "Rendez les deux côtés égaux, dans l'un des systèmes ; l'enregistrement est repris de lui-même."))
        case .gone:
            let what =
                argument(0).isEmpty
                ? pick("It", "Il")
                : pick(
                    "A record of \(argument(0)) that it refers to",
                    "Un enregistrement de \(argument(0)) auquel il fait référence")
            return Sentence(
                what: setAside,
                why: pick("\(what) is not there any more in \(system).", "\(what) n'existe plus dans \(system)."),
                remedy: pick(
                    "Nothing, if it was deleted on purpose; else restore it.",
                    "Rien, si c'était voulu ; sinon rétablissez-le."))
        case .locked:
            return Sentence(
                what: setAside,
                why: pick(
                    "The record is locked in \(system).\(answer)",
                    "L'enregistrement est verrouillé dans \(system).\(answer)"),
                remedy: pick("When the lock is gone: \(retry)", "Quand le verrou est levé : \(retry)"))
        case .oscillating:
            return Sentence(
                what: setAside,
                why: pick(
                    "\(field) went back and forth between the two systems without a person's edit: each rewrites what the other sends.",
                    "\(field) va et vient entre les deux systèmes sans que personne n'y touche : chacun réécrit ce que l'autre envoie."
                ),
                remedy: pick(
                    "Look at the field's rules on both sides; then: \(retry)",
                    "Regardez les règles du champ des deux côtés ; puis : \(retry)"))
        case .refusedByRule where argument(0) == "unitGroup":
            return Sentence(
                what: setAside,
                why: pick(
                    "The unit group of this name in \(system) does not hold exactly one unit.",
                    "Le groupe d'unités de ce nom dans \(system) ne contient pas exactement une unité."),
                remedy: pick(
                    "Leave one unit in it, or give it another name. Then: \(retry)",
                    "N'y laissez qu'une unité, ou renommez-le. Puis : \(retry)"))
        case .refusedByRule where argument(0) == "order" || argument(0) == "quote": return order
        case .refusedByRule where argument(0) == "priceCurrency":
            return Sentence(
                what: setAside,
                why: pick(
                    "The price is in another currency than its price list, and Dynamics 365 Sales knows one currency a list.",
                    "Le prix est dans une autre devise que son tarif, et Dynamics 365 Sales ne connaît qu'une devise par tarif."
                ),
                remedy: pick(
                    "Give both the same currency, or move the price to another list; it is tried again by itself.",
                    "Donnez-leur la même devise, ou déplacez le prix dans un autre tarif ; il est repris de lui-même."))
        case .refusedByRule where argument(0) == "tooManyLines":
            return Sentence(
                what: setAside,
                why: pick(
                    "More of its lines are to be written than \(system) takes at once: \(argument(1)) at most. All of them are written, or none.",
                    "Plus de ses lignes sont à écrire que \(system) n'en accepte d'un coup : \(argument(1)) au plus. Toutes sont écrites, ou aucune."
                ),
                remedy: pick(
                    "Make it two documents, or change part of its lines in \(system) by hand. Then: \(retry)",
                    "Faites-en deux documents, ou modifiez une partie de ses lignes dans \(system) à la main. Puis : \(retry)"
                ))
        case .refusedByRule where argument(0) == "lineKey":
            return Sentence(
                what: setAside,
                why: pick(
                    "The key of one of its lines belongs to a line of another document in \(system).",
                    "La clé d'une de ses lignes appartient à une ligne d'un autre document dans \(system)."),
                remedy: pick(
                    "Delete that line there, or make this one anew under another number. Then: \(retry)",
                    "Supprimez-y cette ligne, ou refaites celle-ci sous un autre numéro. Puis : \(retry)"))
        case .refusedByRule:
            return Sentence(
                what: setAside,
                why: pick("A rule of \(system) refused it.\(answer)", "Une règle de \(system) l'a refusé.\(answer)"),
                remedy: pick(
                    "Try the same edit there by hand: it says what it wants. Then: \(retry)",
                    "Faites la même modification à la main : il dit ce qu'il veut. Puis : \(retry)"))
        default:
            let why =
                problem.remote == nil
                ? pick(
                    "The value of \(field) in \(system) can't be carried across.",
                    "La valeur de \(field) dans \(system) ne peut pas être transférée.")
                : pick(
                    "\(capitalSystem) can't take the value of \(field).\(answer)",
                    "\(capitalSystem) n'accepte pas la valeur de \(field).\(answer)")
            return Sentence(what: setAside, why: why, remedy: mend)
        }
    }

    /// How many records of the other system may be the same one.
    private var ambiguity: String {
        guard let count = Int(argument(1)), count > 0 else {
            return pick(
                "Several records of \(system) could be the same one.",
                "Plusieurs enregistrements de \(system) pourraient être le même.")
        }
        return language.count(
            count,
            (
                "A record of \(system) could be the same one, but another here matches it just as well.",
                "\(count) records of \(system) could be the same one."
            ),
            (
                "Un enregistrement de \(system) pourrait être le même, mais un autre ici lui correspond aussi bien.",
                "\(count) enregistrements de \(system) pourraient être le même."
            ))
    }

    /// The system that a value of the side concerned goes to.
    private var destination: String { problem.remote == nil ? otherSystem : system }
}
