package import Model

/// What a person reads about what the coordinator ran into.
package enum CoordinatorSentences {
    /// The sentence for the plugin of an entity that could not finish a run; `entity` is the entity's title in the language.
    package static func sentence(_ failure: PluginFailure, entity: String, in language: Language) -> Sentence {
        switch language {
        case .en: english(failure, entity)
        case .fr: french(failure, entity)
        }
    }

    // MARK: English

    private static func english(_ failure: PluginFailure, _ entity: String) -> Sentence {
        let problem = failure.problem
        let ended = failure.exit.map { " (\($0))" } ?? ""
        let during = failure.inFlight.map { " during \($0)" } ?? ""
        switch problem.code {
        case .cancelled:
            return Sentence(
                what: "The run of \(entity) was cancelled.",
                remedy: "What was done is stored. Start it again when you like: it goes on from there.")
        case .deadline:
            return Sentence(
                what: "The run of \(entity) was ended.", why: "It took longer than a run may take.",
                remedy: "What was done is stored. The next run goes on from there.")
        case .protocolVersion:
            return Sentence(
                what: "The plugin of \(entity) was not used.",
                why:
                    "It speaks version \(problem.argument(0)) of the plugin protocol, this host version \(problem.argument(1)).",
                remedy: problem.isFirstNewer ? "Update Couplet." : "Update the plugin.")
        case .manifestMismatch:
            return Sentence(
                what: "The plugin of \(entity) was not used.", why: mismatch(problem),
                remedy: "Install the plugin again from where you have it, executable and manifest together.")
        case .invalidConfiguration where problem.argument(0) == "executableMissing":
            return Sentence(
                what: "The plugin of \(entity) can't be started.",
                why: "\(problem.argument(1)): \(problem.argument(2)).", remedy: "Install the plugin again.")
        case .invalidConfiguration where problem.argument(0) == "scratchFolder":
            return Sentence(
                what: "The plugin of \(entity) can't be started.",
                why: "Its scratch folder can't be made: \(problem.argument(1)).",
                remedy: "See to it that the folder for temporary files is there and not full.")
        case .pluginCrashed:
            return Sentence(
                what: "The run of \(entity) was ended.",
                why: "Its plugin crashed\(during)\(ended), again and again.",
                remedy: "What was done is stored. Tell whoever wrote the plugin, with the last lines that it wrote.")
        case .pluginHung where problem.argument(0) == "noProgress":
            return Sentence(
                what: "The run of \(entity) was ended.",
                why: "Its plugin was alive, but asked for nothing and decided nothing for too long.",
                remedy: "What was done is stored. Tell whoever wrote the plugin.")
        case .pluginHung:
            return Sentence(
                what: "The run of \(entity) was ended.",
                why: "Its plugin was silent for too long\(during), and did not answer when asked whether it is alive.",
                remedy:
                    "What was done is stored. Tell whoever wrote the plugin; \"quietSeconds\" in its manifest allows longer silences."
            )
        case .pluginFlooded:
            return Sentence(
                what: "The run of \(entity) was ended.",
                why: "Its plugin wrote too much to standard output that is no message.",
                remedy: "Tell whoever wrote the plugin: what it prints must go to standard error.")
        case .pluginFailedStart:
            return Sentence(
                what: "The plugin of \(entity) could not be started.", why: start(problem, ended),
                remedy: "Look at the last lines that it wrote. When it starts by hand, run again.")
        case .pluginViolation:
            return Sentence(
                what: "The run of \(entity) was ended.", why: violation(problem),
                remedy: "What was done is stored. Tell whoever wrote the plugin.")
        case .pluginQuarantined:
            return Sentence(
                what: "The plugin of \(entity) is not started any more.", why: quarantine(problem),
                remedy: "Install a better version, change its configuration, or release it by hand.")
        default:
            return Sentence(
                what: "The run of \(entity) was ended.", why: "Its plugin reported problem \(problem.code.rawValue).",
                remedy: "Tell whoever wrote the plugin.")
        }
    }

    private static func mismatch(_ problem: Problem) -> String {
        switch problem.argument(0) {
        case "name", "version":
            "It says that its \(problem.argument(0)) is \(problem.argument(1)); its manifest says \(problem.argument(2))."
        case "changed": "Its executable was changed while Couplet was running: \(problem.argument(1))."
        case "digest": "Its executable is not the one that its manifest was packed with: \(problem.argument(1))."
        default: "It was built with another manifest than the one beside it."
        }
    }

    private static func start(_ problem: Problem, _ ended: String) -> String {
        switch problem.argument(0) {
        case "silent": "It did not answer in time\(ended)."
        case "answer": "It refused to begin, with error \(problem.argument(1))."
        case "spawn": "The system says: \(problem.argument(1))"
        default: "Its process ended at once\(ended)."
        }
    }

    private static func violation(_ problem: Problem) -> String {
        switch problem.argument(0) {
        case "unknownAnswer": "Its plugin answered a request that was never sent, or one twice."
        case "duplicateRequest": "Its plugin used the number of a request twice."
        case "tooLong": "Its plugin sent a message over the limit."
        case "stalled": "Its plugin did not read what was sent to it."
        case "answer": "What its plugin answered to \(problem.argument(1)) can't be read."
        case "error": "Its plugin failed with error \(problem.argument(1))."
        case "undecided": "Its plugin ended without deciding \(problem.argument(1)) pairs that it was given."
        default: "Its plugin broke a rule of the protocol."
        }
    }

    private static func quarantine(_ problem: Problem) -> String {
        switch problem.argument(0) {
        case "crashes": "It crashed \(problem.argument(1)) times within three minutes."
        default: "It spoiled \(problem.argument(1)) runs in a row, the last with problem \(problem.argument(2))."
        }
    }

    // MARK: French

    private static func french(_ failure: PluginFailure, _ entity: String) -> Sentence {
        let problem = failure.problem
        let fin = failure.exit.map { " (\($0))" } ?? ""
        let pendant = failure.inFlight.map { " pendant \($0)" } ?? ""
        switch problem.code {
        case .cancelled:
            return Sentence(
                what: "L'exécution de \(entity) a été annulée.",
                remedy: "Ce qui a été fait est enregistré. Relancez-la quand vous voudrez : elle continuera de là.")
        case .deadline:
            return Sentence(
                what: "L'exécution de \(entity) a été arrêtée.", why: "Elle a dépassé la durée permise.",
                remedy: "Ce qui a été fait est enregistré. La prochaine continuera de là.")
        case .protocolVersion:
            return Sentence(
                what: "Le module de \(entity) n'a pas été utilisé.",
                why:
                    "Il parle la version \(problem.argument(0)) du protocole des modules, cet hôte la version \(problem.argument(1)).",
                remedy: problem.isFirstNewer ? "Mettez Couplet à jour." : "Mettez le module à jour.")
        case .manifestMismatch:
            return Sentence(
                what: "Le module de \(entity) n'a pas été utilisé.", why: écart(problem),
                remedy: "Réinstallez le module depuis sa source, l'exécutable avec son manifeste.")
        case .invalidConfiguration where problem.argument(0) == "executableMissing":
            return Sentence(
                what: "Le module de \(entity) ne peut pas démarrer.",
                why: "\(problem.argument(1)) : \(problem.argument(2)).", remedy: "Réinstallez le module.")
        case .invalidConfiguration where problem.argument(0) == "scratchFolder":
            return Sentence(
                what: "Le module de \(entity) ne peut pas démarrer.",
                why: "Son dossier de travail ne peut pas être créé : \(problem.argument(1)).",
                remedy: "Vérifiez que le dossier des fichiers temporaires existe et n'est pas plein.")
        case .pluginCrashed:
            return Sentence(
                what: "L'exécution de \(entity) a été arrêtée.",
                why: "Son module s'est interrompu\(pendant)\(fin), plusieurs fois de suite.",
                remedy:
                    "Ce qui a été fait est enregistré. Prévenez l'auteur du module, avec les dernières lignes qu'il a écrites."
            )
        case .pluginHung where problem.argument(0) == "noProgress":
            return Sentence(
                what: "L'exécution de \(entity) a été arrêtée.",
                why: "Son module était en vie, mais n'a rien demandé ni décidé pendant trop longtemps.",
                remedy: "Ce qui a été fait est enregistré. Prévenez l'auteur du module.")
        case .pluginHung:
            return Sentence(
                what: "L'exécution de \(entity) a été arrêtée.",
                why:
                    "Son module est resté muet trop longtemps\(pendant), même quand on lui a demandé s'il était en vie.",
                remedy:
                    "Ce qui a été fait est enregistré. Prévenez l'auteur du module ; « quietSeconds » dans son manifeste permet de plus longs silences."
            )
        case .pluginFlooded:
            return Sentence(
                what: "L'exécution de \(entity) a été arrêtée.",
                why: "Son module a trop écrit sur la sortie standard qui n'est pas un message.",
                remedy: "Prévenez l'auteur du module : ce qu'il affiche doit aller à la sortie d'erreur.")
        case .pluginFailedStart:
            return Sentence(
                what: "Le module de \(entity) n'a pas pu démarrer.", why: démarrage(problem, fin),
                remedy: "Regardez les dernières lignes qu'il a écrites. Quand il démarre à la main, relancez.")
        case .pluginViolation:
            return Sentence(
                what: "L'exécution de \(entity) a été arrêtée.", why: infraction(problem),
                remedy: "Ce qui a été fait est enregistré. Prévenez l'auteur du module.")
        case .pluginQuarantined:
            return Sentence(
                what: "Le module de \(entity) n'est plus démarré.", why: quarantaine(problem),
                remedy: "Installez une meilleure version, changez sa configuration, ou libérez-le à la main.")
        default:
            return Sentence(
                what: "L'exécution de \(entity) a été arrêtée.",
                why: "Son module a signalé le problème \(problem.code.rawValue).",
                remedy: "Prévenez l'auteur du module.")
        }
    }

    private static func écart(_ problem: Problem) -> String {
        switch problem.argument(0) {
        case "name": "Il dit s'appeler \(problem.argument(1)) ; son manifeste dit \(problem.argument(2))."
        case "version": "Il se dit en version \(problem.argument(1)) ; son manifeste dit \(problem.argument(2))."
        case "changed": "Son exécutable a changé pendant que Couplet tournait : \(problem.argument(1))."
        case "digest": "Son exécutable n'est pas celui avec lequel son manifeste a été fait : \(problem.argument(1))."
        default: "Il a été construit avec un autre manifeste que celui qui l'accompagne."
        }
    }

    private static func démarrage(_ problem: Problem, _ fin: String) -> String {
        switch problem.argument(0) {
        case "silent": "Il n'a pas répondu à temps\(fin)."
        case "answer": "Il a refusé de commencer, avec l'erreur \(problem.argument(1))."
        case "spawn": "Le système dit : \(problem.argument(1))"
        default: "Son processus s'est terminé aussitôt\(fin)."
        }
    }

    private static func infraction(_ problem: Problem) -> String {
        switch problem.argument(0) {
        case "unknownAnswer": "Son module a répondu à une demande jamais envoyée, ou deux fois à la même."
        case "duplicateRequest": "Son module a utilisé deux fois le numéro d'une demande."
        case "tooLong": "Son module a envoyé un message au-delà de la limite."
        case "stalled": "Son module n'a pas lu ce qu'on lui envoyait."
        case "answer": "La réponse de son module à \(problem.argument(1)) est illisible."
        case "error": "Son module a échoué avec l'erreur \(problem.argument(1))."
        case "undecided": "Son module a fini sans décider de \(problem.argument(1)) paires qu'il avait reçues."
        default: "Son module a enfreint une règle du protocole."
        }
    }

    private static func quarantaine(_ problem: Problem) -> String {
        switch problem.argument(0) {
        case "crashes": "Il s'est interrompu \(problem.argument(1)) fois en trois minutes."
        default:
            "Il a gâché \(problem.argument(1)) exécutions de suite, la dernière avec le problème \(problem.argument(2))."
        }
    }
}

extension Problem {
    /// An argument; empty when there are fewer.
    fileprivate func argument(_ index: Int) -> String { arguments.indices.contains(index) ? arguments[index] : "" }

    /// Of two lists of versions: whether the first goes beyond the second.
    fileprivate var isFirstNewer: Bool {
        let highest = arguments.map { list in
            list.split(separator: ",").compactMap { Int($0.filter(\.isNumber)) }.max() ?? 0
        }
        return highest.count == 2 && highest[0] > highest[1]
    }
}
