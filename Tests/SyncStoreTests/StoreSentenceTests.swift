import Model
import Testing

@testable import SyncStore

@Suite("What a person reads about the store")
struct StoreSentenceTests {
    @Test("what happened, why, and what to do, word for word", arguments: Self.sentences)
    func words(_ error: SyncStoreError, _ line: String) {
        #expect(error.sentence(in: .en).line == line)
    }

    @Test("each of them is said in French too, word for word")
    func french() {
        let lines = Self.sentences.map { $0.0.sentence(in: .fr).line.replacing("\u{A0}", with: " ") }
        #expect(lines == Self.inFrench)
    }

    @Test(
        "a failure ends a run as one that passes only when it may pass by itself",
        arguments: [
            (.busy(path: "s", during: .commit), .storeBusy), (.diskFull(path: "s", during: .commit), .storeBusy),
            (.unexpected(path: "s", during: .commit, code: 21), .storeFailed),
            (.corrupt(path: "s", during: .read), .storeFailed), (.moved(path: "s"), .storeFailed),
        ] as [(SyncStoreError, ProblemCode)])
    func ends(_ error: SyncStoreError, _ code: ProblemCode) {
        #expect(error.problem.code == code)
        #expect(SyncStoreError(error.problem) == error)
    }

    /// In the order of the English ones.
    private static let inFrench: [String] = [
        "La base couplet.sqlite est utilisée par le processus 4711. Un seul Couplet peut travailler sur une base à la fois. Attendez qu'il ait terminé, ou arrêtez-le. couplet status montre ce qu'il fait.",
        "La base couplet.sqlite est utilisée. Un seul Couplet peut travailler sur une base à la fois. Attendez qu'il ait terminé, ou arrêtez-le. couplet status montre ce qu'il fait.",
        "La base couplet.sqlite n'a pas été ouverte. Un Couplet plus récent l'a écrite (version 9 ; celui-ci connaît la version 2). Installez le Couplet plus récent, ou restaurez la copie de la base d'avant la mise à jour.",
        "La base couplet.sqlite ne peut pas encore être lue. Un Couplet plus ancien l'a écrite (version 1 ; celui-ci lit la version 2). Lancez couplet sync une fois : la base sera mise à jour.",
        "Il n'y a pas de base à couplet.sqlite. Rien n'a encore été synchronisé d'ici. Lancez couplet sync, ou indiquez la base dans la configuration.",
        "couplet.sqlite n'est pas une base de Couplet. Ce n'est pas une base de données, ou c'est celle d'un autre programme. Indiquez un autre fichier sous store: dans la configuration. Le fichier est resté tel quel.",
        "La base couplet.sqlite ne peut pas être modifiée (avant l'envoi d'un lot). Le fichier, son dossier ou le système de fichiers est en lecture seule. Donnez à l'utilisateur de Couplet le droit d'écrire dans le dossier de la base.",
        "La base couplet.sqlite ne peut pas être ouverte. Le système indique l'erreur 2. Vérifiez que son dossier existe et que l'utilisateur de Couplet peut y écrire.",
        "La base couplet.sqlite a été déplacée, remplacée ou supprimée pendant que Couplet y travaillait. Plus rien n'est envoyé, car cela ne pourrait pas être noté. Remettez le fichier en place et recommencez.",
        "Le disque de la base couplet.sqlite est plein (pendant l'enregistrement d'un lot). Rien n'est envoyé qui ne puisse être noté. Libérez de la place sur ce disque et recommencez ; rien n'est perdu.",
        "Le disque de la base couplet.sqlite a échoué (à la lecture). SQLite indique l'erreur 266. Vérifiez le disque et sa connexion, puis recommencez ; ce qui était noté est gardé.",
        "La base couplet.sqlite est endommagée (à l'ouverture). Son contenu se contredit ; le fichier a été gardé tel quel. Restaurez la dernière copie de la base avec sa clé, puis lancez couplet sync --full.",
        "La base couplet.sqlite est restée verrouillée trop longtemps (pendant l'enregistrement de l'état d'une exécution). Un autre programme tient le fichier, comme un outil de base de données ou une sauvegarde. Fermez-le et recommencez.",
        "La base couplet.sqlite n'a pas été ouverte. journal_mode vaut delete : une coupure de courant pourrait perdre ce qui devait être noté. Gardez la base sur un disque local, pas sur un partage réseau.",
        "La base couplet.sqlite appartient à deux autres systèmes. Une base copiée ne doit jamais écrire dans un autre environnement. Indiquez un autre fichier sous store: dans la configuration pour ces systèmes.",
        "La base couplet.sqlite a disparu. Sa clé est toujours à côté : la base a été déplacée, supprimée ou vidée. Remettez la base en place. Pour tout recommencer, supprimez aussi couplet.sqlite.key, et regardez avec : couplet plan",
        "La clé couplet.sqlite.key de la base manque. Toutes les comparaisons ont été faites avec elle ; sans elle, tout paraîtrait modifié. Remettez la clé à côté de la base. Si elle est perdue, supprimez la base et recommencez.",
        "La clé couplet.sqlite.key n'est pas utilisée. D'autres utilisateurs peuvent la lire (mode 644). Lancez chmod 600 sur ce fichier.",
        "couplet.sqlite.key n'est pas la clé de cette base. C'est celle d'une autre base, ou elle a été modifiée. Remettez la clé qui appartient à la base.",
        "La base a refusé une modification (pendant l'enregistrement d'un lot). Elle enfreindrait une règle de la base : UNIQUE constraint failed: coupling.entity, coupling.erp_id. Rien n'a été noté. C'est un défaut de Couplet : merci de le signaler.",
        "La base a refusé une modification. Le couplage 7 n'existe plus. Rien n'a été noté. Relancez couplet sync.",
        "La base a refusé une modification. Le lot d'écritures 8 est déjà réglé. Rien n'a été noté. Relancez couplet sync.",
        "La base couplet.sqlite a échoué (pendant la mise à jour). SQLite indique l'erreur 1. Recommencez ; si cela persiste, signalez ce numéro.",
    ]

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
            .gone(path: path),
            "The store couplet.sqlite is gone. Its key is still beside it: the store was moved, deleted or emptied. Put the store back. To begin anew, delete couplet.sqlite.key too, and look with: couplet plan"
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
