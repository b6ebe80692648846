import ArgumentParser
import Availability
import Model

/// `couplet availability`: what is on hand of an item, now.
struct AvailabilityCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "availability",
            abstract: Help.said(
                "Tells how much of an item is on hand, as Business Central says at this moment.",
                "Dit combien d'un article est en stock, d'après Business Central à cet instant."),
            discussion: Help.said(
                """
                  couplet availability A10000          one item, now
                  couplet availability serve           the same for a form in the CRM, over HTTP

                The figure on the product itself is kept up to date by runs: couplet sync items.
                """,
                """
                  couplet availability A10000          un article, maintenant
                  couplet availability serve           la même chose pour un formulaire du CRM, par HTTP

                Le chiffre sur le produit lui-même est tenu à jour par les exécutions : couplet sync items.
                """),
            subcommands: [AvailabilityShow.self, AvailabilityServe.self], defaultSubcommand: AvailabilityShow.self)
    }
}
