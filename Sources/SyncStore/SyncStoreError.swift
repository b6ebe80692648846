package import Model

/// What the store can run into: data for a sentence, which `sentence(in:)` makes.
package enum SyncStoreError: Error, Sendable, Hashable {
    /// What was being done, in the words of the caller.
    package enum Operation: String, Sendable, Hashable, CaseIterable {
        /// Opening the file, its lock and its key.
        case open
        /// Bringing the schema up to date.
        case migrate
        /// Answering a question.
        case read
        /// Storing the intents of a batch.
        case openIntents
        /// Committing what a batch came to.
        case commit
        /// Storing something else: a run, a job, a document.
        case write
    }

    /// Another process owns the store; its number, where the lock tells it.
    case inUse(path: String, pid: Int32?)
    /// A newer Couplet wrote it.
    case newerVersion(path: String, found: Int, known: Int)
    /// An older Couplet wrote it, and it is open for reading only.
    case olderVersion(path: String, found: Int, known: Int)
    /// There is no store yet.
    case missing(path: String)
    /// The store is not there, or empty, but its key is.
    case gone(path: String)
    /// The file is no database, or one of another program.
    case notAStore(path: String)
    /// The file, its folder or the file system can't be written to, or the store is open for reading.
    case readOnly(path: String, during: Operation)
    /// The file can't be opened or made: the number of the system's error.
    case cannotOpen(path: String, code: Int32)
    /// It can't even be looked at where nothing may be written: its folder or file system is read-only.
    case needsWritableFolder(path: String)
    /// The file was moved, replaced or deleted while it was open.
    case moved(path: String)
    /// The disk is full.
    case diskFull(path: String, during: Operation)
    /// The disk or its driver failed; SQLite's extended result code.
    case inputOutput(path: String, during: Operation, code: Int32)
    /// The contents of the file are damaged.
    case corrupt(path: String, during: Operation)
    /// Another program kept the file locked.
    case busy(path: String, during: Operation)
    /// The store is not as durable as it must be: what `PRAGMA` says instead.
    case notDurable(path: String, setting: String, found: String)
    /// It belongs to two other systems.
    case otherEnvironment(path: String)
    /// The store's key is gone, and couplings were made with it.
    case keyMissing(path: String)
    /// Others may read the key; the file's mode.
    case keyExposed(path: String, mode: UInt32)
    /// The file holds no key, or that of another store.
    case keyInvalid(path: String)
    /// A record would belong to two couplings, or a row lacks what it needs: a broken promise of the caller.
    case constraint(during: Operation, detail: String)
    /// A coupling that was to be changed is not there, or is about other records.
    case noSuchCoupling(Coupling.ID)
    /// Intents that were to be settled are not open.
    case intentsNotOpen(IntentBatch.ID)
    /// Anything else that SQLite says; its extended result code.
    case unexpected(path: String, during: Operation, code: Int32)
}
