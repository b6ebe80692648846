/// What can be wrong with a command beyond its configuration.
enum CommandError: Error, Hashable, Sendable {
    /// The word can't be the name of an entity.
    case notAnEntity(String)
    /// No record with this number was found in the ERP.
    case noSuchRecord(String)
    /// No plugin is installed for the entity.
    case notInstalled(String, nearest: String?)
    /// The entity is switched off, by the configuration or by its manifest.
    case switchedOff(String)
    /// Conversations can't be written into a folder, for a reason that the system gives.
    case noRecording(String, Int32)
    /// So few files may be open at the same time.
    case tooFewFiles(Int, needed: Int)
    /// So many threads can't run at the same time.
    case tooFewThreads(needed: Int)
    /// So little address space may be used, in bytes.
    case tooLittleMemory(Int, needed: Int)
    /// What was printed did not arrive, for a reason that the system gives.
    case outputLost(Int32)
    /// The folder of the bundled plugins is not there.
    case noPlugins(String)
    /// The sandbox did not get ready in time.
    case sandboxNotReady(SandboxObstacle)
    /// The sandbox is not there.
    case sandboxNotRunning(String)
    case sandboxRefused(String)

    /// What kept the sandbox from starting.
    enum SandboxObstacle: Hashable, Sendable {
        /// Its executable does not lie beside ours.
        case notInstalled
        /// A file or folder can't be written.
        case unwritable(String)
        /// In its folder is a store that no sandbox made.
        case foreignStore(String)
        /// An error of the system.
        case system(Int32)
        /// Its own last words.
        case said(String)
    }
}
