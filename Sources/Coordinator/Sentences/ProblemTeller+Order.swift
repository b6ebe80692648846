import Model

extension ProblemTeller {
    /// An order that the ERP can't take: all that stands in its way, at once.
    ///
    /// The arguments after the first name it: `freight`, or with the place of a line, `kind:2`.
    var order: Sentence {
        let causes = problem.arguments.dropFirst().map { cause in
            let halves = cause.split(separator: ":")
            return orderCause(String(halves.first ?? ""), line: halves.count > 1 ? String(halves[1]) : "")
        }
        return Sentence(
            what: setAside,
            why: pick(
                "Business Central can't take this order as it is: \(causes.joined(separator: "; ")).",
                "Business Central ne peut pas prendre cette commande telle quelle : \(causes.joined(separator: " ; "))."
            ),
            remedy: pick(
                "Change the order in Dynamics 365 Sales and submit it again, or enter it in Business Central by hand; it is tried again by itself.",
                "Modifiez la commande dans Dynamics 365 Sales et soumettez-la de nouveau, ou saisissez-la dans Business Central ; elle est reprise d'elle-même."
            ))
    }

    private func orderCause(_ cause: String, line: String) -> String {
        switch cause {
        case "contact":
            pick("its customer is a contact, not an account", "son client est un contact, et non un compte")
        case "freight":
            pick("it has a freight amount (freightamount)", "elle comporte des frais de port (freightamount)")
        case "kind":
            pick(
                "the product of line \(line) is neither goods nor a service",
                "le produit de la ligne \(line) n'est ni une marchandise ni un service")
        case "writeIn":
            pick(
                "line \(line) has no product, and no item or resource is named for such lines (writeInItem, writeInResource)",
                "la ligne \(line) n'a pas de produit, et aucun article ni aucune ressource n'est prévu pour ces lignes (writeInItem, writeInResource)"
            )
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
