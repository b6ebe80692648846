import Model

extension CommandSentences {
    private func pick(_ english: String, _ french: String) -> String {
        language.pick(english, french)
    }

    // MARK: the sandbox

    /// Where the sandbox is, and what to do next when a configuration was written for it.
    func sandboxRuns(_ place: SandboxPlace, configuration: String?) -> [String] {
        var lines = [
            "Business Central  \(place.erp)", "Dataverse         \(place.crm)",
            pick("Company           \(place.companyName)", "Société           \(place.companyName)"),
            pick(
                "Process           \(place.pid), until: couplet sandbox stop",
                "Processus         \(place.pid), jusqu'à : couplet sandbox stop"),
        ]
        guard let configuration else { return lines }
        let named = configuration == "couplet.yaml" ? "" : " -c \(configuration)"
        lines.append(
            pick(
                "Configuration     \(configuration). Next: couplet doctor\(named), couplet plan\(named)",
                "Configuration     \(configuration). Ensuite : couplet doctor\(named), couplet plan\(named)"))
        return lines
    }

    var sandboxRunsAlready: String { pick("The sandbox runs already.", "Le bac à sable tourne déjà.") }
    var sandboxRunsNot: String { pick("No sandbox runs here.", "Aucun bac à sable ne tourne ici.") }
    var sandboxStopped: String {
        pick("The sandbox is stopped, and its company is gone.", "Le bac à sable est arrêté, et sa société n'est plus.")
    }
    var sandboxStoreRemoved: String {
        pick(
            "A new company: the store of the one before was removed.",
            "Une nouvelle société : la base de la précédente a été supprimée.")
    }
    var faultsCleared: String { pick("Cleared.", "Supprimé.") }
    var noFaults: String { pick("No fault is on.", "Aucune panne n'est active.") }
    var emptyLedger: String { pick("The ledger has no such entry.", "Le registre n'a pas d'entrée de ce genre.") }

    // MARK: plugins

    func released(_ entity: EntityName) -> String {
        pick(
            "The plugin of \(entity) is out of quarantine. Next: couplet sync \(entity)",
            "Le module de \(entity) n'est plus en quarantaine. Ensuite : couplet sync \(entity)")
    }
    func notInQuarantine(_ entity: EntityName) -> String {
        pick("The plugin of \(entity) is not in quarantine.", "Le module de \(entity) n'est pas en quarantaine.")
    }

    // MARK: the surroundings

    var runsAsRoot: String {
        pick(
            "Couplet runs as root, and plugins with it: one that is faulty could change any file of this machine. Run it as a user of its own.",
            "Couplet tourne en root, et les modules avec lui : un module défaillant pourrait changer tout fichier de cette machine. Lancez-le avec un utilisateur à part."
        )
    }
    var noLauncher: String {
        pick(
            "It does not lie beside couplet: plugins run without limits of memory and files, and may leave core files. Install it there.",
            "Il n'est pas à côté de couplet : les modules tournent sans limites de mémoire ni de fichiers, et peuvent laisser des fichiers core. Installez-le là."
        )
    }
    var trustsPlugins: String {
        pick(
            "They run without a sandbox, as trusted code with the rights of this user. bubblewrap takes away network and files: plugins: {launcher: bubblewrap} in the configuration.",
            "Ils tournent sans bac à sable, comme du code de confiance avec les droits de cet utilisateur. bubblewrap leur retire le réseau et les fichiers : plugins: {launcher: bubblewrap} dans la configuration."
        )
    }
    var trustsPlugin: String {
        pick(
            "Its plugin alone runs without a sandbox, as trusted code with the rights of this user: its launcher is none in the configuration.",
            "Seul son module tourne sans bac à sable, comme du code de confiance avec les droits de cet utilisateur : son launcher est none dans la configuration."
        )
    }

    func answersAt(_ place: String) -> String {
        pick(
            "Answers at \(place)?item=NUMBER, until Ctrl-C.", "Répond à \(place)?item=NUMÉRO, jusqu'à Ctrl-C.")
    }

    func refersToAbsent(_ entity: EntityName) -> String {
        pick(
            "Its records refer to \(entity), which is switched off or not installed. What is coupled there already is used; records that refer to something else wait until it is on again.",
            "Ses enregistrements se réfèrent à \(entity), qui est arrêté ou n'est pas installé. Ce qui y est déjà couplé sert toujours ; les enregistrements qui se réfèrent à autre chose attendent qu'il soit réactivé."
        )
    }

    // MARK: runs

    /// Jobs that are under way in the store, while no process works on it.
    var cutShort: String {
        pick(
            "No Couplet works on this store: what stands In Process was cut short. Nothing is lost; the next run settles it first: couplet sync",
            "Aucun Couplet ne travaille sur cette base : ce qui est En cours a été interrompu. Rien n'est perdu ; la prochaine exécution le règle d'abord : couplet sync"
        )
    }

    // MARK: records

    /// Which records a coupling ties.
    func coupled(_ ids: Sided<RecordID>) -> String {
        pick("coupled: ", "couplé : ") + names(Sided { ids[$0] })
    }
}

extension Side {
    /// The product that people know the side as.
    var product: String {
        switch self {
        case .erp: "Business Central"
        case .crm: "Dynamics 365 Sales"
        }
    }
}
