public import ArgumentParser
public import Model

/// What every command takes.
struct CommonOptions: ParsableArguments {
    @Option(
        name: [.customShort("c"), .long], help: "The configuration file.",
        completion: .file(extensions: ["yaml", "yml"]))
    var configuration = "couplet.yaml"

    @Flag(help: "Writes the result as JSON, one document a line.")
    var json = false

    @Option(help: "The language of sentences: en or fr. Without it, the language of the locale.")
    var language: Language?

    @Flag(name: .shortAndLong, help: "Says more on standard error.")
    var verbose = false
}

extension Language: ExpressibleByArgument {}

extension CompletionKind {
    /// The entities that plugins lie beside the command for.
    static var entities: CompletionKind {
        .custom { _, _, _ in PluginFolders.bundledNames }
    }
}
