import Coordinator
import Foundation
import Model
import SyncStore

/// What the command line says about records, entities and runs; the problems themselves have their sentences in the coordinator.
struct CommandSentences: Sendable {
    let language: Language

    private func pick(_ english: String, _ french: String) -> String {
        language.pick(english, french)
    }

    // MARK: problems

    /// A problem by itself: of a run, or of a record that is set aside.
    func sentence(of problem: Problem, _ entity: EntityName? = nil, ofRecord: Bool = false) -> Sentence {
        ProblemSentences.sentence(problem, entity: entity, ofRecord: ofRecord, in: language)
    }

    /// Why an entity needs somebody; `nil` when it doesn't.
    func sentence(of entity: RunReport.Entity) -> Sentence? {
        switch entity.result.end {
        case .complete, .partial, .unchanged, .cancelled, .notStarted: nil
        case .stopped(let problem):
            guardQuestion(
                problem, entity.name, plan: entity.result.planHash,
                isLacking: entity.result.plan.map { $0.hash == nil } ?? false)
        case .failed, .blocked: EndStateSentences.sentence(entity.result.end, of: entity.name, in: language)
        }
    }

    /// What a guard asks, with the commands that look and approve; of a plan that lacks pairs, no hash can be approved.
    func guardQuestion(
        _ problem: Problem, _ entity: EntityName, plan hash: String?, isLacking: Bool = false
    ) -> Sentence {
        var sentence = ProblemSentences.sentence(problem, entity: entity, in: language)
        guard let hash, !hash.isEmpty else {
            if isLacking {
                sentence.remedy += pick(
                    " Not all of it is foreseen, so that there is no hash to approve. Look: couplet plan \(entity). Approve whatever it comes to: couplet sync \(entity) --approve",
                    " Tout n'en est pas prévu : il n'y a pas d'empreinte à approuver. Regardez : couplet plan \(entity). Approuvez quoi qu'il en soit : couplet sync \(entity) --approve"
                )
            }
            return sentence
        }
        sentence.remedy += pick(
            " Look: couplet plan \(entity). Approve: couplet sync \(entity) --approve-plan \(hash)",
            " Regardez : couplet plan \(entity). Approuvez : couplet sync \(entity) --approve-plan \(hash)")
        return sentence
    }

    /// What a guard would ask in a run that does what a plan says.
    func guardAsks(_ problem: Problem, _ entity: EntityName) -> String {
        let sentence = ProblemSentences.sentence(problem, entity: entity, in: language)
        return pick("A run would stop before it, and ask: ", "Une exécution s'arrêterait avant, et demanderait : ")
            + "\(sentence.why) \(sentence.remedy)"
    }

    /// How the plans that guards ask about are approved together.
    func approveAll(_ hashes: [String], _ selection: [String]) -> String {
        let command = (["couplet sync"] + selection + hashes.map { "--approve-plan \($0)" }).joined(separator: " ")
        return language.count(
            hashes.count,
            (
                "A guard asks about this plan. Approve it: \(command)",
                "Guards ask about these plans. Approve them: \(command)"
            ),
            (
                "Un garde-fou interroge sur ce plan. Approuvez-le : \(command)",
                "Des garde-fous interrogent sur ces plans. Approuvez-les : \(command)"
            ))
    }

    /// That a plan is not whole, and what a person does about it.
    ///
    /// One that merely did not look whether all is there that it refers to has a hash.
    func unforeseen(_ count: Int, _ entity: EntityName, hasHash: Bool) -> Sentence {
        if hasHash { return unlooked(count) }
        return Sentence(
            what: language.count(
                count,
                (
                    "Not all is foreseen: this plan lacks one pair.",
                    "Not all is foreseen: this plan lacks \(count) pairs."
                ),
                (
                    "Tout n'est pas prévu : il manque une paire à ce plan.",
                    "Tout n'est pas prévu : il manque \(count) paires à ce plan."
                )),
            why: pick(
                "It is of more records than a dry run remembers, so that it has no hash to approve.",
                "Il porte sur plus d'enregistrements qu'un essai n'en retient, et n'a donc pas d'empreinte à approuver."
            ),
            remedy: pick(
                "Run it: couplet sync \(entity). It stops before what a guard asks about, and names the plan of just that.",
                "Exécutez : couplet sync \(entity). L'exécution s'arrête avant ce qu'un garde-fou demande, et en nomme le plan."
            ))
    }

    private func unlooked(_ count: Int) -> Sentence {
        Sentence(
            what: language.count(
                count,
                (
                    "Not all is foreseen: one pair may wait instead.",
                    "Not all is foreseen: \(count) pairs may wait instead."
                ),
                (
                    "Tout n'est pas prévu : une paire attendra peut-être.",
                    "Tout n'est pas prévu : \(count) paires attendront peut-être."
                )),
            why: pick(
                "They refer to more records than a dry run looks for, and one of those may have been deleted unnoticed.",
                "Elles font référence à plus d'enregistrements qu'un essai n'en cherche, et l'un d'eux a pu être supprimé sans qu'on le sache."
            ),
            remedy: pick(
                "Nothing: the plan can be approved, and a run writes no more than it says.",
                "Rien : le plan peut être approuvé, et une exécution n'écrit rien de plus."))
    }

    /// Which side's value stays where both sides changed one.
    func settled(_ conflict: SettledConflict) -> String {
        pick(
            "\(conflict.group): both sides changed it, \(conflict.winner.product) wins.",
            "\(conflict.group) : modifié des deux côtés, \(conflict.winner.product) l'emporte.")
    }

    /// What a record of a plan waits for.
    func waits(for reference: RecordReference, _ labels: RecordLabels) -> String {
        why(waitingFor: reference, labels)
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
            remedy: pick("Look at the plan again: couplet plan", "Regardez le plan à nouveau : couplet plan"))
    }

    /// What to do next after a run, a line each.
    func next(after report: RunReport) -> [String] {
        let counters = report.entities.map(\.result.counters)
        let aside = counters.reduce(0) { $0 + $1.failed }
        let waiting = counters.reduce(0) { $0 + $1.waiting }
        var parts: [String] = []
        if aside + waiting > 0 {
            parts.append(
                standing(aside: aside, waiting: waiting)
                    + pick("; why, and what to do: couplet errors", " ; pourquoi, et que faire : couplet errors"))
        }
        if !report.left.isEmpty {
            let names = report.left.map(\.text).joined(separator: ", ")
            parts.append(
                pick("Left for another run: \(names) (couplet retry)", "Reste à faire : \(names) (couplet retry)"))
        }
        return parts
    }

    private func standing(aside: Int, waiting: Int) -> String {
        let setAside = language.count(
            aside, ("\(aside) record is set aside", "\(aside) records are set aside"),
            ("\(aside) enregistrement est mis de côté", "\(aside) enregistrements sont mis de côté"))
        let waits = language.count(
            waiting, ("\(waiting) record waits", "\(waiting) records wait"),
            ("\(waiting) enregistrement attend", "\(waiting) enregistrements attendent"))
        if waiting == 0 { return setAside }
        return aside == 0 ? waits : setAside + pick(", ", ", ") + waits
    }

    // MARK: what is set aside

    var nothingAside: String {
        pick("Nothing is set aside and nothing waits.", "Rien n'est mis de côté et rien n'attend.")
    }
    var nothingToRetry: String {
        pick(
            "No entity failed, is blocked, or was left over. Records that are set aside are tried again with: couplet retry ENTITY",
            "Aucune entité n'a échoué, n'est bloquée ou n'est restée à faire. Les enregistrements mis de côté se reprennent avec : couplet retry ENTITÉ"
        )
    }
    var noJobs: String {
        pick(
            "No entity has run yet. Start with: couplet plan",
            "Aucune entité n'a encore été exécutée. Commencez par : couplet plan")
    }

    /// How many documents of an entity have totals that differ.
    func totalsDiffer(in entity: EntityName, count: Int) -> String {
        language.count(
            count,
            (
                "The totals of a document of \(entity) differ. See which: couplet couplings \(entity)",
                "The totals of \(count) documents of \(entity) differ. See which: couplet couplings \(entity)"
            ),
            (
                "Les totaux d'un document de \(entity) diffèrent. Voyez lequel : couplet couplings \(entity)",
                "Les totaux de \(count) documents de \(entity) diffèrent. Voyez lesquels : couplet couplings \(entity)"
            ))
    }

    /// The totals in which the two documents of a coupling differ.
    func differing(_ totals: [FieldName]) -> String {
        let list = totals.joined(separator: ", ")
        return pick("(\(list) differs)", "(\(list) diffère)")
    }

    /// How many records of an entity something is about.
    func records(_ count: Int, of entity: EntityName) -> String {
        language.count(
            count, ("\(entity)  \(count) record", "\(entity)  \(count) records"),
            ("\(entity)  \(count) enregistrement", "\(entity)  \(count) enregistrements"))
    }

    /// More is set aside than was asked for.
    func onlyFirst(_ count: Int) -> String {
        language.count(
            count, ("Only the first record is shown: --limit", "Only the first \(count) records are shown: --limit"),
            (
                "Seul le premier enregistrement est montré : --limit",
                "Seuls les \(count) premiers sont montrés : --limit"
            ))
    }

    /// Names could not be read, and ids stand in their place.
    func idsInstead(_ side: Side, _ problem: Problem) -> String {
        let reason = ProblemSentences.sentence(problem, entity: nil, in: language).why
        return pick(
            "Records of \(side.product) are shown by their ids. \(reason)",
            "Les enregistrements de \(side.product) sont désignés par leurs identifiants. \(reason)")
    }

    /// The record that something is about, as people know it, else by its ids.
    func name(of aside: Aside, _ labels: RecordLabels) -> String {
        labels.label(of: aside.entity, aside.ids) ?? names(aside.ids)
    }

    /// The ids of a pair.
    func names(_ ids: Sided<RecordID?>) -> String {
        Side.allCases.compactMap { side in ids[side].map { "\(side.product) \($0)" } }.joined(separator: ", ")
    }

    /// Why a record stands aside, and what to do.
    func sentence(of aside: Aside, _ labels: RecordLabels) -> Sentence {
        switch aside.cause {
        case .problem(var problem):
            problem.side = problem.side ?? aside.candidateSide
            var sentence = ProblemSentences.sentence(problem, entity: aside.entity, ofRecord: true, in: language)
            if let side = aside.candidateSide {
                let names = candidates(aside, side, labels).joined(separator: ", ")
                sentence.why += language.count(
                    aside.candidates.count, (" It is \(names).", " They are: \(names)."),
                    (" C'est \(names).", " Ce sont : \(names)."))
            }
            return sentence
        case .waiting(let reference) where aside.tries == 0:
            return Sentence(
                what: pick("It is in step, but for one reference.", "Il est à jour, sauf une référence."),
                why: why(waitingFor: reference, labels),
                remedy: pick(
                    "Nothing: the reference is filled in as soon as that one is coupled.",
                    "Rien : la référence est remplie dès que l'autre est couplé."))
        case .waiting(let reference) where aside.waitsAfter != nil:
            let name = name(of: reference, labels)
            let product = reference.side.opposite.product
            return Sentence(
                what: pick("It was not copied yet.", "Il n'a pas encore été copié."),
                why: pick(
                    "It refers to \(name) of \(reference.entity), whose partner in \(product) is not there any more.",
                    "Il fait référence à \(name) de \(reference.entity), dont le partenaire dans \(product) n'est plus là."
                ),
                remedy: pick(
                    "Nothing, if that was meant: this one is tried again when that coupling ended. Or have the partner made anew: couplet sync \(reference.entity) --record \(reference.id)",
                    "Rien, si c'était voulu : celui-ci est repris quand ce couplage a pris fin. Ou faites recréer le partenaire : couplet sync \(reference.entity) --record \(reference.id)"
                ))
        case .waiting(let reference) where !aside.alsoWaitsFor.isEmpty:
            return sentence(waitingFor: [reference] + aside.alsoWaitsFor, labels)
        case .waiting(let reference):
            return Sentence(
                what: pick("It was not copied yet.", "Il n'a pas encore été copié."),
                why: why(waitingFor: reference, labels),
                remedy: pick(
                    "Nothing, if that record is on its way: this one is tried as soon as it is coupled. Else have it copied: couplet sync \(reference.entity) --record \(reference.id) (what holds it back: couplet errors \(reference.entity))",
                    "Rien, si cet enregistrement arrive : celui-ci est repris dès qu'il est couplé. Sinon, faites-le copier : couplet sync \(reference.entity) --record \(reference.id) (ce qui le retient : couplet errors \(reference.entity))"
                ))
        }
    }

    /// Why a record is skipped whose partner was deleted, and what to do.
    func sentence(of survivor: Survivor) -> Sentence {
        let (record, other) = (survivor.record, survivor.record.side.opposite.product)
        let since = survivor.since.formatted(.iso8601)
        return Sentence(
            what: pick("It is not coupled any more, and is skipped.", "Il n'est plus couplé, et il est ignoré."),
            why: pick(
                "Its partner in \(other) was deleted, or what both belong to; the coupling ended on \(since).",
                "Son partenaire dans \(other) a été supprimé, ou ce à quoi les deux appartiennent ; le couplage a pris fin le \(since)."
            ),
            remedy: pick(
                "Nothing, if that was meant. It is coupled again once somebody edits it, or you ask for it: couplet sync \(record.entity) --record \(record.id)",
                "Rien, si c'était voulu. Il est couplé de nouveau dès que quelqu'un le modifie, ou si vous le demandez : couplet sync \(record.entity) --record \(record.id)"
            ))
    }

    /// Everything that a record waits for, each with the command that has it copied.
    private func sentence(waitingFor references: [RecordReference], _ labels: RecordLabels) -> Sentence {
        let names = references.map {
            pick("\(name(of: $0, labels)) of \($0.entity)", "\(name(of: $0, labels)) de \($0.entity)")
        }
        let commands = references.map { "couplet sync \($0.entity) --record \($0.id)" }.joined(separator: "; ")
        return Sentence(
            what: pick("It was not copied yet.", "Il n'a pas encore été copié."),
            why: pick(
                "It refers to records that are not coupled: \(names.joined(separator: ", ")).",
                "Il fait référence à des enregistrements qui ne sont pas couplés : \(names.joined(separator: ", "))."),
            remedy: pick(
                "Nothing, if they are on their way: this one is tried as soon as they are coupled. Else have each copied: \(commands)",
                "Rien, s'ils arrivent : celui-ci est repris dès qu'ils sont couplés. Sinon, faites copier chacun : \(commands)"
            ))
    }

    private func why(waitingFor reference: RecordReference, _ labels: RecordLabels) -> String {
        let name = name(of: reference, labels)
        return pick(
            "It refers to \(name) of \(reference.entity), which is not coupled.",
            "Il fait référence à \(name) de \(reference.entity), qui n'est pas couplé.")
    }

    private func name(of reference: RecordReference, _ labels: RecordLabels) -> String {
        labels[reference].map { pick("“\($0)”", "« \($0) »") } ?? reference.id.text
    }

    /// The candidates by their labels, with the id where labels are alike.
    private func candidates(_ aside: Aside, _ side: Side, _ labels: RecordLabels) -> [String] {
        let known = aside.candidates.map { labels[RecordReference(entity: aside.entity, side: side, id: $0)] }
        return zip(aside.candidates, known).map { id, label in
            guard let label else { return id.text }
            return known.count { $0 == label } > 1 ? "\(label) (\(id))" : label
        }
    }

    // MARK: history

    /// One line of what happened to a record.
    func line(of entry: HistoryEntry) -> String {
        let time = entry.at.formatted(.iso8601)
        let side = entry.side.map { " " + $0.product } ?? ""
        let fields = entry.fields.isEmpty ? "" : " (" + entry.fields.joined(separator: ", ") + ")"
        let reason = ProblemSentences.reason(entry.reason, in: language)
        let settled = entry.settled.map {
            pick(
                " \($0.group): \($0.winner.product) won.", " \($0.group) : \($0.winner.product) l'emporte.")
        }.joined()
        let problem = entry.problem.map { ". " + sentence(of: $0).why } ?? ""
        return
            "\(time)  \(text(entry.operation))\(side)\(fields)\(pick(":", " :")) \(reason)\(settled)\(problem)"
    }

    private func text(_ operation: HistoryEntry.Operation) -> String {
        switch operation {
        case .created: pick("created in", "créé dans")
        case .updated: pick("updated in", "modifié dans")
        case .deleted: pick("deleted in", "supprimé dans")
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
            "Couplet ne se souvient de rien au sujet de \(record) : inchangé depuis, hors des filtres, ou inexistant.")
    }
}
