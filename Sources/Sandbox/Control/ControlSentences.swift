import Model

/// What the control says to people.
enum ControlSentences {
    private static let faults = [
        "status", "throttle", "dropReply", "landLate", "staleReads", "rewrite", "batchPartial", "expireTokens", "slow",
        "landTwice", "lateCommit", "refuse", "pageChaos", "revoke", "corruptBody", "clockOffset", "human",
    ].joined(separator: ", ")
    private static let example = #"{"fault": "status", "status": 503, "share": 0.1}"#

    /// Why the control did not do what it was asked.
    static func text(_ reason: ControlProblem.Reason, _ language: Language) -> String {
        let (english, french) = words(reason)
        return language.pick(english, french)
    }

    private static func words(_ reason: ControlProblem.Reason) -> (String, String) {
        switch reason {
        case .noPage(let request):
            (
                "There is no \(request); the control is below /sandbox.",
                "Il n'y a pas de \(request) ; les commandes sont sous /sandbox."
            )
        case .noJSON: ("The body is not JSON.", "Le corps n'est pas du JSON.")
        case .noFault: ("A fault is JSON, like \(example).", "Une panne s'écrit en JSON : \(example).")
        case .unknownFault: ("A fault is one of \(faults).", "Une panne est l'une de : \(faults).")
        case .wholeNumber(let name, let bounds):
            (
                "'\(name)' must be a whole number from \(bounds.lowerBound) to \(bounds.upperBound).",
                "« \(name) » doit être un nombre entier de \(bounds.lowerBound) à \(bounds.upperBound)."
            )
        case .seconds(let name):
            (
                "'\(name)' must be a number of seconds, a hundred years at most.",
                "« \(name) » doit être un nombre de secondes, cent ans au plus."
            )
        case .share: ("'share' must be a number from 0 to 1.", "« share » doit être un nombre de 0 à 1.")
        case .text(let name): ("'\(name)' must be a text.", "« \(name) » doit être un texte.")
        case .word(let name, let known):
            ("'\(name)' is one of \(list(known)).", "« \(name) » est l'un de : \(list(known)).")
        case .system(let name):
            ("A system is erp or crm, not '\(name)'.", "Un système est erp ou crm, et non « \(name) ».")
        case .personWithoutPlace: ("human needs a 'system' and a 'table'.", "human demande « system » et « table ».")
        case .faultNumber: ("A fault is known by its number.", "Une panne est connue par son numéro.")
        case .ledgerQuestion(let name):
            ("The ledger is not asked by '\(name)'.", "On n'interroge pas le registre par « \(name) ».")
        case .number(let name): ("'\(name)' must be a number.", "« \(name) » doit être un nombre.")
        case .noDocument(let name):
            (
                "Business Central has no such document: \(name).",
                "Business Central n'a pas ce document : \(name)."
            )
        case .noSnapshot:
            (
                "There is no snapshot to go back to; POST /sandbox/snapshot makes one.",
                "Il n'y a pas d'état gardé où revenir ; POST /sandbox/snapshot en garde un."
            )
        case .optionsAddress:
            (
                "Options are below /sandbox/options/<system>/<table>/<field>.",
                "Les options sont sous /sandbox/options/<système>/<table>/<champ>."
            )
        }
    }

    private static func list(_ words: [String]) -> String { words.joined(separator: ", ") }
}
