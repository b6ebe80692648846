import Foundation
import JSON
import Logging
import Model
import PluginProtocol
import SyncStore
import Synchronization
import Testing

@testable import Coordinator

extension Tag {
    /// Starts processes.
    @Tag static var processes: Self
}

/// A folder with a plugin in Python that behaves as it is told, and the supervision that starts it.
final class ProcessBench: Sendable {
    static let entity: EntityName = "customers"

    let root: String
    let plugin: InstalledPlugin
    let store = VolatileStore()
    let log = LogKeeper()
    private let timing: SupervisionTiming
    private let isOwner: Bool

    static let impatient = SupervisionTiming(
        start: .seconds(10), describe: .seconds(10), progress: .seconds(20), run: .seconds(30), grace: .seconds(1),
        step: .milliseconds(400), backOff: [.milliseconds(10), .milliseconds(20), .milliseconds(30)])

    /// Installs a plugin whose habit is the first of `arguments`.
    init(
        _ arguments: [String] = [], quietSeconds: Int = 30, timing: SupervisionTiming = ProcessBench.impatient
    ) throws {
        self.timing = timing
        isOwner = true
        root = try #require(Self.makeFolder())
        let folder = "\(root)/plugins/python"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: "\(root)/scratch", withIntermediateDirectories: true)
        let source = try #require(Bundle.module.path(forResource: "plugin", ofType: "py", inDirectory: "Fixtures"))
        try FileManager.default.copyItem(atPath: source, toPath: "\(folder)/plugin.py")
        let words = (["plugin.py"] + arguments).map { "\"\($0)\"" }.joined(separator: ",")
        let manifest = """
            {"name":"python","title":{"en":"Python"},"version":"1.0.0","protocol":[1],"command":[\(words)],
            "entity":"customers","quietSeconds":\(quietSeconds),"sides":{"erp":{"table":"Customer","key":"id",
            "routes":[{"kind":"standard","set":"customers"}]},"crm":{"table":"account","set":"accounts","key":"accountid"}}}
            """
        try Data(manifest.utf8).write(to: URL(filePath: "\(folder)/plugin.json"))
        for (path, mode) in [
            (folder, 0o755), ("\(folder)/plugin.json", 0o644), ("\(folder)/plugin.py", 0o755),
            ("\(root)/plugins", 0o755), (root, 0o755),
        ] {
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        }
        var reader = PluginReader()
        plugin = try reader.read(folder).0
    }

    /// Uses the folder of another one.
    init(existing root: String) throws {
        self.root = root
        timing = Self.impatient
        isOwner = false
        var reader = PluginReader()
        plugin = try reader.read("\(root)/plugins/python").0
    }

    deinit {
        guard isOwner else { return }
        do { try FileManager.default.removeItem(atPath: root) } catch {
            // A folder in the system's place for temporary files.
        }
    }

    private static func makeFolder() -> String? {
        var template = Array("\(NSTemporaryDirectory())couplet-XXXXXX".utf8CString)
        return template.withUnsafeMutableBufferPointer { $0.baseAddress.flatMap { mkdtemp($0) } != nil }
            ? template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } } : nil
    }

    /// Where the build has put executables.
    static var products: String { URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().path }

    func supervision(
        guardian: Bool = true, prefix: [String] = [], clock: any Clock<Duration> = ContinuousClock()
    ) -> PluginSupervision {
        let launch = LaunchSettings(
            guardian: guardian ? "\(Self.products)/couplet-launch" : nil, prefix: prefix, scratch: "\(root)/scratch")
        return PluginSupervision(
            launcher: ProcessLauncher(launch), store: store,
            settings: SupervisionSettings(
                product: .init(name: "couplet", version: "1"), timing: timing,
                redaction: Redaction(secrets: ["TOPSECRET"]), logger: log.logger),
            clock: clock
        ) { Date() }
    }

    /// Describes and runs once.
    func run(_ host: ListHost, guardian: Bool = true) async throws -> SyncRun.Result {
        try await supervision(guardian: guardian).withDriver(for: plugin) { driver in
            _ = try await driver.describe(Self.question)
            return try await driver.run(Self.run, host: host)
        }
    }

    static let question = EntityDescribe.Parameters(
        metadata: Sided(
            erp: SideMetadata(table: "Customer", route: "", fields: []),
            crm: SideMetadata(table: "account", route: "", fields: [])))
    static let run = SyncRun.Parameters(
        runID: RunID("r1"), entity: entity, mode: .incremental, now: "2026-01-31T12:00:00Z", seed: 1, fingerprint: "f1")

    /// How many processes of the plugin were started.
    var starts: Int { lines(of: "started").count }
    /// How often it died by its own doing.
    var crashes: Int { (FileManager.default.contents(atPath: "\(plugin.folder)/crashed") ?? Data()).count }

    /// The processes that have to do with the plugin's folder.
    var survivors: [String] {
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return processes.filter { process in
            guard Int(process) != nil, let words = FileManager.default.contents(atPath: "/proc/\(process)/cmdline")
            else { return false }
            return String(decoding: words, as: UTF8.self).contains(root)
        }
    }

    /// What is in the folder for scratch folders.
    var scratch: [String] { (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/scratch")) ?? [] }

    private func lines(of file: String) -> [Substring] {
        let bytes = FileManager.default.contents(atPath: "\(plugin.folder)/\(file)") ?? Data()
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    }
}

/// The time of the machine, and how often somebody waited for some of it to pass.
struct CountingClock: Clock {
    let waits = Counter()

    var now: ContinuousClock.Instant { ContinuousClock.now }
    var minimumResolution: Duration { .zero }

    func sleep(until deadline: ContinuousClock.Instant, tolerance: Duration?) async throws {
        waits.add()
        try await ContinuousClock().sleep(until: deadline, tolerance: tolerance)
    }

    final class Counter: Sendable {
        private let number = Mutex(0)
        var value: Int { number.withLock(\.self) }
        func add() { number.withLock { $0 += 1 } }
    }
}

/// A host that has a list of pairs to decide about.
actor ListHost: RunHost {
    private let count: Int
    private var next = 1
    private var settled = 0
    private(set) var applied: [Int] = []
    private(set) var restarts = 0
    private(set) var progress: [Int] = []
    private(set) var asked = 0
    private(set) var room = 0
    private let onApply: @Sendable () async -> Void

    init(pairs count: Int, onApply: @escaping @Sendable () async -> Void = {}) {
        self.count = count
        self.onApply = onApply
    }

    func next(_ parameters: ChangesNext.Parameters, within bytes: Int) -> ChangesNext.Result {
        room = bytes
        asked += 1
        let numbers = next..<min(next + parameters.limit, count + 1)
        next = numbers.upperBound
        let pairs = numbers.map { number in
            RecordPair(
                id: RecordPair.ID(number), isCoupled: true, sides: Sided(erp: .absent, crm: .absent), cause: .both)
        }
        return ChangesNext.Result(pairs: pairs, isEnd: next > count, checkpoint: "c\(next - 1)")
    }

    func apply(_ parameters: DecisionsApply.Parameters) async -> DecisionsApply.Result {
        await onApply()
        applied += parameters.decisions.map(\.pair.number)
        settled = applied.max() ?? 0
        return DecisionsApply.Result(results: parameters.decisions.map { PairOutcome(pair: $0.pair, .unchanged) })
    }

    func records(_ parameters: RecordsGet.Parameters) -> RecordsGet.Result { RecordsGet.Result() }
    func match(_ parameters: RecordsMatch.Parameters) -> RecordsMatch.Result { RecordsMatch.Result() }
    func resolve(_ parameters: CouplingsResolve.Parameters) -> CouplingsResolve.Result { CouplingsResolve.Result() }
    func state(_ parameters: StateGet.Parameters) -> StateGet.Result { StateGet.Result() }
    func keep(_ parameters: StatePut.Parameters) -> StatePut.Result { StatePut.Result() }
    func progress(_ parameters: PluginProtocol.Progress.Parameters) { progress.append(parameters.done) }
    nonisolated func stopReading() {}
    func restarted() {
        restarts += 1
        next = settled + 1
    }
}

/// Keeps what is logged.
final class LogKeeper: Sendable {
    private let kept = Mutex<[String]>([])

    var lines: [String] { kept.withLock(\.self) }
    var logger: Logger { Logger(label: "test") { _ in Handler(keeper: self) } }

    private struct Handler: LogHandler {
        let keeper: LogKeeper
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.debug

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let words = (event.metadata ?? [:]).map { "\($0.key)=\($0.value)" }.sorted()
            keeper.kept.withLock { $0.append(([event.message.description] + words).joined(separator: " ")) }
        }
    }
}
