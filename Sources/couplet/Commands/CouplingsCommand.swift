import ArgumentParser
import JSON
import Model
import SyncStore

/// `couplet couplings ENTITY`: which record belongs to which.
struct CouplingsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "couplings", abstract: "Counts the couplings of each entity, or lists those of one.")

    @OptionGroup var options: CommonOptions

    @Argument(help: "The entity whose couplings are listed; without it, every entity is counted.")
    var entity: String?

    @Option(help: "At most this many.")
    var limit = 1_000_000

    func run() async throws {
        let session = try Session(options)
        try await session.reporting {
            let store = try await session.openStoreForReading()
            if let entity {
                try await list(try session.entityName(entity), store: store, session: session)
            } else {
                try await count(store: store, session: session)
            }
            return ExitCodes.complete
        }
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
            let page = try await store.couplings(of: entity, after: last, limit: min(1_000, limit - listed))
            guard let end = page.last?.id else { return }
            for coupling in page {
                let line: JSONValue = ["erp": .string(coupling.ids.erp.text), "crm": .string(coupling.ids.crm.text)]
                session.console.print(options.json ? line.line : "\(coupling.ids.erp)  \(coupling.ids.crm)")
            }
            listed += page.count
            last = end
        }
    }
}
