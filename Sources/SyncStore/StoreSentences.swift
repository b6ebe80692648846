package import Model

extension SyncStoreError {
    /// What a person reads about it.
    package func sentence(in language: Language) -> Sentence {
        switch language {
        case .en: english
        case .fr: french
        }
    }

    private var english: Sentence {
        switch self {
        case .inUse(let path, let pid):
            Sentence(
                what: "The store \(path) is in use\(pid.map { " by process \($0)" } ?? "").",
                why: "Only one Couplet may work on a store at a time.",
                remedy: "Wait until it has ended, or end it. couplet status shows what it does.")
        case .newerVersion(let path, let found, let known):
            Sentence(
                what: "The store \(path) was not opened.",
                why: "A newer Couplet wrote it (version \(found); this one knows \(known)).",
                remedy: "Install the newer Couplet, or restore the copy of the store from before the upgrade.")
        case .olderVersion(let path, let found, let known):
            Sentence(
                what: "The store \(path) can't be read yet.",
                why: "An older Couplet wrote it (version \(found); this one reads \(known)).",
                remedy: "Run couplet sync once: it brings the store up to date.")
        case .missing(let path):
            Sentence(
                what: "There is no store at \(path).", why: "Nothing has been synchronized from here yet.",
                remedy: "Run couplet sync, or name the store in the configuration.")
        case .notAStore(let path):
            Sentence(
                what: "\(path) is not a store of Couplet.", why: "It is no database, or one of another program.",
                remedy: "Name another file under store: in the configuration. The file was left as it is.")
        case .readOnly(let path, let operation):
            Sentence(
                what: "The store \(path) can't be written to (\(operation.english)).",
                why: "The file, its folder or the file system is read-only.",
                remedy: "Give the user that runs Couplet the right to write to the folder of the store.")
        case .cannotOpen(let path, let code):
            Sentence(
                what: "The store \(path) can't be opened.", why: "The system says error \(code).",
                remedy: "See that its folder exists and that the user that runs Couplet may write to it.")
        case .moved(let path):
            Sentence(
                what: "The store \(path) was moved, replaced or deleted while Couplet worked on it.",
                why: "Nothing more is sent, since it could not be recorded.",
                remedy: "Put the file back and start again.")
        case .diskFull(let path, let operation):
            Sentence(
                what: "The disk of the store \(path) is full (\(operation.english)).",
                why: "Nothing is sent that could not be recorded.",
                remedy: "Free space on that disk and start again; nothing is lost.")
        case .inputOutput(let path, let operation, let code):
            Sentence(
                what: "The disk of the store \(path) failed (\(operation.english)).",
                why: "SQLite says error \(code).",
                remedy: "Check the disk and its connection, then start again; what was stored before is kept.")
        case .corrupt(let path, let operation):
            Sentence(
                what: "The store \(path) is damaged (\(operation.english)).",
                why: "Its contents contradict themselves; the file was kept as it is.",
                remedy: "Restore the latest copy of the store with its key, then run couplet sync --full.")
        case .busy(let path, let operation):
            Sentence(
                what: "The store \(path) was locked for too long (\(operation.english)).",
                why: "Another program holds the file, such as a database tool or a backup.",
                remedy: "Close it and start again.")
        case .notDurable(let path, let setting, let found):
            Sentence(
                what: "The store \(path) was not opened.",
                why: "\(setting) is \(found), so a power cut could lose what was promised to be stored.",
                remedy: "Keep the store on a local disk, not on a network share.")
        case .otherEnvironment(let path):
            Sentence(
                what: "The store \(path) belongs to two other systems.",
                why: "A copied store must never write to another environment.",
                remedy: "Name another file under store: in the configuration for these systems.")
        case .keyMissing(let path):
            Sentence(
                what: "The key \(path) of the store is missing.",
                why: "Every comparison was made with it; without it, every record would look changed.",
                remedy: "Put the key file back beside the store. If it is lost, delete the store and begin anew.")
        case .keyExposed(let path, let mode):
            Sentence(
                what: "The key \(path) is not used.",
                why: "Other users may read it (mode \(String(mode, radix: 8))).",
                remedy: "Run chmod 600 on it.")
        case .keyInvalid(let path):
            Sentence(
                what: "\(path) is not the key of this store.", why: "It is of another store, or was changed.",
                remedy: "Put the key file back that belongs to the store.")
        case .constraint(let operation, let detail):
            Sentence(
                what: "The store refused a change (\(operation.english)).",
                why: "It would break a rule of the store: \(detail).",
                remedy: "Nothing was stored. This is a fault of Couplet: please report it.")
        case .noSuchCoupling(let id):
            Sentence(
                what: "The store refused a change.", why: "The coupling \(id) is not there any more.",
                remedy: "Nothing was stored. Run couplet sync again.")
        case .intentsNotOpen(let id):
            Sentence(
                what: "The store refused a change.", why: "The batch of writes \(id.number) is settled already.",
                remedy: "Nothing was stored. Run couplet sync again.")
        case .unexpected(let path, let operation, let code):
            Sentence(
                what: "The store \(path) failed (\(operation.english)).", why: "SQLite says error \(code).",
                remedy: "Start again; if it stays, report the number.")
        }
    }

    private var french: Sentence {
        switch self {
        case .inUse(let path, let pid):
            Sentence(
                what: "La base \(path) est utilisée\(pid.map { " par le processus \($0)" } ?? "").",
                why: "Un seul Couplet peut travailler sur une base à la fois.",
                remedy: "Attendez qu'il ait terminé, ou arrêtez-le. couplet status montre ce qu'il fait.")
        case .newerVersion(let path, let found, let known):
            Sentence(
                what: "La base \(path) n'a pas été ouverte.",
                why: "Un Couplet plus récent l'a écrite (version \(found) ; celui-ci connaît la version \(known)).",
                remedy: "Installez le Couplet plus récent, ou restaurez la copie de la base d'avant la mise à jour.")
        case .olderVersion(let path, let found, let known):
            Sentence(
                what: "La base \(path) ne peut pas encore être lue.",
                why: "Un Couplet plus ancien l'a écrite (version \(found) ; celui-ci lit la version \(known)).",
                remedy: "Lancez couplet sync une fois : la base sera mise à jour.")
        case .missing(let path):
            Sentence(
                what: "Il n'y a pas de base à \(path).", why: "Rien n'a encore été synchronisé d'ici.",
                remedy: "Lancez couplet sync, ou indiquez la base dans la configuration.")
        case .notAStore(let path):
            Sentence(
                what: "\(path) n'est pas une base de Couplet.",
                why: "Ce n'est pas une base de données, ou c'est celle d'un autre programme.",
                remedy: "Indiquez un autre fichier sous store: dans la configuration. Le fichier est resté tel quel.")
        case .readOnly(let path, let operation):
            Sentence(
                what: "La base \(path) ne peut pas être modifiée (\(operation.french)).",
                why: "Le fichier, son dossier ou le système de fichiers est en lecture seule.",
                remedy: "Donnez à l'utilisateur de Couplet le droit d'écrire dans le dossier de la base.")
        case .cannotOpen(let path, let code):
            Sentence(
                what: "La base \(path) ne peut pas être ouverte.", why: "Le système indique l'erreur \(code).",
                remedy: "Vérifiez que son dossier existe et que l'utilisateur de Couplet peut y écrire.")
        case .moved(let path):
            Sentence(
                what: "La base \(path) a été déplacée, remplacée ou supprimée pendant que Couplet y travaillait.",
                why: "Plus rien n'est envoyé, car cela ne pourrait pas être noté.",
                remedy: "Remettez le fichier en place et recommencez.")
        case .diskFull(let path, let operation):
            Sentence(
                what: "Le disque de la base \(path) est plein (\(operation.french)).",
                why: "Rien n'est envoyé qui ne puisse être noté.",
                remedy: "Libérez de la place sur ce disque et recommencez ; rien n'est perdu.")
        case .inputOutput(let path, let operation, let code):
            Sentence(
                what: "Le disque de la base \(path) a échoué (\(operation.french)).",
                why: "SQLite indique l'erreur \(code).",
                remedy: "Vérifiez le disque et sa connexion, puis recommencez ; ce qui était noté est gardé.")
        case .corrupt(let path, let operation):
            Sentence(
                what: "La base \(path) est endommagée (\(operation.french)).",
                why: "Son contenu se contredit ; le fichier a été gardé tel quel.",
                remedy: "Restaurez la dernière copie de la base avec sa clé, puis lancez couplet sync --full.")
        case .busy(let path, let operation):
            Sentence(
                what: "La base \(path) est restée verrouillée trop longtemps (\(operation.french)).",
                why: "Un autre programme tient le fichier, comme un outil de base de données ou une sauvegarde.",
                remedy: "Fermez-le et recommencez.")
        case .notDurable(let path, let setting, let found):
            Sentence(
                what: "La base \(path) n'a pas été ouverte.",
                why: "\(setting) vaut \(found) : une coupure de courant pourrait perdre ce qui devait être noté.",
                remedy: "Gardez la base sur un disque local, pas sur un partage réseau.")
        case .otherEnvironment(let path):
            Sentence(
                what: "La base \(path) appartient à deux autres systèmes.",
                why: "Une base copiée ne doit jamais écrire dans un autre environnement.",
                remedy: "Indiquez un autre fichier sous store: dans la configuration pour ces systèmes.")
        case .keyMissing(let path):
            Sentence(
                what: "La clé \(path) de la base manque.",
                why: "Toutes les comparaisons ont été faites avec elle ; sans elle, tout paraîtrait modifié.",
                remedy: "Remettez la clé à côté de la base. Si elle est perdue, supprimez la base et recommencez.")
        case .keyExposed(let path, let mode):
            Sentence(
                what: "La clé \(path) n'est pas utilisée.",
                why: "D'autres utilisateurs peuvent la lire (mode \(String(mode, radix: 8))).",
                remedy: "Lancez chmod 600 sur ce fichier.")
        case .keyInvalid(let path):
            Sentence(
                what: "\(path) n'est pas la clé de cette base.",
                why: "C'est celle d'une autre base, ou elle a été modifiée.",
                remedy: "Remettez la clé qui appartient à la base.")
        case .constraint(let operation, let detail):
            Sentence(
                what: "La base a refusé une modification (\(operation.french)).",
                why: "Elle enfreindrait une règle de la base : \(detail).",
                remedy: "Rien n'a été noté. C'est un défaut de Couplet : merci de le signaler.")
        case .noSuchCoupling(let id):
            Sentence(
                what: "La base a refusé une modification.", why: "Le couplage \(id) n'existe plus.",
                remedy: "Rien n'a été noté. Relancez couplet sync.")
        case .intentsNotOpen(let id):
            Sentence(
                what: "La base a refusé une modification.", why: "Le lot d'écritures \(id.number) est déjà réglé.",
                remedy: "Rien n'a été noté. Relancez couplet sync.")
        case .unexpected(let path, let operation, let code):
            Sentence(
                what: "La base \(path) a échoué (\(operation.french)).", why: "SQLite indique l'erreur \(code).",
                remedy: "Recommencez ; si cela persiste, signalez ce numéro.")
        }
    }
}

extension SyncStoreError.Operation {
    fileprivate var english: String {
        switch self {
        case .open: "while opening it"
        case .migrate: "while bringing it up to date"
        case .read: "while reading"
        case .openIntents: "before sending a batch"
        case .commit: "while recording a batch"
        case .write: "while recording the state of a run"
        }
    }

    fileprivate var french: String {
        switch self {
        case .open: "à l'ouverture"
        case .migrate: "pendant la mise à jour"
        case .read: "à la lecture"
        case .openIntents: "avant l'envoi d'un lot"
        case .commit: "pendant l'enregistrement d'un lot"
        case .write: "pendant l'enregistrement de l'état d'une exécution"
        }
    }
}
