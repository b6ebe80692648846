package import Model

extension SyncStoreError {
    /// What a person reads about it.
    package func sentence(in language: Language) -> Sentence {
        switch self {
        case .inUse(let path, let pid):
            Sentence(
                what: language.pick(
                    "The store \(path) is in use\(pid.map { " by process \($0)" } ?? "").",
                    "La base \(path) est utilisée\(pid.map { " par le processus \($0)" } ?? "")."),
                why: language.pick(
                    "Only one Couplet may work on a store at a time.",
                    "Un seul Couplet peut travailler sur une base à la fois."),
                remedy: language.pick(
                    "Wait until it has ended, or end it. couplet status shows what it does.",
                    "Attendez qu'il ait terminé, ou arrêtez-le. couplet status montre ce qu'il fait."))
        case .newerVersion(let path, let found, let known):
            Sentence(
                what: language.pick("The store \(path) was not opened.", "La base \(path) n'a pas été ouverte."),
                why: language.pick(
                    "A newer Couplet wrote it (version \(found); this one knows \(known)).",
                    "Un Couplet plus récent l'a écrite (version \(found) ; celui-ci connaît la version \(known))."),
                remedy: language.pick(
                    "Install the newer Couplet, or restore the copy of the store from before the upgrade.",
                    "Installez le Couplet plus récent, ou restaurez la copie de la base d'avant la mise à jour."))
        case .olderVersion(let path, let found, let known):
            Sentence(
                what: language.pick(
                    "The store \(path) can't be read yet.", "La base \(path) ne peut pas encore être lue."),
                why: language.pick(
                    "An older Couplet wrote it (version \(found); this one reads \(known)).",
                    "Un Couplet plus ancien l'a écrite (version \(found) ; celui-ci lit la version \(known))."),
                remedy: language.pick(
                    "Run couplet sync once: it brings the store up to date.",
                    "Lancez couplet sync une fois : la base sera mise à jour."))
        case .missing(let path):
            Sentence(
                what: language.pick("There is no store at \(path).", "Il n'y a pas de base à \(path)."),
                why: language.pick(
                    "Nothing has been synchronized from here yet.", "Rien n'a encore été synchronisé d'ici."),
                remedy: language.pick(
                    "Run couplet sync, or name the store in the configuration.",
                    "Lancez couplet sync, ou indiquez la base dans la configuration."))
        case .gone(let path):
            Sentence(
                what: language.pick("The store \(path) is gone.", "La base \(path) a disparu."),
                why: language.pick(
                    "Its key is still beside it: the store was moved, deleted or emptied.",
                    "Sa clé est toujours à côté : la base a été déplacée, supprimée ou vidée."),
                remedy: language.pick(
                    "Put the store back. To begin anew, delete \(path).key too, and look with: couplet plan",
                    "Remettez la base en place. Pour tout recommencer, supprimez aussi \(path).key, et regardez avec : couplet plan"
                ))
        case .notAStore(let path):
            Sentence(
                what: language.pick("\(path) is not a store of Couplet.", "\(path) n'est pas une base de Couplet."),
                why: language.pick(
                    "It is no database, or one of another program.",
                    "Ce n'est pas une base de données, ou c'est celle d'un autre programme."),
                remedy: language.pick(
                    "Name another file under store: in the configuration. The file was left as it is.",
                    "Indiquez un autre fichier sous store: dans la configuration. Le fichier est resté tel quel."))
        case .readOnly(let path, let operation):
            Sentence(
                what: language.pick(
                    "The store \(path) can't be written to (\(operation.words(in: language))).",
                    "La base \(path) ne peut pas être modifiée (\(operation.words(in: language)))."),
                why: language.pick(
                    "The file, its folder or the file system is read-only.",
                    "Le fichier, son dossier ou le système de fichiers est en lecture seule."),
                remedy: language.pick(
                    "Give the user that runs Couplet the right to write to the folder of the store.",
                    "Donnez à l'utilisateur de Couplet le droit d'écrire dans le dossier de la base."))
        case .cannotOpen(let path, let code):
            Sentence(
                what: language.pick("The store \(path) can't be opened.", "La base \(path) ne peut pas être ouverte."),
                why: language.pick("The system says error \(code).", "Le système indique l'erreur \(code)."),
                remedy: language.pick(
                    "See that its folder exists and that the user that runs Couplet may write to it.",
                    "Vérifiez que son dossier existe et que l'utilisateur de Couplet peut y écrire."))
        case .needsWritableFolder(let path):
            Sentence(
                what: language.pick(
                    "The store \(path) can't be looked at here.", "La base \(path) ne peut pas être consultée ici."),
                why: language.pick(
                    "Its folder is read-only, and SQLite puts two small files beside a store even to read it.",
                    "Son dossier est en lecture seule, et SQLite place deux petits fichiers à côté d'une base même pour la lire."
                ),
                remedy: language.pick(
                    "Copy the files whose names begin with its name to a folder that you may write to, and name the copy under store: in a configuration.",
                    "Copiez les fichiers dont le nom commence par le sien dans un dossier où vous pouvez écrire, et indiquez la copie sous store: dans une configuration."
                ))
        case .moved(let path):
            Sentence(
                what: language.pick(
                    "The store \(path) was moved, replaced or deleted while Couplet worked on it.",
                    "La base \(path) a été déplacée, remplacée ou supprimée pendant que Couplet y travaillait."),
                why: language.pick(
                    "Nothing more is sent, since it could not be recorded.",
                    "Plus rien n'est envoyé, car cela ne pourrait pas être noté."),
                remedy: language.pick(
                    "Put the file back and start again.", "Remettez le fichier en place et recommencez."))
        case .diskFull(let path, let operation):
            Sentence(
                what: language.pick(
                    "The disk of the store \(path) is full (\(operation.words(in: language))).",
                    "Le disque de la base \(path) est plein (\(operation.words(in: language)))."),
                why: language.pick(
                    "Nothing is sent that could not be recorded.", "Rien n'est envoyé qui ne puisse être noté."),
                remedy: language.pick(
                    "Free space on that disk and start again; nothing is lost.",
                    "Libérez de la place sur ce disque et recommencez ; rien n'est perdu."))
        case .inputOutput(let path, let operation, let code):
            Sentence(
                what: language.pick(
                    "The disk of the store \(path) failed (\(operation.words(in: language))).",
                    "Le disque de la base \(path) a échoué (\(operation.words(in: language)))."),
                why: language.pick("SQLite says error \(code).", "SQLite indique l'erreur \(code)."),
                remedy: language.pick(
                    "Check the disk and its connection, then start again; what was stored before is kept.",
                    "Vérifiez le disque et sa connexion, puis recommencez ; ce qui était noté est gardé."))
        case .corrupt(let path, let operation):
            Sentence(
                what: language.pick(
                    "The store \(path) is damaged (\(operation.words(in: language))).",
                    "La base \(path) est endommagée (\(operation.words(in: language)))."),
                why: language.pick(
                    "Its contents contradict themselves; the file was kept as it is.",
                    "Son contenu se contredit ; le fichier a été gardé tel quel."),
                remedy: language.pick(
                    "Restore the latest copy of the store with its key, then run couplet sync --full.",
                    "Restaurez la dernière copie de la base avec sa clé, puis lancez couplet sync --full."))
        case .busy(let path, let operation):
            Sentence(
                what: language.pick(
                    "The store \(path) was locked for too long (\(operation.words(in: language))).",
                    "La base \(path) est restée verrouillée trop longtemps (\(operation.words(in: language)))."),
                why: language.pick(
                    "Another program holds the file, such as a database tool or a backup.",
                    "Un autre programme tient le fichier, comme un outil de base de données ou une sauvegarde."),
                remedy: language.pick("Close it and start again.", "Fermez-le et recommencez."))
        case .notDurable(let path, let setting, let found):
            Sentence(
                what: language.pick("The store \(path) was not opened.", "La base \(path) n'a pas été ouverte."),
                why: language.pick(
                    "\(setting) is \(found), so a power cut could lose what was promised to be stored.",
                    "\(setting) vaut \(found) : une coupure de courant pourrait perdre ce qui devait être noté."),
                remedy: language.pick(
                    "Keep the store on a local disk, not on a network share.",
                    "Gardez la base sur un disque local, pas sur un partage réseau."))
        case .otherEnvironment(let path):
            Sentence(
                what: language.pick(
                    "The store \(path) belongs to two other systems.",
                    "La base \(path) appartient à deux autres systèmes."),
                why: language.pick(
                    "A copied store must never write to another environment.",
                    "Une base copiée ne doit jamais écrire dans un autre environnement."),
                remedy: language.pick(
                    "Name another file under store: in the configuration for these systems.",
                    "Indiquez un autre fichier sous store: dans la configuration pour ces systèmes."))
        case .keyMissing(let path):
            Sentence(
                what: language.pick("The key \(path) of the store is missing.", "La clé \(path) de la base manque."),
                why: language.pick(
                    "Every comparison was made with it; without it, every record would look changed.",
                    "Toutes les comparaisons ont été faites avec elle ; sans elle, tout paraîtrait modifié."),
                remedy: language.pick(
                    "Put the key file back beside the store. If it is lost, delete the store and begin anew.",
                    "Remettez la clé à côté de la base. Si elle est perdue, supprimez la base et recommencez."))
        case .keyExposed(let path, let mode):
            Sentence(
                what: language.pick("The key \(path) is not used.", "La clé \(path) n'est pas utilisée."),
                why: language.pick(
                    "Other users may read it (mode \(String(mode, radix: 8))).",
                    "D'autres utilisateurs peuvent la lire (mode \(String(mode, radix: 8)))."),
                remedy: language.pick("Run chmod 600 on it.", "Lancez chmod 600 sur ce fichier."))
        case .keyInvalid(let path):
            Sentence(
                what: language.pick("\(path) is not the key of this store.", "\(path) n'est pas la clé de cette base."),
                why: language.pick(
                    "It is of another store, or was changed.", "C'est celle d'une autre base, ou elle a été modifiée."),
                remedy: language.pick(
                    "Put the key file back that belongs to the store.", "Remettez la clé qui appartient à la base."))
        case .constraint(let operation, let detail):
            Sentence(
                what: language.pick(
                    "The store refused a change (\(operation.words(in: language))).",
                    "La base a refusé une modification (\(operation.words(in: language)))."),
                why: language.pick(
                    "It would break a rule of the store: \(detail).",
                    "Elle enfreindrait une règle de la base : \(detail)."),
                remedy: language.pick(
                    "Nothing was stored. This is a fault of Couplet: please report it.",
                    "Rien n'a été noté. C'est un défaut de Couplet : merci de le signaler."))
        case .noSuchCoupling(let id):
            Sentence(
                what: language.pick("The store refused a change.", "La base a refusé une modification."),
                why: language.pick("The coupling \(id) is not there any more.", "Le couplage \(id) n'existe plus."),
                remedy: language.pick(
                    "Nothing was stored. Run couplet sync again.", "Rien n'a été noté. Relancez couplet sync."))
        case .intentsNotOpen(let id):
            Sentence(
                what: language.pick("The store refused a change.", "La base a refusé une modification."),
                why: language.pick(
                    "The batch of writes \(id.number) is settled already.",
                    "Le lot d'écritures \(id.number) est déjà réglé."),
                remedy: language.pick(
                    "Nothing was stored. Run couplet sync again.", "Rien n'a été noté. Relancez couplet sync."))
        case .unexpected(let path, let operation, let code):
            Sentence(
                what: language.pick(
                    "The store \(path) failed (\(operation.words(in: language))).",
                    "La base \(path) a échoué (\(operation.words(in: language)))."),
                why: language.pick("SQLite says error \(code).", "SQLite indique l'erreur \(code)."),
                remedy: language.pick(
                    "Start again; if it stays, report the number.",
                    "Recommencez ; si cela persiste, signalez ce numéro."))
        }
    }
}

extension SyncStoreError.Operation {
    fileprivate func words(in language: Language) -> String {
        switch self {
        case .open: language.pick("while opening it", "à l'ouverture")
        case .migrate: language.pick("while bringing it up to date", "pendant la mise à jour")
        case .read: language.pick("while reading", "à la lecture")
        case .openIntents: language.pick("before sending a batch", "avant l'envoi d'un lot")
        case .commit: language.pick("while recording a batch", "pendant l'enregistrement d'un lot")
        case .write:
            language.pick("while recording the state of a run", "pendant l'enregistrement de l'état d'une exécution")
        }
    }
}
