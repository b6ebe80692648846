/// A file of a new plugin.
struct TemplateFile: Sendable, Hashable {
    /// Its path in the plugin's folder.
    var path: String
    /// What it says.
    var text: String
    /// Whether it is started.
    var isExecutable: Bool

    /// Creates a file.
    init(_ path: String, _ text: String, isExecutable: Bool = false) {
        (self.path, self.text, self.isExecutable) = (path, text, isExecutable)
    }
}
