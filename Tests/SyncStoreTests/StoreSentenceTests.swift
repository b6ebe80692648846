import Model
import Testing

@testable import SyncStore

@Suite("What a person reads about the store")
struct StoreSentenceTests {
    @Test("what happened, why, and what to do, word for word", arguments: Self.sentences)
    func words(_ error: SyncStoreError, _ line: String) {
        #expect(error.sentence(in: .en).line == line)
    }

    @Test("every sentence is there in every language, with a remedy", arguments: Self.sentences.map(\.0))
    func languages(_ error: SyncStoreError) {
        for language in Language.allCases {
            let sentence = error.sentence(in: language)
            #expect(!sentence.what.isEmpty && !sentence.why.isEmpty && !sentence.remedy.isEmpty)
        }
        #expect(error.sentence(in: .en) != error.sentence(in: .fr))
    }

    @Test(
        "a problem of a run keeps what the sentence needs",
        arguments: [
            SyncStoreError.moved(path: path), .readOnly(path: path, during: .commit),
            .diskFull(path: path, during: .openIntents), .corrupt(path: path, during: .read),
            .busy(path: path, during: .write), .inputOutput(path: path, during: .commit, code: 10),
            .unexpected(path: path, during: .commit, code: 1), .constraint(during: .commit, detail: "x"),
        ])
    func problems(_ error: SyncStoreError) {
        #expect(SyncStoreError(error.problem) == error)
    }

    private static let path = "couplet.sqlite"

    private static let sentences: [(SyncStoreError, String)] = [
        (
            .inUse(path: path, pid: 4711),
            "The store couplet.sqlite is in use by process 4711. Only one Couplet may work on a store at a time. Wait until it has ended, or end it. couplet status shows what it does."
        ),
        (
            .inUse(path: path, pid: nil),
            "The store couplet.sqlite is in use. Only one Couplet may work on a store at a time. Wait until it has ended, or end it. couplet status shows what it does."
        ),
        (
            .newerVersion(path: path, found: 9, known: 2),
            "The store couplet.sqlite was not opened. A newer Couplet wrote it (version 9; this one knows 2). Install the newer Couplet, or restore the copy of the store from before the upgrade."
        ),
        (
            .olderVersion(path: path, found: 1, known: 2),
            "The store couplet.sqlite can't be read yet. An older Couplet wrote it (version 1; this one reads 2). Run couplet sync once: it brings the store up to date."
        ),
        (
            .missing(path: path),
            "There is no store at couplet.sqlite. Nothing has been synchronized from here yet. Run couplet sync, or name the store in the configuration."
        ),
        (
            .notAStore(path: path),
            "couplet.sqlite is not a store of Couplet. It is no database, or one of another program. Name another file under store: in the configuration. The file was left as it is."
        ),
        (
            .readOnly(path: path, during: .openIntents),
            "The store couplet.sqlite can't be written to (before sending a batch). The file, its folder or the file system is read-only. Give the user that runs Couplet the right to write to the folder of the store."
        ),
        (
            .cannotOpen(path: path, code: 2),
            "The store couplet.sqlite can't be opened. The system says error 2. See that its folder exists and that the user that runs Couplet may write to it."
        ),
        (
            .moved(path: path),
            "The store couplet.sqlite was moved, replaced or deleted while Couplet worked on it. Nothing more is sent, since it could not be recorded. Put the file back and start again."
        ),
        (
            .diskFull(path: path, during: .commit),
            "The disk of the store couplet.sqlite is full (while recording a batch). Nothing is sent that could not be recorded. Free space on that disk and start again; nothing is lost."
        ),
        (
            .inputOutput(path: path, during: .read, code: 266),
            "The disk of the store couplet.sqlite failed (while reading). SQLite says error 266. Check the disk and its connection, then start again; what was stored before is kept."
        ),
        (
            .corrupt(path: path, during: .open),
            "The store couplet.sqlite is damaged (while opening it). Its contents contradict themselves; the file was kept as it is. Restore the latest copy of the store with its key, then run couplet sync --full."
        ),
        (
            .busy(path: path, during: .write),
            "The store couplet.sqlite was locked for too long (while recording the state of a run). Another program holds the file, such as a database tool or a backup. Close it and start again."
        ),
        (
            .notDurable(path: path, setting: "journal_mode", found: "delete"),
            "The store couplet.sqlite was not opened. journal_mode is delete, so a power cut could lose what was promised to be stored. Keep the store on a local disk, not on a network share."
        ),
        (
            .otherEnvironment(path: path),
            "The store couplet.sqlite belongs to two other systems. A copied store must never write to another environment. Name another file under store: in the configuration for these systems."
        ),
        (
            .keyMissing(path: path + ".key"),
            "The key couplet.sqlite.key of the store is missing. Every comparison was made with it; without it, every record would look changed. Put the key file back beside the store. If it is lost, delete the store and begin anew."
        ),
        (
            .keyExposed(path: path + ".key", mode: 0o644),
            "The key couplet.sqlite.key is not used. Other users may read it (mode 644). Run chmod 600 on it."
        ),
        (
            .keyInvalid(path: path + ".key"),
            "couplet.sqlite.key is not the key of this store. It is of another store, or was changed. Put the key file back that belongs to the store."
        ),
        (
            .constraint(during: .commit, detail: "UNIQUE constraint failed: coupling.entity, coupling.erp_id"),
            "The store refused a change (while recording a batch). It would break a rule of the store: UNIQUE constraint failed: coupling.entity, coupling.erp_id. Nothing was stored. This is a fault of Couplet: please report it."
        ),
        (
            .noSuchCoupling(Coupling.ID(7)),
            "The store refused a change. The coupling 7 is not there any more. Nothing was stored. Run couplet sync again."
        ),
        (
            .intentsNotOpen(IntentBatch.ID(8)),
            "The store refused a change. The batch of writes 8 is settled already. Nothing was stored. Run couplet sync again."
        ),
        (
            .unexpected(path: path, during: .migrate, code: 1),
            "The store couplet.sqlite failed (while bringing it up to date). SQLite says error 1. Start again; if it stays, report the number."
        ),
    ]
}
