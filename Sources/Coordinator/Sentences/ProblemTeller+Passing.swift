import Model
import SyncStore

extension ProblemTeller {
    /// Class 3xxx: it passes by itself.
    var passing: Sentence {
        let again = pick(
            "What was done is stored, and the next run goes on from there: couplet retry",
            "Ce qui a été fait est enregistré, la prochaine exécution continue de là : couplet retry")
        switch problem.code {
        case .throttled:
            return Sentence(
                what: ended,
                why: pick(
                    "\(capitalSystem) asked again and again to come back later: its rate limit is used up.\(answer)",
                    "\(capitalSystem) a demandé plusieurs fois de revenir plus tard : sa limite de débit est épuisée.\(answer)"
                ),
                remedy: again)
        case .timeout where isOfRecord: return doubt
        case .timeout:
            return Sentence(
                what: ended,
                why: problem.arguments.contains("signIn")
                    ? pick(
                        "The sign-in service of \(system) did not answer in time.",
                        "Le service d'identification de \(system) n'a pas répondu à temps.")
                    : pick(
                        "\(capitalSystem) did not answer in time.",
                        "\(capitalSystem) n'a pas répondu à temps."),
                remedy: again)
        case .connection:
            return Sentence(
                what: ended,
                why: problem.arguments.contains("signIn")
                    ? pick(
                        "The sign-in service of \(system) can't be reached from this machine.",
                        "Le service d'identification de \(system) est inaccessible depuis cette machine.")
                    : pick(
                        "\(capitalSystem) can't be reached from this machine.",
                        "\(capitalSystem) est inaccessible depuis cette machine."),
                remedy: pick(
                    "Check the network and the address with: couplet doctor. Then: couplet retry",
                    "Vérifiez le réseau et l'adresse avec : couplet doctor. Puis : couplet retry"))
        case .storeBusy: return store
        case .leaseLost:
            return Sentence(
                what: ended,
                why: pick("Another host took over its work.", "Un autre hôte a repris son travail."), remedy: again)
        case _ where argument(0) == "unreadable":
            return Sentence(
                what: ended, why: unavailable,
                remedy: pick(
                    "Check that the address in the configuration is that of the service: couplet doctor. Then: couplet retry",
                    "Vérifiez que l'adresse de la configuration est celle du service : couplet doctor. Puis : couplet retry"
                ))
        default:
            return Sentence(
                what: ended, why: unavailable, remedy: again)
        }
    }

    /// A record of which something was sent that was not answered.
    private var doubt: Sentence {
        let why: String
        if ["unreachable", "broken", "closed"].contains(argument(0)) {
            why = pick(
                "The connection to \(system) broke before it answered.",
                "La connexion à \(system) s'est rompue avant sa réponse.")
        } else if let status = problem.remote?.status, status != 408, status != 504 {
            why = pick(
                "\(capitalSystem) failed while it worked on it.\(answer)",
                "\(capitalSystem) a échoué pendant qu'il y travaillait.\(answer)")
        } else {
            // A gateway's word for it says no more than silence does.
            why = pick("\(capitalSystem) did not answer in time.", "\(capitalSystem) n'a pas répondu à temps.")
        }
        return Sentence(
            what: pick("It is not known yet whether it was written.", "On ne sait pas encore si cela a été écrit."),
            why: why,
            remedy: pick(
                "Nothing: Couplet finds out before it touches the record again.",
                "Rien : Couplet le vérifie avant de toucher de nouveau à l'enregistrement."))
    }

    private var unavailable: String {
        switch argument(0) {
        case "unreadable":
            pick(
                "What \(system) answered can't be read.\(answer)", "Ce que \(system) a répondu est illisible.\(answer)")
        case "tooLarge":
            pick(
                "\(capitalSystem) answered more than Couplet reads at once.",
                "\(capitalSystem) a répondu plus que Couplet ne lit d'un coup.")
        case "pagesRepeat":
            pick(
                "\(capitalSystem) led back to a page of \(argument(1)) that was read already.",
                "\(capitalSystem) a ramené à une page de \(argument(1)) déjà lue.")
        case "signIn":
            pick(
                "The sign-in service of \(system) is not available now.\(answer)",
                "Le service d'identification de \(system) n'est pas disponible.\(answer)")
        default:
            pick("\(capitalSystem) is not available now.\(answer)", "\(capitalSystem) n'est pas disponible.\(answer)")
        }
    }

    var store: Sentence {
        if let error = SyncStoreError(problem) {
            let said = error.sentence(in: language)
            return Sentence(what: ended, why: said.what + " " + said.why, remedy: said.remedy)
        }
        let why: String
        let remedy: String
        switch argument(0) {
        case "diskFull":
            why = pick("The disk that holds the store is full.", "Le disque qui contient la base est plein.")
            remedy = pick(
                "Make room, then: couplet retry. Nothing that was committed is lost.",
                "Faites de la place, puis : couplet retry. Rien de ce qui a été validé n'est perdu.")
        case "inUse", "busy", "":
            why = pick("Another process holds the store.", "Un autre processus tient la base.")
            remedy = pick("Wait until it ends, then: couplet retry", "Attendez qu'il finisse, puis : couplet retry")
        default:
            why = pick("The store failed (\(argument(0))).", "La base a échoué (\(argument(0))).")
            remedy = pick("See what is wrong with it: couplet doctor", "Voyez ce qui ne va pas : couplet doctor")
        }
        return Sentence(what: ended, why: why, remedy: remedy)
    }
}
