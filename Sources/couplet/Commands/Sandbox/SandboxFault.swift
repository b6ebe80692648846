import ArgumentParser
import JSON
import RemoteSystems
import Model

/// `couplet sandbox fault`: makes the sandbox misbehave, to see how Couplet copes.
struct SandboxFault: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fault", abstract: "Switches a fault on, lists those that are on, or clears them.",
        discussion: """
            status --code 503 --share 0.3      a share of the requests is refused
            throttle --limit 100               more requests in five minutes get 429
            dropReply --share 0.1              it is done, and the answer is lost
            landLate --seconds 30 --share 0.1  it is answered with 504, and done later
            staleReads --seconds 60            replicas lag
            rewrite --field name --rule upper  the server changes what is written
            batchPartial --operations 10       a batch is cut short
            expireTokens                       every sign-in is over
            slow --speed 20000                 bytes a second
            """)

    @OptionGroup var options: CommonOptions
    @OptionGroup var sandbox: SandboxOptions

    @Argument(
        help: "The fault; without it, those that are on are listed.",
        completion: .list(Self.kinds))
    var kind: String?

    @Flag(help: "Clear every fault.")
    var clear = false

    @Option(help: ArgumentHelp("Clear the fault with this number.", valueName: "number"))
    var clearOne: Int?

    @Option(help: "The HTTP status.")
    var code: Int?
    @Option(help: "Which share of the requests, from 0 to 1.")
    var share: Double?
    @Option(help: "Requests in five minutes.")
    var limit: Int?
    @Option(help: "What Retry-After says, in seconds.")
    var retryAfter: Int?
    @Option(help: "How late, in seconds.")
    var seconds: Double?
    @Option(help: "The field whose values are changed.")
    var field: String?
    @Option(help: "How values are changed: trim, upper, lower, cut (--length), fixed (--text).")
    var rule: String?
    @Option(help: "Characters that are left.")
    var length: Int?
    @Option(help: "The text that is put in.")
    var text: String?
    @Option(help: "Operations of a batch that are carried out.")
    var operations: Int?
    @Option(help: "Bytes a second.")
    var speed: Int?
    @Option(help: "Only this side: erp or crm.")
    var side: String?
    @Option(help: "Only this table.")
    var table: String?
    @Option(help: "Only this method, such as PATCH.")
    var method: String?
    @Option(help: "Strike so many times, then be over.")
    var times: Int?

    private static let kinds = [
        "status", "throttle", "dropReply", "landLate", "staleReads", "rewrite", "batchPartial", "expireTokens", "slow",
    ]

    func validate() throws {
        guard let kind, !Self.kinds.contains(kind) else { return }
        let nearest = Spelling.nearest(to: kind, among: Self.kinds).map { "Did you mean \($0)?" }
        throw ValidationError(
            "There is no fault \(kind). \(nearest ?? "Faults are: \(Self.kinds.joined(separator: ", ")).")")
    }

    func run() async throws {
        let session = try Session(options)
        try await session.reporting {
            try await SandboxControl.with(sandbox.files) { control in
                if clear || clearOne != nil {
                    _ = try await control.ask(.delete, "/faults" + (clearOne.map { "/\($0)" } ?? ""))
                    session.console.note(session.sentences.faultsCleared)
                } else if let kind {
                    let answer = try await control.ask(.post, "/faults", body: fault(kind))
                    session.console.print(answer.line)
                } else {
                    let faults = try await control.ask(.get, "/faults").array ?? []
                    for fault in faults { session.console.print(fault.line.harmless) }
                    if faults.isEmpty { session.console.note(session.sentences.noFaults) }
                }
            }
            return ExitCodes.complete
        }
    }

    /// The fault as the control reads it.
    private func fault(_ kind: String) -> JSONValue {
        let members: [(String, JSONValue?)] = [
            ("fault", .string(kind)), ("status", code.map(JSONValue.whole)), ("share", share.map { .number("\($0)") }),
            ("limit", limit.map(JSONValue.whole)), ("retryAfter", retryAfter.map(JSONValue.whole)),
            ("seconds", seconds.map { .number("\($0)") }), ("field", field.map(JSONValue.string)),
            ("rule", rule.map(JSONValue.string)), ("length", length.map(JSONValue.whole)),
            ("text", text.map(JSONValue.string)), ("operations", operations.map(JSONValue.whole)),
            ("bytesPerSecond", speed.map(JSONValue.whole)), ("side", side.map(JSONValue.string)),
            ("table", table.map(JSONValue.string)), ("method", method.map(JSONValue.string)),
            ("times", times.map(JSONValue.whole)),
        ]
        return .object(members.compactMap { name, value in value.map { JSONValue.Member(name, $0) } })
    }
}
