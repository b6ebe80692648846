import Coordinator
import Model
import SyncStore

/// The words of tables and progress, in one place, for each language.
struct Words {
    let language: Language

    init(_ language: Language) { self.language = language }

    private func pick(_ english: String, _ french: String) -> String {
        language.pick(english, french)
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
    var off: String { pick("off", "désactivé") }

    var counters: [String] {
        switch language {
        case .en: ["Inserted", "Modified", "Deleted", "Unchanged", "Skipped", "Failed"]
        case .fr: ["Insérés", "Modifiés", "Supprimés", "Inchangés", "Ignorés", "Échoués"]
        }
    }

    /// What was counted, or would be, in the order of the review; what is zero is left out.
    func counted(_ columns: [Int], planned: Bool) -> [String] {
        let english =
            planned
            ? ["to insert", "to modify", "to delete", "unchanged", "skipped", "to set aside"]
            : ["inserted", "modified", "deleted", "unchanged", "skipped", "failed"]
        let french =
            planned
            ? ["à insérer", "à modifier", "à supprimer", "inchangé", "ignoré", "à mettre de côté"]
            : ["inséré", "modifié", "supprimé", "inchangé", "ignoré", "échoué"]
        return zip(columns, zip(english, french)).filter { $0.0 > 0 }.map { count, words in
            let many = words.1.hasPrefix("à ") ? words.1 : words.1 + "s"
            return "\(count) "
                + language.count(count, (one: words.0, many: words.0), (one: words.1, many: many))
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

    func text(_ end: EndState) -> String { EndStateSentences.word(end, in: language) }

    /// What a guard would do with a plan.
    var wouldStop: String { pick("a guard would ask first", "un garde-fou demanderait d'abord") }

    func text(_ phase: RunProgress.Phase) -> String {
        switch phase {
        case .reading: pick("reads what changed", "lit les changements")
        case .listing: pick("lists", "liste")
        case .planning: pick("plans", "planifie")
        case .deciding: pick("carries across", "transfère")
        case .verifying: pick("compares", "compare")
        }
    }

    func text(_ operation: PlanReport.Operation) -> String {
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

    func planned(_ operation: PlanReport.Operation, _ count: Int, on side: Side?) -> String {
        let place = side.map { pick(" in \($0.product)", " dans \($0.product)") } ?? ""
        return "\(text(operation)) \(count)\(place)"
    }

    /// Where something is written, in the middle of a line.
    func place(_ sides: [Side]) -> String {
        sides.count > 1
            ? pick(" in both systems", " dans les deux systèmes")
            : sides.map { pick(" in \($0.product)", " dans \($0.product)") }.joined()
    }

    /// A value as a person reads it.
    func shown(_ value: FieldValue) -> String {
        switch value {
        case .null: pick("(empty)", "(vide)")
        case .boolean(let truth): truth ? pick("yes", "oui") : pick("no", "non")
        case .integer(let number): "\(number)"
        case .text(let text): text.isEmpty ? pick("(empty)", "(vide)") : "\"\(text)\""
        }
    }

    /// Between a name and what is said of it.
    var colon: String { pick(": ", " : ") }

    var nothingToDo: String { pick("nothing to do", "rien à faire") }
    /// What is not shown of a list, and what shows it.
    func more(_ count: Int, by command: String) -> String {
        pick("and \(count) more (\(command) shows them)", "et \(count) de plus (\(command) les montre)")
    }

    func requests(_ count: Int, to side: Side) -> String {
        language.count(
            count, ("\(count) request to \(side.product)", "\(count) requests to \(side.product)"),
            ("\(count) requête vers \(side.product)", "\(count) requêtes vers \(side.product)"))
    }

    func waitsForRateLimit(of side: Side) -> String {
        pick("waits for the rate limit of \(side.product)", "attend la limite de débit de \(side.product)")
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
            "Arrêt : le lot en cours est d'abord terminé. Un second Ctrl-C arrête tout de suite ; la base est sûre dans les deux cas."
        )
    }

    func mark(_ mark: Finding.Mark) -> String {
        switch mark {
        case .right: pick("ok", "ok")
        case .noted: pick("note", "note")
        case .wrong: pick("no", "non")
        }
    }

    func signedIn(_ identity: String) -> String { pick("signed in: \(identity)", "connecté : \(identity)") }

    func fields(_ count: Int) -> String {
        language.count(
            count,
            (
                "both tables are there; \(count) field is kept in step",
                "both tables are there; \(count) fields are kept in step"
            ),
            (
                "les deux tables existent ; \(count) champ synchronisé",
                "les deux tables existent ; \(count) champs synchronisés"
            ))
    }

    var couplings: String { pick("Couplings", "Couplages") }

    var verification: [String] {
        switch language {
        case .en:
            [
                "Couplings", "Missing in Business Central", "Missing in Sales", "Moved in Business Central",
                "Moved in Sales", "Uncoupled in Business Central", "Uncoupled in Sales",
            ]
        case .fr:
            [
                "Couplages", "Manquants dans Business Central", "Manquants dans Sales",
                "Modifiés dans Business Central", "Modifiés dans Sales", "Non couplés dans Business Central",
                "Non couplés dans Sales",
            ]
        }
    }

    private func list(_ entities: [EntityName]) -> String { entities.map(\.text).joined(separator: ", ") }
}
