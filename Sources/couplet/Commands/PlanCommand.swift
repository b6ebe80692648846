import ArgumentParser
import Coordinator
import JSON
import Model
import RemoteSystems

/// `couplet plan`: the dry run, with differences per field.
struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Shows what couplet sync would do, field by field; nothing is written.",
        discussion: """
            The plan goes the same way as the run, up to the writes. Values are read live from both systems to be shown, and \
            are stored nowhere. The hash at an entity's end is what couplet sync --approve-plan takes. Ends with 3 when a guard would stop the run and ask.
            """)

    @OptionGroup var options: CommonOptions
    @OptionGroup var selected: SelectionOptions

    @Flag(name: .long, help: "Only the counts of each entity.")
    var summary = false

    @Option(help: ArgumentHelp("At most this many records of each entity.", valueName: "number"))
    var limit = 20

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit is at least 1; --summary shows the counts alone.") }
    }

    func run() async throws {
        let session = try Session(options)
        try await session.reporting {
            try await session.synchronize(
                selected, mode: selected.mode, effect: .dryRun, approval: .none,
                showing: PlanPrinter(
                    limit: summary ? 0 : limit, selection: selected.words, session: session))
        }
    }
}
