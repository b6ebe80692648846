import ArgumentParser
import Coordinator
import Foundation
import Model
import SyncStore

/// `couplet sync`: carries what changed from one side to the other.
struct SyncCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "sync",
            abstract: Help.said(
                "Synchronizes: reads what changed on both sides, and carries it across.",
                "Synchronise : lit ce qui a changé des deux côtés, et le transfère."),
            discussion: Help.said(
                """
                Entities run in the order of their dependencies, each in a process of its own. When a guard stops one before \
                its first write, look at what it would do (couplet plan ENTITY) and approve that plan with its hash: \
                couplet sync ENTITY --approve-plan HASH. With --approve, whatever this run comes to is approved unseen.

                Ctrl-C finishes the batch that is under way and says what is left; a second Ctrl-C ends at once. The store is \
                safe in both cases.

                With --watch it goes on: a run every minute (--every SECONDS), until Ctrl-C. What happened is told, a run in \
                which nothing did is not.
                """,
                """
                Les entités s'exécutent dans l'ordre de leurs dépendances, chacune dans son propre processus. Quand un garde-fou \
                en arrête une avant sa première écriture, regardez ce qu'elle ferait (couplet plan ENTITÉ) et approuvez ce plan par \
                son empreinte : couplet sync ENTITÉ --approve-plan EMPREINTE. Avec --approve, tout ce que fera cette exécution est \
                approuvé sans le voir.

                Ctrl-C finit le lot en cours et dit ce qui reste ; un second Ctrl-C arrête tout de suite. La base est sûre dans les \
                deux cas.

                Avec --watch elle continue : une exécution chaque minute (--every SECONDES), jusqu'à Ctrl-C. Ce qui s'est passé est \
                dit, une exécution où rien ne s'est passé ne l'est pas.
                """))
    }

    @OptionGroup var options: CommonOptions
    @OptionGroup var selected: SelectionOptions

    @Flag(
        name: .long,
        help: .said(
            "Compare ids and versions of everything, change nothing.",
            "Compare identifiants et versions de tout, ne change rien."))
    var verify = false

    @Flag(
        name: .long,
        help: .said(
            "Compare everything afresh, write where the two sides differ: after a restore.",
            "Compare tout à nouveau, écrit où les deux côtés diffèrent : après une restauration."))
    var rebase = false

    @Flag(
        name: .customLong("approve"),
        help: .said("Approve whatever this run comes to.", "Approuve tout ce que fera cette exécution."))
    var approvesAll = false

    @Option(
        name: .customLong("approve-plan"),
        help: .said(
            "Approve the plan with this hash; may be repeated.",
            "Approuve le plan qui a cette empreinte ; peut être répété.", valueName: "hash"))
    var approved: [String] = []

    @Option(
        name: .customLong("record-conversations"),
        help: .said(
            "Write down what host and plugins say, a file a conversation, with the values of records: for tests of plugins.",
            "Note ce que se disent l'hôte et les modules, un fichier par conversation, avec les valeurs des enregistrements : pour tester des modules.",
            valueName: "folder"), completion: .directory)
    var conversations: String?

    @Flag(
        help: .said(
            "Go on, with a run every minute, until Ctrl-C.", "Continue, une exécution par minute, jusqu'à Ctrl-C."))
    var watch = false

    @Option(
        help: .said(
            "With --watch: the seconds from one run to the next.",
            "Avec --watch : les secondes d'une exécution à la suivante.", valueName: "seconds"))
    var every = 60

    func validate() throws {
        guard (1...86_400).contains(every) else {
            throw ValidationError(
                Help.said("--every is a number from 1 to 86400.", "--every est un nombre de 1 à 86400."))
        }
        guard !watch || !(selected.full || verify || rebase || approvesAll || !selected.record.isEmpty) else {
            throw ValidationError(
                Help.said(
                    "--watch goes with none of --full, --verify, --rebase, --record and --approve: those are for one run.",
                    "--watch ne va avec aucune de --full, --verify, --rebase, --record et --approve : elles sont pour une seule exécution."
                ))
        }
        let modes = [selected.full, verify, rebase, !selected.record.isEmpty].filter { $0 }
        guard modes.count < 2 else {
            throw ValidationError(
                Help.said(
                    "--full, --verify, --rebase and --record exclude one another: name one of them.",
                    "--full, --verify, --rebase et --record s'excluent : n'en nommez qu'une."))
        }
    }

    func run() async throws {
        var opened = try Session(options)
        opened.conversations = conversations
        let session = opened
        let mode: RunMode = verify ? .verify : rebase ? .rebase : selected.mode
        let approval: Approval =
            approvesAll ? .everything : approved.isEmpty ? .none : .plans(Set(approved), by: session.person)
        try await session.reporting {
            guard watch else {
                return try await session.synchronize(selected.values, mode: mode, effect: .write, approval: approval)
            }
            return try await session.keepSynchronizing(selected.values, every: .seconds(every), approval: approval)
        }
    }
}
