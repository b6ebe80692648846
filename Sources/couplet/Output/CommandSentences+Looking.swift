import Model

extension CommandSentences {
    private func pick(_ english: String, _ french: String) -> String {
        switch language {
        case .en: english
        case .fr: french
        }
    }

    // MARK: the sandbox

    /// Where the sandbox is, and what to do next when a configuration was written for it.
    func sandboxRuns(_ place: SandboxPlace, configuration: String?) -> [String] {
        var lines = [
            "Business Central  \(place.erp)", "Dataverse         \(place.crm)",
            pick("Company           \(place.companyName)", "Société           \(place.companyName)"),
            pick(
                "Process           \(place.pid), until: couplet sandbox stop",
                "Processus         \(place.pid), jusqu'à: couplet sandbox stop"),
        ]
        guard let configuration else { return lines }
        let named = configuration == "couplet.yaml" ? "" : " -c \(configuration)"
        lines.append(
            pick(
                "Configuration     \(configuration). Next: couplet doctor\(named), couplet plan\(named)",
                "Configuration     \(configuration). Ensuite: couplet doctor\(named), couplet plan\(named)"))
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
            "Une nouvelle société: la base de la précédente a été supprimée.")
    }
    var faultsCleared: String { pick("Cleared.", "Supprimé.") }
    var noFaults: String { pick("No fault is on.", "Aucune panne n'est active.") }
    var emptyLedger: String { pick("The ledger has no such entry.", "Le registre n'a pas d'entrée de ce genre.") }

    // MARK: plugins

    func released(_ entity: EntityName) -> String {
        pick(
            "The plugin of \(entity) is out of quarantine. Next: couplet sync \(entity)",
            "Le plugin de \(entity) n'est plus en quarantaine. Ensuite: couplet sync \(entity)")
    }
    func notInQuarantine(_ entity: EntityName) -> String {
        pick("The plugin of \(entity) is not in quarantine.", "Le plugin de \(entity) n'est pas en quarantaine.")
    }

    // MARK: runs

    /// Jobs that are under way in the store, while no process works on it.
    var cutShort: String {
        pick(
            "No Couplet works on this store: what stands In Process was cut short. Nothing is lost; the next run settles it first: couplet sync",
            "Aucun Couplet ne travaille sur cette base: ce qui est En cours a été interrompu. Rien n'est perdu; la prochaine exécution le règle d'abord: couplet sync"
        )
    }

    // MARK: records

    /// Which records a coupling ties.
    func coupled(_ entity: EntityName, _ ids: Sided<RecordID>) -> String {
        pick(
            "\(entity)  coupled: ERP \(ids.erp)  CRM \(ids.crm)", "\(entity)  couplé: ERP \(ids.erp)  CRM \(ids.crm)")
    }
}
