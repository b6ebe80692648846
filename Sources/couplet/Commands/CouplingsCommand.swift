import ArgumentParser
import JSON
import Model
import SyncStore

/// `couplet couplings ENTITY`: which record belongs to which.
struct CouplingsCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "couplings",
            abstract: Help.said(
                "Counts the couplings of each entity, or lists those of one.",
                "Compte les couplages de chaque entité, ou liste ceux d'une seule."),
            discussion: Help.said(
                """
                A list shows both ids and, read from Business Central, the number and name of each record; --offline shows the \
                ids alone. In a pipe the three columns are parted by tabs.
                """,
                """
                Une liste montre les deux identifiants et, lus dans Business Central, le numéro et le nom de chaque \
                enregistrement ; --offline montre les identifiants seuls. Dans un tube, les trois colonnes sont séparées par des \
                tabulations.
                """))
    }

    @OptionGroup var options: CommonOptions

    @Argument(
        help: .said(
            "The entity whose couplings are listed; without it, every entity is counted.",
            "L'entité dont les couplages sont listés ; sans elle, toutes sont comptées."), completion: .entities)
    var entity: String?

    @Option(help: .said("At most this many.", "Au plus tant.", valueName: "number"))
    var limit = 1_000_000

    @Flag(help: .said("Asks neither system: ids alone.", "N'interroge aucun système : identifiants seuls."))
    var offline = false

    private static let page = 500

    func validate() throws {
        guard limit > 0 else { throw ValidationError(Help.said("--limit is at least 1.", "--limit vaut au moins 1.")) }
    }

    func run() async throws {
        let session = try Session(options)
        try await session.reporting {
            let name = try entity.map(session.knownEntity)
            let store = try await session.openStoreForReading()
            if let name {
                try await list(name, store: store, session: session)
            } else {
                try await count(store: store, session: session)
            }
            return ExitCodes.complete
        }
    }

    /// A coupling as it is shown: parted by tabs in a pipe; on a terminal the name stands first, where the three have no room.
    static func row(_ words: [String], width: Int?) -> [String] {
        guard let width else { return [words.joined(separator: "\t")] }
        let line = words.filter { !$0.isEmpty }.joined(separator: "  ")
        guard line.count > width, let name = words.last, words.count == 3 else { return [line] }
        let ids = words.dropLast().joined(separator: "  ")
        let rows = ids.count + 2 <= width ? [ids] : Array(words.dropLast())
        return (name.isEmpty ? [] : name.wrapped(to: width)) + rows.map { "  " + $0 }
    }

    private func count(store: any SyncStore, session: Session) async throws {
        let counts = try await store.couplingCounts().sorted { $0.key < $1.key }
        var table = Table([
            .init(title: session.words.entity), .init(title: session.words.couplings, alignment: .right),
        ])
        for (entity, count) in counts {
            if options.json {
                let line: JSONValue = ["entity": .string(entity.text), "couplings": .whole(count)]
                session.console.print(line.line)
            }
            table.append([entity.text, "\(count)"])
        }
        if !options.json { table.lines().forEach(session.console.print) }
    }

    private func list(_ entity: EntityName, store: any SyncStore, session: Session) async throws {
        var last: Coupling.ID?
        var listed = 0
        while listed < limit {
            let page = try await store.couplings(of: entity, after: last, limit: min(Self.page, limit - listed))
            guard let end = page.last?.id else { return }
            let records = page.map { RecordReference(entity: entity, side: .erp, id: $0.ids.erp) }
            let labels = offline || options.json ? RecordLabels() : await session.labels(of: records)
            let unequal = try await store.unequalTotals(of: page.compactMap(\.id))
            for (coupling, record) in zip(page, records) {
                var line: JSONValue = ["erp": .string(coupling.ids.erp.text), "crm": .string(coupling.ids.crm.text)]
                var label = labels[record] ?? ""
                if let totals = coupling.id.flatMap({ unequal[$0] }) {
                    line = [
                        "erp": .string(coupling.ids.erp.text), "crm": .string(coupling.ids.crm.text),
                        "unequalTotals": .array(totals.map { .string($0) }),
                    ]
                    label += (label.isEmpty ? "" : " ") + session.sentences.differing(totals)
                }
                let words = [coupling.ids.erp.text, coupling.ids.crm.text, label].map(\.harmless)
                let lines = options.json ? [line.line] : Self.row(words, width: session.console.outputWidth)
                for line in lines { session.console.print(line) }
            }
            listed += page.count
            last = end
        }
    }
}
