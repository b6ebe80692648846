/// What can be wrong with a plugin that a person names, or with what is said of it.
enum PluginCommandError: Error, Hashable, Sendable {
    /// There is no such folder.
    case noFolder(String)
    /// A file can't be read, by an error of the system.
    case unreadable(String, Int32)
    /// A file can't be written, by an error of the system.
    case unwritable(String, Int32)
    /// A file is no sample: in which line, and the kind of mistake.
    case notASample(String, line: Int, String)
    /// Neither a sample nor systems to make one from.
    case noSample(String)
    /// A file is no recorded conversation: in which line, and the kind of mistake.
    case notARecording(String, line: Int, String)
    /// Another folder holds a plugin for the same entity.
    case entityTaken(String, by: String)
    /// A plugin would be copied over itself, or into itself.
    case ownPlace(String)
    /// There is something where a new folder should be.
    case exists(String)
    /// No name for a plugin.
    case notAName(String)
    /// A table was not named, and nobody can be asked.
    case tableNotNamed(String)
    /// Nothing that both tables have could be matched.
    case nothingInCommon(String, String)
    /// Where Couplet's own package is, is not known.
    case noPackage
    /// The executable that runs a map is not beside the command.
    case noStockExecutable
    /// What was said to belong together is no pair of fields, or not of these tables.
    case notAPair(String, PairFault)
    /// A link to a folder stands where a plugin's files are copied from.
    case folderLink(String)
}
