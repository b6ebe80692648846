import ArgumentParser
import Coordinator
import JSON
import Model
import RemoteSystems

/// `couplet plan`: the dry run, with differences per field.
struct PlanCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "plan",
            abstract: Help.said(
                "Shows what couplet sync would do, field by field; nothing is written.",
                "Montre ce que ferait couplet sync, champ par champ ; rien n'est écrit."),
            discussion: Help.said(
                """
                The plan goes the same way as the run, up to the writes. Values are read live from both systems to be shown, and \
                are stored nowhere. The hash at an entity's end is what couplet sync --approve-plan takes. Ends with 3 when a guard would stop the run and ask.
                """,
                """
                Le plan suit le même chemin que l'exécution, jusqu'aux écritures. Les valeurs sont lues en direct dans les deux \
                systèmes pour être montrées, et ne sont gardées nulle part. L'empreinte à la fin d'une entité est ce que prend couplet \
                sync --approve-plan. Finit par 3 quand un garde-fou arrêterait l'exécution et demanderait.
                """))
    }

    @OptionGroup var options: CommonOptions
    @OptionGroup var selected: SelectionOptions

    @Flag(name: .long, help: .said("Only the counts of each entity.", "Seulement les comptes de chaque entité."))
    var summary = false

    @Option(
        help: .said(
            "At most this many records of each entity.", "Au plus tant d'enregistrements de chaque entité.",
            valueName: "number"))
    var limit = 20

    func validate() throws {
        guard limit > 0 else {
            throw ValidationError(
                Help.said(
                    "--limit is at least 1; --summary shows the counts alone.",
                    "--limit vaut au moins 1 ; --summary montre les comptes seuls."))
        }
    }

    func run() async throws {
        let session = try Session(options)
        try await session.reporting {
            try await session.synchronize(
                selected.values, mode: selected.mode, effect: .dryRun, approval: .none,
                showing: PlanPrinter(
                    limit: summary ? 0 : limit, selection: selected.values.words, session: session))
        }
    }
}
