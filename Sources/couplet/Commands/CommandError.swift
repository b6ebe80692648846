import Foundation

/// What can be wrong with a command beyond its configuration.
enum CommandError: Error, Hashable, Sendable {
    /// The word can't be the name of an entity.
    case notAnEntity(String)
    /// No record with this number was found in the ERP.
    case noSuchRecord(String)
    /// No plugin is installed for the entity.
    case notInstalled(String, nearest: String?)
    /// Conversations can't be written into a folder, for a reason that the system gives.
    case noRecording(String, String)
    /// So few files may be open at the same time.
    case tooFewFiles(Int, needed: Int)
    /// So many threads can't run at the same time.
    case tooFewThreads(needed: Int)
    /// So little address space may be used, in bytes.
    case tooLittleMemory(Int, needed: Int)
    /// What was printed did not arrive, for a reason that the system gives.
    case outputLost(String)
    /// The folder of the bundled plugins is not there.
    case noPlugins(String)
    /// The sandbox did not get ready in time, or is not there.
    case sandboxNotReady(String)
    case sandboxNotRunning(String)
    case sandboxRefused(String)

    /// What was printed did not arrive, by an error of the system.
    static func outputLost(number: Int32) -> CommandError { .outputLost(String(cString: strerror(number))) }
}
