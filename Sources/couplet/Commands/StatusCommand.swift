import ArgumentParser
import JSON
import Model
import SyncStore

/// `couplet status`: the review of the latest jobs.
struct StatusCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "status",
            abstract: Help.said(
                "Shows the review: a line per entity with its job's status and counters.",
                "Montre le bilan : une ligne par entité avec le statut de sa tâche et ses compteurs."),
            discussion: Help.said(
                """
                To Int. Table is the way from the ERP to the CRM, From Int. Table the way back. A job ends Finished when it \
                went through, even if some records failed: those are counted, and couplet errors names them.
                """,
                """
                Vers la table int. est le chemin de l'ERP vers le CRM, À partir de la table int. le chemin inverse. Une tâche est \
                Terminée quand elle est allée au bout, même si des enregistrements ont échoué : ceux-ci sont comptés, et couplet \
                errors les nomme.
                """))
    }

    @OptionGroup var options: CommonOptions

    @Flag(
        help: .said(
            "Shows the review again whenever it changes, until Ctrl-C or until no job runs.",
            "Remontre le bilan chaque fois qu'il change, jusqu'à Ctrl-C ou jusqu'à la fin des tâches."))
    var watch = false

    func run() async throws {
        let session = try Session(options)
        try await session.reporting {
            let path = try session.readConfiguration().store
            let store = try SQLiteStore.openForReading(at: path)
            var shown: [String] = []
            var isCutShort = false
            while true {
                // Asked before the jobs: a run that ends in between is seen to have ended.
                let isOwned = SQLiteStore.owner(ofStoreAt: path) != nil
                let jobs = try await store.latestJobs()
                let review = Review(jobs: jobs, unequal: try await store.unequalTotals(of: nil, limit: 100_000))
                let lines =
                    options.json
                    ? [review.json.line]
                    : review.table(in: session.language).lines(width: session.console.outputWidth)
                        + review.unequal.sorted { $0.key < $1.key }.map {
                            session.sentences.totalsDiffer(in: $0.key, count: $0.value)
                        }
                if lines != shown {
                    if !options.json { session.console.takeBack(lines: shown.count) }
                    for line in lines { session.console.print(line) }
                    shown = lines
                }
                let isUnderWay = jobs.contains(where: \.isUnderWay)
                isCutShort = isUnderWay && !isOwned
                guard watch, isUnderWay, isOwned else { break }
                try await Task.sleep(for: .seconds(1))
            }
            guard !options.json else { return ExitCodes.complete }
            if shown.count < 2 { session.console.say(session.sentences.noJobs) }
            if isCutShort { session.console.say(session.sentences.cutShort) }
            return ExitCodes.complete
        }
    }
}

extension JobRecord {
    /// Whether the job has not ended yet.
    var isUnderWay: Bool {
        switch state {
        case .planned, .running: true
        case .ended, .crashed: false
        }
    }
}
