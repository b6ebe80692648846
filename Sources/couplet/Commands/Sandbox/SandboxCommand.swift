import ArgumentParser

/// `couplet sandbox`: both systems on this machine, to play with.
struct SandboxCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "sandbox",
            abstract: Help.said(
                "Serves Business Central and Dataverse on this machine, with a sample company.",
                "Sert Business Central et Dataverse sur cette machine, avec une société d'exemple."),
            discussion: Help.said(
                """
                couplet sandbox start writes couplet.yaml, so that every other command works with the sandbox at once. Nothing \
                leaves this machine.
                """,
                """
                couplet sandbox start écrit couplet.yaml, de sorte que toute autre commande travaille aussitôt avec le bac à sable. \
                Rien ne quitte cette machine.
                """),
            subcommands: [
                SandboxStart.self, SandboxStop.self, SandboxStatus.self, SandboxFault.self, SandboxLedger.self,
                SandboxPlay.self,
            ])
    }
}

/// What every command about the sandbox takes.
struct SandboxOptions: ParsableArguments {
    @Option(
        help: .said("The folder of the sandbox's files.", "Le dossier des fichiers du bac à sable."),
        completion: .directory)
    var folder = "sandbox"

    var files: SandboxFolder { SandboxFolder(path: folder) }
}
