import ArgumentParser

/// Business Central and Dataverse on loopback.
@main
struct CoupletSandbox: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "couplet-sandbox",
        abstract: "Serves Business Central and Dataverse on this machine, with a sample company.",
        subcommands: [Serve.self], defaultSubcommand: Serve.self)
}
