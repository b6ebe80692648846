import Foundation

/// A folder of one process: its HOME and TMPDIR, for nobody else, gone afterwards.
struct ScratchFolder: Sendable {
    /// The absolute path.
    let path: String

    /// Makes a folder, mode 0700, inside another.
    init(in parent: String) throws(LaunchFailure) {
        // Its name is chosen by the system, so that nobody can be there first.
        var template = Array("\(parent)/plugin-XXXXXX".utf8CString)
        guard let made = template.withUnsafeMutableBufferPointer({ $0.baseAddress.flatMap { mkdtemp($0) } }) else {
            throw LaunchFailure(.scratch(errno))
        }
        path = String(cString: made)
    }

    /// Removes the folder with all that is in it.
    func remove() {
        // What the system refuses to remove stays behind in the host's own folder; nothing depends on it.
        _ = FolderRemoval.remove(path)
    }
}
