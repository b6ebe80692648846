import ArgumentParser
import Coordinator
import Foundation
import Model
import SyncStore

/// What the commands that run entities take.
struct SelectionOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "The entities: a name, +name (with what it needs), name+ (with what needs it), 1+name (one step), tag:word, state:failed, retry. Without any, all of them.",
            valueName: "selection"), completion: .entities)
    var selection: [String] = []

    @Option(
        name: .long, help: ArgumentHelp("Leave these out; may be repeated.", valueName: "selection"),
        completion: .entities)
    var except: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Only this record, by id or number, of the entities selected; may be repeated.", valueName: "record"))
    var record: [String] = []

    @Flag(name: .long, help: "List both sides completely, instead of what changed.")
    var full = false

    /// The selection as it was typed.
    ///
    /// What `retry` means changes with every run: nothing, so that the entities themselves are named.
    var words: [String]? { selection == ["retry"] ? nil : selection + except.flatMap { ["--except", $0] } }

    /// The mode that the options come to.
    var mode: RunMode { record.isEmpty ? (full ? .full : .incremental) : .selected }
}

/// `couplet sync`: carries what changed from one side to the other.
struct SyncCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync", abstract: "Synchronizes: reads what changed on both sides, and carries it across.",
        discussion: """
            Entities run in the order of their dependencies, each in a process of its own. When a guard stops one before \
            its first write, look at what it would do (couplet plan ENTITY) and approve that plan with its hash: \
            couplet sync ENTITY --approve-plan HASH. With --approve, whatever this run comes to is approved unseen.

            Ctrl-C finishes the batch that is under way and says what is left; a second Ctrl-C ends at once. The store is \
            safe in both cases.
            """)

    @OptionGroup var options: CommonOptions
    @OptionGroup var selected: SelectionOptions

    @Flag(name: .long, help: "Compare ids and versions of everything, change nothing.")
    var verify = false

    @Flag(name: .long, help: "Compare everything afresh, write where the two sides differ: after a restore.")
    var rebase = false

    @Flag(name: .customLong("approve"), help: "Approve whatever this run comes to.")
    var approvesAll = false

    @Option(
        name: .customLong("approve-plan"),
        help: ArgumentHelp("Approve the plan with this hash; may be repeated.", valueName: "hash"))
    var approved: [String] = []

    @Option(
        name: .customLong("record-conversations"),
        help: ArgumentHelp(
            "Write down what host and plugins say, a file a conversation, with the values of records: for tests of plugins.",
            valueName: "folder"), completion: .directory)
    var conversations: String?

    func validate() throws {
        let modes = [selected.full, verify, rebase, !selected.record.isEmpty].filter { $0 }
        guard modes.count < 2 else {
            throw ValidationError("--full, --verify, --rebase and --record exclude one another: name one of them.")
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
            try await session.synchronize(selected, mode: mode, effect: .write, approval: approval)
        }
    }
}

/// `couplet retry`: runs what is left from earlier runs; with an entity, tries again what is set aside.
struct RetryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Runs what failed, was blocked or never started; with an entity, tries its set-aside records again.",
        discussion: """
            Without a name, the entities whose latest job failed, was blocked, was cut short or never started are run. \
            With a name, every record of that entity that is set aside or waits is tried again now.
            """)

    @OptionGroup var options: CommonOptions

    @Argument(help: "The entity whose set-aside records are tried again.", completion: .entities)
    var entity: String?

    @Option(name: .long, help: ArgumentHelp("Only the record with this id; may be repeated.", valueName: "id"))
    var record: [String] = []

    func validate() throws {
        guard record.isEmpty || entity != nil else {
            throw ValidationError("--record needs the entity: couplet retry ENTITY --record ID.")
        }
    }

    func run() async throws {
        let session = try Session(options)
        try await session.reporting {
            do {
                return try await retry(session)
            } catch PlanError.nothingSelected where entity == nil {
                // What a person hopes for, and no mistake.
                session.console.note(session.sentences.nothingToRetry)
                return ExitCodes.complete
            }
        }
    }

    private func retry(_ session: Session) async throws -> ExitCode {
        var selected = SelectionOptions()
        (selected.selection, selected.except, selected.record, selected.full) = ([entity ?? "retry"], [], [], false)
        return try await session.synchronize(selected, mode: .incremental, effect: .write, approval: .none) { host in
            guard let entity = try entity.map(session.knownEntity) else { return }
            let ids = record.isEmpty ? nil : record.map { RecordID($0.lowercased()) }
            _ = try await host.store.requestRetry(of: entity, ids: ids, at: .now)
        }
    }
}
