import Coordinator
import Model
import SyncStore

/// The words of tables and progress, in one place, for each language.
struct Words {
    let language: Language

    init(_ language: Language) { self.language = language }

    private func pick(_ english: String, _ french: String) -> String {
        switch language {
        case .en: english
        case .fr: french
        }
    }

    var entity: String { pick("Entity", "Entité") }
    var queueStatus: String { pick("Job Queue Entry Status", "Statut écriture file d'attente des travaux") }
    var toStatus: String { pick("To Int. Table Job Status", "Statut projet Vers la table int.") }
    var fromStatus: String { pick("From Int. Table Job Status", "Statut projet À partir de la table int.") }

    var listener: String { pick("Service", "Service") }
    var traffic: [String] {
        switch language {
        case .en: ["Requests", "Bytes in", "Bytes out", "Dropped"]
        case .fr: ["Requêtes", "Octets reçus", "Octets envoyés", "Perdues"]
        }
    }
    var pluginColumns: [String] {
        switch language {
        case .en: ["Entity", "Version", "Needs", "Tags", "State"]
        case .fr: ["Entité", "Version", "Dépend de", "Étiquettes", "État"]
        }
    }
    var ready: String { pick("ready", "prêt") }

    var counters: [String] {
        switch language {
        case .en: ["Inserted", "Modified", "Deleted", "Unchanged", "Skipped", "Failed"]
        case .fr: ["Insérés", "Modifiés", "Supprimés", "Inchangés", "Ignorés", "Échoués"]
        }
    }

    func text(_ status: Review.QueueStatus) -> String {
        switch status {
        case .ready: pick("Ready", "Prêt")
        case .inProcess: pick("In Process", "En cours")
        case .finished: pick("Finished", "Terminé")
        case .error: pick("Error", "Erreur")
        case .onHold: pick("On Hold", "En attente")
        case .waiting: pick("Waiting", "En suspens")
        }
    }

    func text(_ status: Review.DirectionStatus) -> String {
        switch status {
        case .blank: ""
        case .inProcess: pick("In Process", "En cours")
        case .success: pick("Success", "Réussite")
        case .error: pick("Error", "Erreur")
        }
    }

    func text(_ state: JobRecord.State) -> String {
        switch state {
        case .planned: pick("waits for its turn", "attend son tour")
        case .running(let degraded) where degraded.isEmpty: pick("runs", "en cours")
        case .running(let degraded):
            pick("runs without \(list(degraded))", "en cours sans \(list(degraded))")
        case .crashed: pick("was cut short", "interrompu")
        case .ended(let end): text(end)
        }
    }

    func text(_ end: EndState) -> String {
        switch end {
        case .complete: pick("complete", "complet")
        case .partial: pick("partly: some records wait or are set aside", "en partie: des enregistrements attendent")
        case .unchanged: pick("nothing to do", "rien à faire")
        case .stopped: pick("stopped by a guard", "arrêté par un garde-fou")
        case .failed: pick("failed", "échoué")
        case .blocked(let by): pick("blocked by \(by)", "bloqué par \(by)")
        case .notStarted: pick("not started", "non démarré")
        case .cancelled: pick("cancelled", "annulé")
        }
    }

    func text(_ phase: RunProgress.Phase) -> String {
        switch phase {
        case .reading: pick("reads what changed", "lit les changements")
        case .listing: pick("lists", "liste")
        case .planning: pick("plans", "planifie")
        case .deciding: pick("carries across", "transfère")
        case .verifying: pick("compares", "compare")
        }
    }

    func text(_ side: Side) -> String {
        switch side {
        case .erp: "ERP"
        case .crm: "CRM"
        }
    }

    func text(_ operation: PlanReport.HistoryWord) -> String {
        switch operation {
        case .create: pick("create", "créer")
        case .update: pick("update", "modifier")
        case .delete: pick("delete", "supprimer")
        case .couple: pick("couple", "coupler")
        case .uncouple: pick("uncouple", "découpler")
        case .setAside: pick("set aside", "mettre de côté")
        case .wait: pick("wait", "attendre")
        }
    }

    func planned(_ operation: PlanReport.HistoryWord, _ count: Int, on side: Side?) -> String {
        let place =
            side.map { pick(" in the \(text($0))", " dans l'\($0 == .erp ? "ERP" : "autre système, le CRM")") } ?? ""
        return "\(text(operation)) \(count)\(place)"
    }

    var nothingToDo: String { pick("nothing to do", "rien à faire") }
    func more(_ count: Int) -> String {
        pick("and \(count) more (--limit shows them)", "et \(count) de plus (--limit)")
    }

    func requests(_ count: Int, to side: Side) -> String {
        pick("\(count) requests to the \(text(side))", "\(count) requêtes vers le \(text(side))")
    }

    func waitsForRateLimit(of side: Side) -> String {
        pick("waits for the rate limit of the \(text(side))", "attend la limite de débit du \(text(side))")
    }

    func left(_ time: Duration) -> String {
        let seconds = time.components.seconds
        let text =
            seconds >= 3600
            ? "\(seconds / 3600) h \(seconds % 3600 / 60) min"
            : seconds >= 60 ? "\(seconds / 60) min \(seconds % 60) s" : "\(seconds) s"
        return pick("\(text) left", "reste \(text)")
    }

    var stopping: String {
        pick(
            "Stopping: the batch that is under way is finished first. Ctrl-C again ends at once; the store is safe either way.",
            "Arrêt: le lot en cours est d'abord terminé. Un second Ctrl-C arrête tout de suite; la base est sûre dans les deux cas."
        )
    }

    func fields(_ count: Int) -> String {
        pick(
            "both tables are there; \(count) fields are kept in step",
            "les deux tables existent; \(count) champs synchronisés")
    }

    var couplings: String { pick("Couplings", "Couplages") }

    var verification: [String] {
        switch language {
        case .en:
            ["Couplings", "Missing ERP", "Missing CRM", "Moved ERP", "Moved CRM", "Uncoupled ERP", "Uncoupled CRM"]
        case .fr:
            [
                "Couplages", "Manquants ERP", "Manquants CRM", "Modifiés ERP", "Modifiés CRM", "Non couplés ERP",
                "Non couplés CRM",
            ]
        }
    }

    private func list(_ entities: [EntityName]) -> String { entities.map(\.text).joined(separator: ", ") }
}
