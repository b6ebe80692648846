import ArgumentParser
import JSON
import Model
import SyncStore

/// `couplet status`: the review of the latest jobs.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Shows the review: a line per entity with its job's status and counters.",
        discussion: """
            To Int. Table is the way from the ERP to the CRM, From Int. Table the way back. A job ends Finished when it \
            went through, even if some records failed: those are counted, and couplet errors names them.
            """)

    @OptionGroup var options: CommonOptions

    @Flag(help: "Shows the review again whenever it changes, until Ctrl-C or until no job runs.")
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
                let review = Review(jobs: jobs)
                let lines =
                    options.json
                    ? [review.json.line] : review.table(in: session.language).lines(width: session.console.outputWidth)
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
            if shown.count < 2 { session.console.note(session.sentences.noJobs) }
            if isCutShort { session.console.note(session.sentences.cutShort) }
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
