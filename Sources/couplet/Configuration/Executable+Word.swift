import Subprocess
import SystemPackage

extension Executable {
    /// The program that a person means: the file at a path, or the first of a name in the folders of `PATH`.
    static func word(_ word: String) -> Executable { word.contains("/") ? .path(FilePath(word)) : .name(word) }
}
