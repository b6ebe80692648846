import ArgumentParser

/// `couplet sandbox`: both systems on this machine, to play with.
struct SandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox",
        abstract: "Serves Business Central and Dataverse on this machine, with a sample company.",
        discussion: """
            couplet sandbox start writes couplet.yaml, so that every other command works with the sandbox at once. Nothing \
            leaves this machine.
            """,
        subcommands: [
            SandboxStart.self, SandboxStop.self, SandboxStatus.self, SandboxFault.self, SandboxLedger.self,
        ])
}

/// What every command about the sandbox takes.
struct SandboxOptions: ParsableArguments {
    @Option(help: "The folder of the sandbox's files.", completion: .directory)
    var folder = "sandbox"

    var files: SandboxFolder { SandboxFolder(path: folder) }
}
