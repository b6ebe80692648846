public import ArgumentParser
public import Model

/// What every command takes.
struct CommonOptions: ParsableArguments {
    @Option(
        name: [.customShort("c"), .long], help: .said("The configuration file.", "Le fichier de configuration."),
        completion: .file(extensions: ["yaml", "yml"]))
    var configuration = "couplet.yaml"

    @Flag(
        help: .said(
            "Writes the result as JSON, one document a line.", "Écrit le résultat en JSON, un document par ligne."))
    var json = false

    @Option(
        help: .said(
            "The language of sentences: en or fr. Without it, the language of the locale.",
            "La langue des phrases : en ou fr. Sans elle, celle de la locale."))
    var language: Language?

    @Flag(name: .shortAndLong, help: .said("Says more on standard error.", "En dit plus sur la sortie d'erreur."))
    var verbose = false
}

extension Language: ExpressibleByArgument {}

extension CompletionKind {
    /// The entities that plugins lie beside the command for.
    static var entities: CompletionKind {
        .custom { _, _, _ in PluginFolders.bundledNames }
    }
}
