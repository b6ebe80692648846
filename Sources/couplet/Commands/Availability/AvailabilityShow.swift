import ArgumentParser
import Availability
import JSON
import Model

/// `couplet availability ITEM`: one item.
struct AvailabilityShow: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "show",
            abstract: Help.said("Tells how much of one item is on hand.", "Dit combien d'un article est en stock."),
            discussion: Help.said(
                """
                The item is named by its number, by the whole name of the product that it is coupled with, or by its id in \
                either system. Ends with 2 when there is no such item, or several, and with 4 when a system can't be reached.
                """,
                """
                L'article se nomme par son numéro, par le nom entier du produit auquel il est couplé, ou par son identifiant \
                dans l'un des systèmes. Finit par 2 s'il n'y a pas d'article de ce nom, ou plusieurs, et par 4 si un système \
                est injoignable.
                """))
    }

    @OptionGroup var options: CommonOptions

    @Argument(
        help: .said(
            "The item's number, the name of its product, or its id.",
            "Le numéro de l'article, le nom de son produit, ou son identifiant."))
    var item: String

    func validate() throws {
        guard item.contains(where: { !$0.isWhitespace }) else {
            throw ValidationError(Help.said("Name an item.", "Nommez un article."))
        }
    }

    func run() async throws {
        let session = try Session(options)
        try await session.reporting {
            let configuration = try session.readConfiguration()
            let answer = try await session.withAvailability(configuration) { try await $0.answer(item) }
            session.console.print(
                options.json ? answer.json.line : AvailabilitySentences.line(answer, in: session.language))
            return ExitCodes.complete
        }
    }
}
