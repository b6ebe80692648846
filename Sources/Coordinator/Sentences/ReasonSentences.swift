package import Model

extension ProblemSentences {
    /// Why something was decided, for the history of a record.
    package static func reason(_ reason: Reason, in language: Language) -> String {
        let list = reason.arguments.joined(separator: ", ")
        let (english, french) = words(reason.code, list, reason.arguments)
        return language.pick(english, french)
    }

    private static func words(_ code: String, _ list: String, _ arguments: [String]) -> (String, String) {
        switch code {
        case "onlyInERP": ("it was in Business Central only", "il n'existait que dans Business Central")
        case "onlyInCRM": ("it was in Dynamics 365 Sales only", "il n'existait que dans Dynamics 365 Sales")
        case "changedInERP": ("edited in Business Central: \(list)", "modifié dans Business Central : \(list)")
        case "changedInCRM": ("edited in Dynamics 365 Sales: \(list)", "modifié dans Dynamics 365 Sales : \(list)")
        case "merged":
            (
                "edits of both sides were merged: \(list)",
                "les modifications des deux côtés ont été fusionnées : \(list)"
            )
        case "same": ("both sides say the same", "les deux côtés disent la même chose")
        case "matched":
            (
                "found to be the same record by the rule \(list)",
                "reconnu comme le même enregistrement par la règle « \(list) »"
            )
        case "conflict": ("both sides edited: \(list)", "modifié des deux côtés : \(list)")
        case "conflictHolds":
            (
                "both sides edited \(arguments.first ?? ""); until that is settled, this waits as well: \(arguments.dropFirst().joined(separator: ", "))",
                "\(arguments.first ?? "") modifié des deux côtés ; en attendant, ceci reste aussi : \(arguments.dropFirst().joined(separator: ", "))"
            )
        case "notCarried":
            ("edited where it does not travel from: \(list)", "modifié du côté qui ne fait pas autorité : \(list)")
        case "notCreated": ("records are not created on that side", "on ne crée pas d'enregistrement de ce côté")
        case "requiredIsEmpty":
            ("a field that the other side needs is empty", "un champ que l'autre côté exige est vide")
        case "cannotCross":
            (
                "a value can't cross\(list.isEmpty ? "" : ": \(list)")",
                "une valeur ne peut pas passer\(list.isEmpty ? "" : " : \(list)")"
            )
        case "waits":
            (
                "a record of \(list) that it refers to is not coupled",
                "un enregistrement de \(list) auquel il fait référence n'est pas couplé"
            )
        case "leftOut":
            (
                "a reference to \(list) is left empty until that record is coupled",
                "une référence à \(list) reste vide jusqu'à ce que cet enregistrement soit couplé"
            )
        case "ambiguous":
            ("several records could be the same one", "plusieurs enregistrements pourraient être le même")
        case "deletedInERP": ("deleted in Business Central", "supprimé dans Business Central")
        case "deletedInCRM": ("deleted in Dynamics 365 Sales", "supprimé dans Dynamics 365 Sales")
        case "editBeatsDeletion":
            (
                "deleted on the other side, but edited here meanwhile: \(list)",
                "supprimé de l'autre côté, mais modifié ici entre-temps : \(list)"
            )
        case "customerUncoupled":
            (
                "the customer that it belongs to is not coupled any more",
                "le client auquel il appartient n'est plus couplé"
            )
        case "invoiced":
            ("the order was invoiced in Business Central", "la commande a été facturée dans Business Central")
        case "revisedInCRM":
            ("the quote was revised in Dynamics 365 Sales", "le devis a été révisé dans Dynamics 365 Sales")
        case "closedInCRM":
            ("the quote was closed in Dynamics 365 Sales", "le devis a été clos dans Dynamics 365 Sales")
        case "cancelledInCRM":
            ("the order was cancelled in Dynamics 365 Sales", "la commande a été annulée dans Dynamics 365 Sales")
        case "outOfScope": ("the entity's filter leaves it out", "le filtre de l'entité l'écarte")
        case "nothingThere": ("neither record is there any more", "aucun des deux enregistrements n'existe plus")
        case "settledApplied":
            ("an interrupted write was found carried out", "une écriture interrompue avait bien eu lieu")
        case "settledNotApplied":
            ("an interrupted write was not carried out", "une écriture interrompue n'avait pas eu lieu")
        case "settledWaiting": ("an interrupted write may still arrive", "une écriture interrompue peut encore arriver")
        case "settledUnclear":
            (
                "it is not clear what became of an interrupted write",
                "on ne sait pas ce qu'est devenue une écriture interrompue"
            )
        // A plugin's own words.
        default: (list.isEmpty ? code : "\(code): \(list)", list.isEmpty ? code : "\(code): \(list)")
        }
    }
}
