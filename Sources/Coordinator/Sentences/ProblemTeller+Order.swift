import Model

extension ProblemTeller {
    /// An order or a quote that the ERP can't take: all that stands in its way, at once.
    ///
    /// The arguments after the first name it: `freight`, or with the place of a line, `kind:2`.
    var order: Sentence {
        let isQuote = argument(0) == "quote"
        switch problem.arguments.dropFirst().first {
        case "givenUp": return cancelled
        case "noLongerThere": return gone
        case "wasRevised", "wasClosed": return closedQuote
        default: break
        }
        let causes = problem.arguments.dropFirst().map { cause in
            let halves = cause.split(separator: ":")
            return orderCause(String(halves.first ?? ""), line: halves.count > 1 ? String(halves[1]) : "")
        }
        return Sentence(
            what: setAside,
            why: pick(
                "Business Central can't take this \(isQuote ? "quote" : "order") as it is: \(causes.joined(separator: "; ")).",
                "Business Central ne peut pas prendre \(isQuote ? "ce devis tel quel" : "cette commande telle quelle") : \(causes.joined(separator: " ; "))."
            ),
            remedy: isQuote
                ? pick(
                    "Change the quote in Dynamics 365 Sales and activate it again, or enter it in Business Central by hand; it is tried again by itself.",
                    "Modifiez le devis dans Dynamics 365 Sales et activez-le de nouveau, ou saisissez-le dans Business Central ; il est repris de lui-même."
                )
                : pick(
                    "Change the order in Dynamics 365 Sales and submit it again, or enter it in Business Central by hand; it is tried again by itself.",
                    "Modifiez la commande dans Dynamics 365 Sales et soumettez-la de nouveau, ou saisissez-la dans Business Central ; elle est reprise d'elle-même."
                ))
    }

    /// The order of the CRM was changed after that of the ERP was invoiced, or deleted.
    private var gone: Sentence {
        Sentence(
            what: pick(
                "The order was changed in Dynamics 365 Sales after it left Business Central.",
                "La commande a été modifiée dans Dynamics 365 Sales après avoir quitté Business Central."),
            why: pick(
                "Business Central has invoiced or deleted it, and nothing is delivered twice.",
                "Business Central l'a facturée ou supprimée, et rien n'est livré deux fois."),
            remedy: pick(
                "Enter what is still wanted as a new order, and close this one in Dynamics 365 Sales.",
                "Saisissez ce qui est encore voulu comme une nouvelle commande, et fermez celle-ci dans Dynamics 365 Sales."
            ))
    }

    /// The quote of the CRM was revised or closed, and that of the ERP is still there.
    private var closedQuote: Sentence {
        let isRevised = problem.arguments.last == "wasRevised"
        return Sentence(
            what: isRevised
                ? pick("The quote was revised in Dynamics 365 Sales.", "Le devis a été révisé dans Dynamics 365 Sales.")
                : pick("The quote was closed in Dynamics 365 Sales.", "Le devis a été clos dans Dynamics 365 Sales."),
            why: pick(
                "Business Central has it still, and Couplet deletes no quote that people may be working on.",
                "Business Central l'a toujours, et Couplet ne supprime pas un devis sur lequel on travaille peut-être."),
            remedy: isRevised
                ? pick(
                    "Enter what was revised in Business Central by hand, or delete it there.",
                    "Reportez la révision à la main dans Business Central, ou supprimez-y le devis.")
                : pick("Delete it in Business Central.", "Supprimez-le dans Business Central."))
    }

    /// The order of the CRM was cancelled, and that of the ERP is still there.
    private var cancelled: Sentence {
        Sentence(
            what: pick(
                "The order was cancelled in Dynamics 365 Sales.", "La commande a été annulée dans Dynamics 365 Sales."),
            why: pick(
                "Business Central has it still, and Couplet deletes no order that people may be working on.",
                "Business Central l'a toujours, et Couplet ne supprime pas une commande sur laquelle on travaille peut-être."
            ),
            remedy: pick(
                "Delete it in Business Central, or activate and submit it again in Dynamics 365 Sales; the pair is looked at again by itself.",
                "Supprimez-la dans Business Central, ou réactivez-la et soumettez-la de nouveau dans Dynamics 365 Sales ; la paire est reprise d'elle-même."
            ))
    }

    private func orderCause(_ cause: String, line: String) -> String {
        switch cause {
        case "contact":
            pick("its customer is a contact, not an account", "son client est un contact, et non un compte")
        case "freight":
            pick(
                "it has a freight amount, and no account is named for that (freightAccount)",
                "il y a des frais de port, et aucun compte n'est prévu pour cela (freightAccount)")
        case "kind":
            pick(
                "the product of line \(line) is neither goods nor a service",
                "le produit de la ligne \(line) n'est ni une marchandise ni un service")
        case "writeIn":
            pick(
                "line \(line) has no product, and no item or resource is named for such lines (writeInItem, writeInResource)",
                "la ligne \(line) n'a pas de produit, et aucun article ni aucune ressource n'est prévu pour ces lignes (writeInItem, writeInResource)"
            )
        case "changedFreight":
            pick(
                "its freight was changed after it was sent", "ses frais de port ont été modifiés après son envoi")
        case "madeBefore":
            pick(
                "it had this order already, under the number that it carries (bcbi_businesscentralordernumber), and invoiced or deleted it",
                "il a déjà eu cette commande, sous le numéro qu'elle porte (bcbi_businesscentralordernumber), et l'a facturée ou supprimée"
            )
        case "laterOne":
            pick(
                "it is a later revision of a quote, and has the number of the first",
                "c'est une révision d'un devis, et elle porte le numéro du premier")
        case "bundle":
            pick(
                "line \(line) is a bundle, or part of one",
                "la ligne \(line) est un ensemble, ou une partie d'un ensemble")
        case "tooLong":
            pick(
                "the description of line \(line), which came later, is longer than 100 characters",
                "la description de la ligne \(line), ajoutée après coup, dépasse 100 caractères")
        case "total" where line.isEmpty:
            pick(
                "its lines do not add up to its total (totallineitemamount)",
                "la somme de ses lignes n'est pas son total (totallineitemamount)")
        case "total":
            pick(
                "Business Central would come to another amount for line \(line), by a cent or more",
                "Business Central arriverait à un autre montant pour la ligne \(line), d'un centime ou plus")
        case "unit":
            pick(
                "line \(line) is in another unit than the product's own",
                "la ligne \(line) est dans une autre unité que celle du produit")
        case "changed":
            pick(
                "line \(line) is of something else than when it was sent",
                "la ligne \(line) porte sur autre chose que lors de son envoi")
        default: line.isEmpty ? cause : pick("line \(line): \(cause)", "ligne \(line) : \(cause)")
        }
    }
}
