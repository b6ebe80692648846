import Coordinator
import Foundation
import Model
import SyncStore

/// What the command line says about records, entities and runs; the problems themselves have their sentences in the coordinator.
struct CommandSentences: Sendable {
    let language: Language

    private func pick(_ english: String, _ french: String) -> String {
        switch language {
        case .en: english
        case .fr: french
        }
    }

    // MARK: problems

    /// A problem by itself.
    func sentence(of problem: Problem) -> Sentence {
        ProblemSentences.sentence(problem, entity: nil, in: language)
    }

    /// Why an entity needs somebody; `nil` when it doesn't.
    func sentence(of entity: RunReport.Entity) -> Sentence? {
        switch entity.result.end {
        case .complete, .partial, .unchanged, .cancelled, .notStarted: nil
        case .stopped(let problem): guardQuestion(problem, entity.name, plan: entity.result.planHash)
        case .failed(let problem): ProblemSentences.sentence(problem, entity: entity.name, in: language)
        case .blocked(let by):
            Sentence(
                what: pick("\(entity.name) was not run.", "\(entity.name) n'a pas été lancé."),
                why: pick("It needs \(by), which did not end well.", "Il lui faut \(by), qui n'a pas abouti."),
                remedy: pick(
                    "See to \(by) first, then: couplet retry", "Occupez-vous d'abord de \(by), puis: couplet retry"))
        }
    }

    /// What a guard asks, with the commands that look and approve.
    func guardQuestion(_ problem: Problem, _ entity: EntityName, plan hash: String?) -> Sentence {
        var sentence = ProblemSentences.sentence(problem, entity: entity, in: language)
        guard let hash, !hash.isEmpty else { return sentence }
        sentence.remedy += pick(
            " Look: couplet plan \(entity). Approve: couplet sync \(entity) --approve-plan \(hash)",
            " Regardez: couplet plan \(entity). Approuvez: couplet sync \(entity) --approve-plan \(hash)")
        return sentence
    }

    func unknownRecord(_ word: String, _ entity: EntityName) -> Sentence {
        Sentence(
            what: pick("No record \(word) was found in \(entity).", "Aucun enregistrement \(word) dans \(entity)."),
            remedy: pick(
                "Name it by its id in either system, or by its number.",
                "Nommez-le par son identifiant dans l'un des systèmes, ou par son numéro."))
    }

    func unusedApproval(_ hash: String) -> Sentence {
        Sentence(
            what: pick("The approval of \(hash) was not used.", "L'approbation de \(hash) n'a pas servi."),
            why: pick("No plan of this run has that hash: something changed since.", "Aucun plan n'a cette empreinte."),
            remedy: pick("Look at the plan again: couplet plan", "Regardez le plan à nouveau: couplet plan"))
    }

    /// What to do next after a run; `nil` when there is nothing.
    func next(after report: RunReport) -> String? {
        let counters = report.entities.map(\.result.counters)
        let aside = counters.reduce(0) { $0 + $1.failed }
        let waiting = counters.reduce(0) { $0 + $1.waiting }
        var parts: [String] = []
        if aside + waiting > 0 {
            parts.append(
                pick(
                    "\(aside) records are set aside and \(waiting) wait; why, and what to do: couplet errors",
                    "\(aside) enregistrements sont mis de côté et \(waiting) attendent; pourquoi, et que faire: couplet errors"
                ))
        }
        if !report.left.isEmpty {
            let names = report.left.map(\.text).joined(separator: ", ")
            parts.append(
                pick("Left for another run: \(names) (couplet retry)", "Reste à faire: \(names) (couplet retry)"))
        }
        return parts.isEmpty ? nil : parts.joined(separator: "\n")
    }

    // MARK: what is set aside

    var nothingAside: String {
        pick("Nothing is set aside and nothing waits.", "Rien n'est mis de côté et rien n'attend.")
    }
    var noJobs: String {
        pick(
            "No entity has run yet. Start with: couplet plan",
            "Aucune entité n'a encore tourné. Commencez par: couplet plan")
    }

    /// The record that something is about, as far as it is known.
    func heading(of aside: Aside) -> String {
        "\(aside.entity)  " + names(aside.ids)
    }

    private func names(_ ids: Sided<RecordID?>) -> String {
        Side.allCases.compactMap { side in ids[side].map { "\(side == .erp ? "ERP" : "CRM") \($0)" } }
            .joined(separator: "  ")
    }

    /// Why a record stands aside, and what to do.
    func sentence(of aside: Aside) -> Sentence {
        switch aside.cause {
        case .problem(let problem):
            var sentence = ProblemSentences.sentence(problem, entity: aside.entity, in: language)
            if !aside.candidates.isEmpty {
                let candidates = aside.candidates.map(\.text).joined(separator: ", ")
                sentence.why += pick(" The candidates: \(candidates).", " Les candidats: \(candidates).")
            }
            return sentence
        case .waiting(let reference) where aside.tries == 0:
            return Sentence(
                what: pick("It is in step, but for one reference.", "Il est à jour, sauf un renvoi."),
                why: pick(
                    "A record of \(reference.entity) that it refers to is not coupled: \(reference.id).",
                    "Un enregistrement de \(reference.entity) auquel il renvoie n'est pas couplé: \(reference.id)."),
                remedy: pick(
                    "Nothing: the reference is filled in as soon as that one is coupled.",
                    "Rien: le renvoi est rempli dès que l'autre est couplé."))
        case .waiting(let reference):
            return Sentence(
                what: pick("It was not copied yet.", "Il n'a pas encore été copié."),
                why: pick(
                    "It refers to a record of \(reference.entity) that is not coupled: \(reference.id).",
                    "Il renvoie à un enregistrement de \(reference.entity) qui n'est pas couplé: \(reference.id)."),
                remedy: pick(
                    "Nothing, if that record is on its way: this one is tried as soon as it is coupled. Else see why: couplet errors \(reference.entity)",
                    "Rien, si cet enregistrement arrive: celui-ci est repris dès qu'il est couplé. Sinon: couplet errors \(reference.entity)"
                ))
        }
    }

    // MARK: history

    /// One line of what happened to a record.
    func line(of entry: HistoryEntry) -> String {
        let time = entry.at.formatted(.iso8601)
        let side = entry.side.map { " \($0 == .erp ? "ERP" : "CRM")" } ?? ""
        let fields = entry.fields.isEmpty ? "" : " (" + entry.fields.joined(separator: ", ") + ")"
        let reason = ProblemSentences.reason(entry.reason, in: language)
        let settled = entry.settled.map {
            pick(
                " \($0.group): the \($0.winner == .erp ? "ERP" : "CRM") won.",
                " \($0.group): \($0.winner == .erp ? "l'ERP" : "le CRM") l'emporte.")
        }.joined()
        let problem = entry.problem.map { " " + sentence(of: $0).line } ?? ""
        return "\(time)  \(entry.entity)  \(text(entry.operation))\(side)\(fields): \(reason)\(settled)\(problem)"
    }

    private func text(_ operation: HistoryEntry.Operation) -> String {
        switch operation {
        case .created: pick("created in the", "créé dans le")
        case .updated: pick("updated in the", "modifié dans le")
        case .deleted: pick("deleted in the", "supprimé dans le")
        case .coupled: pick("coupled", "couplé")
        case .uncoupled: pick("uncoupled", "découplé")
        case .setAside: pick("set aside", "mis de côté")
        case .waited: pick("waits", "attend")
        case .settled: pick("settled after an interruption", "réglé après une interruption")
        }
    }

    func nothingKnown(of record: String) -> String {
        pick(
            "Nothing has happened to \(record) that Couplet remembers: it is unchanged since, outside the filters, or never existed.",
            "Couplet ne se souvient de rien au sujet de \(record): inchangé depuis, hors des filtres, ou inexistant.")
    }
}
