import Model

/// A failure of a plugin with the words that its sentence needs.
struct PluginFailureTeller: Sendable {
    private let problem: Problem
    private let entity: String
    private let language: Language
    /// How the process ended, in parentheses.
    private let ended: String
    /// What the process was doing.
    private let during: String

    init(_ failure: PluginFailure, entity: String, language: Language) {
        problem = failure.problem
        self.entity = entity
        self.language = language
        ended = failure.exit.map { " (\($0.words(in: language)))" } ?? ""
        during = failure.inFlight.map { language.pick(" during \($0)", " pendant \($0)") } ?? ""
    }

    /// What happened, why, and what to do.
    var sentence: Sentence {
        guard problem.code.problemClass == .configuration, !isNotStartable else {
            return Sentence(what: what, why: why, remedy: remedy)
        }
        // What a person has to change is said in the same words, whoever found it.
        let told = ProblemSentences.sentence(problem, entity: nil, in: language)
        return Sentence(what: what, why: told.why, remedy: told.remedy)
    }

    private func pick(_ english: String, _ french: String) -> String { language.pick(english, french) }

    /// The first argument, by which some codes are told apart.
    private var kind: String { problem.argument(0) }

    /// Whether the plugin could not be started for a reason of this machine's.
    private var isNotStartable: Bool {
        problem.code == .invalidConfiguration && ["executableMissing", "scratchFolder"].contains(kind)
    }

    /// Whether it wrote what is no message, without ever ending the line.
    private var hasWrittenOn: Bool { kind == "unfinished" || kind == "endless" }

    private var what: String {
        switch problem.code {
        case .cancelled: pick("The run of \(entity) was cancelled.", "L'exécution de \(entity) a été annulée.")
        case .protocolVersion, .manifestMismatch:
            pick("The plugin of \(entity) was not used.", "Le module de \(entity) n'a pas été utilisé.")
        case .invalidConfiguration where isNotStartable:
            pick("The plugin of \(entity) can't be started.", "Le module de \(entity) ne peut pas démarrer.")
        case .pluginFailedStart:
            pick("The plugin of \(entity) could not be started.", "Le module de \(entity) n'a pas pu démarrer.")
        case .pluginQuarantined:
            pick("The plugin of \(entity) is not started any more.", "Le module de \(entity) n'est plus démarré.")
        default: pick("The run of \(entity) was ended.", "L'exécution de \(entity) a été arrêtée.")
        }
    }

    private var why: String {
        switch problem.code {
        case .cancelled: ""
        case .deadline: pick("It took longer than a run may take.", "Elle a dépassé la durée permise.")
        case .protocolVersion:
            pick(
                "It speaks version \(problem.argument(0)) of the plugin protocol, this host version \(problem.argument(1)).",
                "Il parle la version \(problem.argument(0)) du protocole des modules, cet hôte la version \(problem.argument(1))."
            )
        case .manifestMismatch: mismatch
        case .invalidConfiguration where isNotStartable: notStartable
        case .pluginCrashed:
            pick(
                "Its plugin crashed\(during)\(ended), again and again.",
                "Son module s'est interrompu\(during)\(ended), plusieurs fois de suite.")
        case .pluginHung, .pluginFlooded: misbehaviour
        case .pluginFailedStart: failedStart
        case .pluginViolation: violation
        case .pluginQuarantined: quarantine
        default:
            pick(
                "Its plugin reported problem \(problem.code.rawValue).",
                "Son module a signalé le problème \(problem.code.rawValue).")
        }
    }

    private var remedy: String {
        switch problem.code {
        case .cancelled:
            pick(
                "What was done is stored. Start it again when you like: it goes on from there.",
                "Ce qui a été fait est enregistré. Relancez-la quand vous voudrez : elle continuera de là.")
        case .deadline:
            pick(
                "What was done is stored. The next run goes on from there.",
                "Ce qui a été fait est enregistré. La prochaine continuera de là.")
        case .protocolVersion:
            problem.isFirstNewer
                ? pick("Update Couplet.", "Mettez Couplet à jour.")
                : pick("Update the plugin.", "Mettez le module à jour.")
        case .manifestMismatch:
            pick(
                "Install the plugin again from where you have it, executable and manifest together.",
                "Réinstallez le module depuis sa source, l'exécutable avec son manifeste.")
        case .invalidConfiguration where kind == "executableMissing":
            pick("Install the plugin again.", "Réinstallez le module.")
        case .invalidConfiguration where kind == "scratchFolder":
            pick(
                "See to it that the folder for temporary files is there and not full.",
                "Vérifiez que le dossier des fichiers temporaires existe et n'est pas plein.")
        case .pluginFailedStart:
            pick(
                "See what it writes: couplet sync --verbose. When it starts, run again.",
                "Voyez ce qu'il écrit : couplet sync --verbose. Quand il démarre, relancez.")
        case .pluginQuarantined:
            pick(
                "Install a better version, change its configuration, or release it by hand.",
                "Installez une meilleure version, changez sa configuration, ou libérez-le à la main.")
        default: request
        }
    }

    /// What whoever wrote the plugin has to be told.
    private var request: String {
        switch problem.code {
        case .pluginFlooded,
            .pluginHung where hasWrittenOn:
            pick(
                "Tell whoever wrote the plugin: what it prints must go to standard error.",
                "Prévenez l'auteur du module : ce qu'il affiche doit aller à la sortie d'erreur.")
        case .pluginCrashed:
            pick(
                "What was done is stored. Tell whoever wrote the plugin, with what it writes: couplet sync --verbose shows it.",
                "Ce qui a été fait est enregistré. Prévenez l'auteur du module, avec ce qu'il écrit : couplet sync --verbose le montre."
            )
        case .pluginHung where kind != "noProgress":
            pick(
                "What was done is stored. Tell whoever wrote the plugin; \"quietSeconds\" in its manifest allows longer silences.",
                "Ce qui a été fait est enregistré. Prévenez l'auteur du module ; « quietSeconds » dans son manifeste permet de plus longs silences."
            )
        case .pluginHung, .pluginViolation:
            pick(
                "What was done is stored. Tell whoever wrote the plugin.",
                "Ce qui a été fait est enregistré. Prévenez l'auteur du module.")
        default: pick("Tell whoever wrote the plugin.", "Prévenez l'auteur du module.")
        }
    }

    private var notStartable: String {
        kind == "scratchFolder"
            ? pick(
                "Its scratch folder can't be made: \(problem.argument(1)).",
                "Son dossier de travail ne peut pas être créé : \(problem.argument(1)).")
            : pick(
                "\(problem.argument(1)): \(problem.argument(2)).", "\(problem.argument(1)) : \(problem.argument(2)).")
    }

    private var misbehaviour: String {
        switch problem.code {
        case _ where hasWrittenOn:
            pick(
                "Its plugin wrote to standard output without ever ending the line, which is no message.",
                "Son module a écrit sur la sortie standard sans jamais finir la ligne, ce qui n'est pas un message.")
        case .pluginFlooded:
            pick(
                "Its plugin wrote too much to standard output that is no message.",
                "Son module a trop écrit sur la sortie standard qui n'est pas un message.")
        case _ where kind == "noProgress":
            pick(
                "Its plugin was alive, but asked for nothing and decided nothing for too long.",
                "Son module était en vie, mais n'a rien demandé ni décidé pendant trop longtemps.")
        default:
            pick(
                "Its plugin was silent for too long\(during), and did not answer when asked whether it is alive.",
                "Son module est resté muet trop longtemps\(during), même quand on lui a demandé s'il était en vie.")
        }
    }

    private var mismatch: String {
        switch problem.argument(0) {
        case "name":
            pick(
                "It says that its name is \(problem.argument(1)); its manifest says \(problem.argument(2)).",
                "Il dit s'appeler \(problem.argument(1)) ; son manifeste dit \(problem.argument(2)).")
        case "version":
            pick(
                "It says that its version is \(problem.argument(1)); its manifest says \(problem.argument(2)).",
                "Il se dit en version \(problem.argument(1)) ; son manifeste dit \(problem.argument(2)).")
        case "deletePolicy":
            pick(
                "It says «\(problem.argument(1))» of the partners of deleted records; its manifest and its settings say «\(problem.argument(2))».",
                "Il dit « \(problem.argument(1)) » du sort des partenaires d'enregistrements supprimés ; son manifeste et ses réglages disent « \(problem.argument(2)) »."
            )
        case "changed":
            pick(
                "Its executable was changed while Couplet was running: \(problem.argument(1)).",
                "Son exécutable a changé pendant que Couplet tournait : \(problem.argument(1)).")
        case "digest":
            pick(
                "Its executable is not the one that its manifest was packed with: \(problem.argument(1)).",
                "Son exécutable n'est pas celui avec lequel son manifeste a été fait : \(problem.argument(1)).")
        default:
            pick(
                "It was built with another manifest than the one beside it.",
                "Il a été construit avec un autre manifeste que celui qui l'accompagne.")
        }
    }

    private var failedStart: String {
        switch problem.argument(0) {
        case "silent": pick("It did not answer in time\(ended).", "Il n'a pas répondu à temps\(ended).")
        case "unfinished":
            pick(
                "It wrote to standard output without ever ending the line, which is no message\(ended).",
                "Il a écrit sur la sortie standard sans jamais finir la ligne, ce qui n'est pas un message\(ended).")
        case "answer":
            pick(
                "It refused to begin, with error \(problem.argument(1)).",
                "Il a refusé de commencer, avec l'erreur \(problem.argument(1)).")
        case "spawn": pick("The system says: \(problem.argument(1))", "Le système dit : \(problem.argument(1))")
        default: pick("Its process ended at once\(ended).", "Son processus s'est terminé aussitôt\(ended).")
        }
    }

    private var violation: String {
        switch problem.argument(0) {
        case "unknownAnswer":
            pick(
                "Its plugin answered a request that was never sent, or one twice.",
                "Son module a répondu à une demande jamais envoyée, ou deux fois à la même.")
        case "duplicateRequest":
            pick(
                "Its plugin used the number of a request twice.",
                "Son module a utilisé deux fois le numéro d'une demande.")
        case "tooLong":
            pick("Its plugin sent a message over the limit.", "Son module a envoyé un message au-delà de la limite.")
        case "stalled":
            pick("Its plugin did not read what was sent to it.", "Son module n'a pas lu ce qu'on lui envoyait.")
        case "answer":
            pick(
                "What its plugin answered to \(problem.argument(1)) can't be read.",
                "La réponse de son module à \(problem.argument(1)) est illisible.")
        case "error":
            pick(
                "Its plugin failed with error \(problem.argument(1)).",
                "Son module a échoué avec l'erreur \(problem.argument(1)).")
        case "undecided":
            pick(
                "Its plugin ended without deciding \(problem.argument(1)) pairs that it was given.",
                "Son module a fini sans décider de \(problem.argument(1)) paires qu'il avait reçues.")
        case "unknownPair":
            pick(
                "Its plugin decided about pair \(problem.argument(1)) twice, or was never given it.",
                "Son module a décidé deux fois de la paire \(problem.argument(1)), ou ne l'avait jamais reçue.")
        case "unknownField":
            pick(
                "Its plugin wanted to write the field \(problem.field ?? ""), which it did not name before.",
                "Son module voulait écrire le champ \(problem.field ?? ""), qu'il n'avait pas nommé auparavant.")
        case "deletesNothing":
            pick(
                "Its plugin wanted to delete a record, which its manifest and its settings do not allow.",
                "Son module voulait supprimer un enregistrement, ce que son manifeste et ses réglages n'admettent pas.")
        case "words":
            pick(
                "Its plugin gave a reason in words of its own, where only codes and names may stand.",
                "Son module a donné une raison avec ses propres mots, où seuls des codes et des noms sont permis.")
        case let rule where !rule.isEmpty:
            pick(
                "Its plugin broke a rule of the protocol (\(rule)).",
                "Son module a enfreint une règle du protocole (\(rule)).")
        default: pick("Its plugin broke a rule of the protocol.", "Son module a enfreint une règle du protocole.")
        }
    }

    private var quarantine: String {
        switch problem.argument(0) {
        case "crashes":
            pick(
                "It crashed \(problem.argument(1)) times within three minutes.",
                "Il s'est interrompu \(problem.argument(1)) fois en trois minutes.")
        default:
            pick(
                "It spoiled \(problem.argument(1)) runs in a row, the last with problem \(problem.argument(2)).",
                "Il a gâché \(problem.argument(1)) exécutions de suite, la dernière avec le problème \(problem.argument(2))."
            )
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
