import ArgumentParser
import JSON
import RemoteSystems

/// `couplet sandbox ledger`: who created and changed what, as the sandbox itself noted it.
struct SandboxLedger: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "ledger",
            abstract: Help.said(
                "Shows who created and changed what, as the sandbox itself noted it.",
                "Montre qui a créé et modifié quoi, comme le bac à sable lui-même l'a noté."),
            discussion: Help.said(
                "The clients are couplet and human: whoever edits by hand.",
                "Les clients sont couplet et human : qui modifie à la main."))
    }

    @OptionGroup var options: CommonOptions
    @OptionGroup var sandbox: SandboxOptions

    @Option(help: .said("Only this side: erp or crm.", "Seulement ce côté : erp ou crm."))
    var side: String?
    @Option(help: .said("Only this table.", "Seulement cette table."))
    var table: String?
    @Option(help: .said("Only this client: couplet or human.", "Seulement ce client : couplet ou human."))
    var who: String?
    @Option(help: .said("Only create, update or delete.", "Seulement create, update ou delete."))
    var operation: String?
    @Option(
        help: .said(
            "Only after the entry with this number.", "Seulement après l'écriture de ce numéro.", valueName: "number"))
    var after: Int64?
    @Option(help: .said("At most this many.", "Au plus tant."))
    var limit = 100
    @Flag(help: .said("Count, instead of listing.", "Compte, au lieu de lister."))
    var counts = false
    @Flag(
        help: .said(
            "What was created more than once under the same name: it must be nothing.",
            "Ce qui a été créé plus d'une fois sous le même nom : il ne doit rien y avoir."))
    var twice = false

    func validate() throws {
        guard !(counts && twice) else {
            throw ValidationError(
                Help.said("--counts and --twice exclude one another.", "--counts et --twice s'excluent."))
        }
    }

    func run() async throws {
        let session = try Session(options)
        try await session.reporting {
            let path = counts ? "/ledger/counts" : twice ? "/ledger/twice" : "/ledger"
            let entries =
                try await SandboxControl.with(sandbox.files) { control in
                    try await control.ask(.get, path, question)
                }.array ?? []
            guard !options.json else {
                for entry in entries { session.console.print(entry.line) }
                return ExitCodes.complete
            }
            var table = Table(columns.map { Table.Column(title: $0) })
            for entry in entries { table.append(columns.map { Self.text(entry[$0]) }) }
            for line in table.lines() where !entries.isEmpty { session.console.print(line) }
            if entries.isEmpty { session.remark(session.sentences.emptyLedger) }
            return ExitCodes.complete
        }
    }

    private var question: [(name: String, value: String?)] {
        [
            ("side", side), ("table", table), ("who", who), ("operation", operation), ("after", after.map(String.init)),
            ("limit", "\(limit)"),
        ]
    }

    private var columns: [String] {
        if counts { return ["system", "table", "client", "operation", "count"] }
        if twice { return ["system", "table", "client", "label", "count"] }
        return ["number", "moment", "client", "system", "table", "operation", "label", "fields"]
    }

    private static func text(_ value: JSONValue?) -> String {
        switch value {
        case .string(let text): text
        case .number(let text): text
        case .array(let elements): elements.compactMap(\.string).joined(separator: ", ")
        case nil, .null, .boolean, .object: ""
        }
    }
}
