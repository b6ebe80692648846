import ArgumentParser
import JSON
import RemoteSystems

/// `couplet sandbox ledger`: who created and changed what, as the sandbox itself noted it.
struct SandboxLedger: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger", abstract: "Shows who created and changed what, as the sandbox itself noted it.",
        discussion: "The clients are couplet and human: whoever edits by hand.")

    @OptionGroup var options: CommonOptions
    @OptionGroup var sandbox: SandboxOptions

    @Option(help: "Only this side: erp or crm.")
    var side: String?
    @Option(help: "Only this table.")
    var table: String?
    @Option(help: "Only this client: couplet or human.")
    var who: String?
    @Option(help: "Only create, update or delete.")
    var operation: String?
    @Option(help: ArgumentHelp("Only after the entry with this number.", valueName: "number"))
    var after: Int64?
    @Option(help: "At most this many.")
    var limit = 100
    @Flag(help: "Count, instead of listing.")
    var counts = false
    @Flag(help: "What was created more than once under the same name: it must be nothing.")
    var twice = false

    func validate() throws {
        guard !(counts && twice) else { throw ValidationError("--counts and --twice exclude one another.") }
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
            if entries.isEmpty { session.console.note(session.sentences.emptyLedger) }
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
