import ArgumentParser

/// What a new plugin is made of.
enum PluginKind: String, Sendable, CaseIterable, ExpressibleByArgument {
    /// A manifest and a field map, which a stock executable runs.
    case map
    /// A program in Python.
    case python
    /// A Swift package.
    case swift

    /// The files of a plugin; `package` is where Couplet's own package is, for one that is built on it.
    func files(for draft: PluginDraft, package: String) -> [TemplateFile] {
        switch self {
        case .map: MapTemplate(draft: draft).files
        case .python: PythonTemplate(draft: draft).files
        case .swift: SwiftTemplate(draft: draft, package: package).files
        }
    }
}
