import Coordinator
import Foundation
import JSON
import Logging
import Model
import PluginProtocol
import RemoteSystems
import Synchronization
import SyncStore
import TestSupport

/// Everything that a host meets, in virtual time: two systems, a store, plugins, a clock; and the hosts that follow each other.
final class World: Sendable {
    let thread = SimulatedThread()
    let trace: Trace
    let life: HostLife
    let systems: Sided<SimulatedSystem>
    let launcher: SimulatedLauncher
    let place: StoreShelf.Place
    let company: Company
    let logs = LogKeeper.Kept()
    private let counts = Mutex(Counts())

    private struct Counts {
        var runs = 0
        var deadRuns: Set<Int> = []
        var lastSteps = 0
        var editions: [EntityName: Int] = [:]
    }

    init(_ company: Company, trace: Trace) throws {
        self.company = company
        self.trace = trace
        let life = HostLife(trace)
        self.life = life
        let clock = thread.clock
        systems = Sided { side in
            SimulatedSystem(
                side, tables: Office.tables(of: side, rewrites: company.rewrites), seed: company.seed, clock: clock,
                life: life, trace: trace)
        }
        launcher = SimulatedLauncher(Office.machines, life: life, trace: trace)
        place = try StoreShelf.make { Self.date(clock.now.offset) }
    }

    /// The time of day at a time of the history.
    static func date(_ offset: Duration) -> Date {
        Date(timeIntervalSince1970: 1_800_000_000 + offset / .seconds(1))
    }

    var now: Duration { thread.clock.now.offset }
    /// How many runs there were.
    var runs: Int { counts.withLock(\.runs) }
    /// How many steps the last host made.
    var lastSteps: Int { counts.withLock(\.lastSteps) }
    /// The runs whose host died.
    var deadRuns: Set<Int> { counts.withLock(\.deadRuns) }

    // MARK: the host

    /// How a run is made.
    struct Order: Sendable {
        var mode: RunMode = .incremental
        var effect: Effect = .write
        var approval: Approval = .everything
        var width = 4
        var policy = GuardPolicy()
        var limits = NomineeLimits()
        /// The step at which the host dies.
        var death: Int?
    }

    /// A run of a host from its start; `nil` when it died or could not go on.
    func run(_ order: Order = Order()) async -> RunReport? {
        let number = counts.withLock { counts in
            counts.runs += 1
            return counts.runs
        }
        for side in Side.allCases { systems[side].beginRun(number) }
        trace.note("run \(number) \(order.mode) \(order.effect)")
        life.begin(last: order.death)
        defer {
            counts.withLock { $0.lastSteps = life.steps }
            if life.isOver { _ = counts.withLock { $0.deadRuns.insert(number) } }
            life.begin()
        }
        do {
            let request = RunRequest(
                selection: try Selection(), mode: order.mode, effect: order.effect, approval: order.approval,
                width: order.width, configurations: company.configurations, seed: Int64(number))
            let report = try await runner(order).run(request)
            trace.note("run \(number) ends \(report.entities.map { "\($0.name): \($0.result.end.word)" })")
            return life.isOver ? nil : report
        } catch {
            trace.note("run \(number) breaks off: \(error)")
            return nil
        }
    }

    private func runner(_ order: Order) -> SyncRunner {
        let clock = thread.clock
        let store = MortalStore(base: place.store, life: life)
        let life = life
        let environment = EffectsEnvironment(
            store: store, remotes: Sided { systems[$0] }, hasher: FieldHasher(key: Array("a key".utf8)),
            keys: ChosenKey(namespace: Self.namespace, company: "company"), policy: order.policy,
            limits: order.limits, now: { Self.date(clock.look()) },
            crash: { point in try life.step("point: \(point)") })
        let logs = logs
        let settings = SupervisionSettings(
            product: Initialize.Product(name: "couplet", version: "1"),
            logger: Logger(label: "history") { _ in LogKeeper(logs) })
        let drivers = PluginSupervision(
            launcher: launcher, store: store, settings: settings, clock: clock, date: { Self.date(clock.look()) })
        return SyncRunner(environment: environment, shelf: shelf, drivers: drivers)
    }

    private static let namespace = UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16))

    private var shelf: PluginShelf {
        let editions = counts.withLock(\.editions)
        return PluginShelf(plugins: Office.entities.map { Self.plugin($0, edition: editions[$0] ?? 0) })
    }

    /// A person installs the plugin of an entity anew: quarantine is over.
    func reinstall(_ entity: EntityName) { counts.withLock { $0.editions[entity, default: 0] += 1 } }

    private static func plugin(_ entity: EntityName, edition: Int) -> InstalledPlugin {
        guard let manifest = manifests[entity] else { preconditionFailure("an entity of a history has a manifest") }
        return InstalledPlugin(
            manifest: manifest, manifestDigest: "m", folder: "/plugins/\(entity)", executable: "/plugins/\(entity)/run",
            executableDigest: "\(edition)",
            executableIdentity: FileIdentity(device: 1, inode: 1, size: 1, modified: 1, changed: 1))
    }

    /// Read once for all histories.
    private static let manifests: [EntityName: Manifest] = {
        do {
            return try Dictionary(
                uniqueKeysWithValues: Office.entities.map { entity in
                    (entity, try Manifest(decoding: Array(Office.manifest(of: entity).utf8)))
                })
        } catch {
            preconditionFailure("the manifests of a history can be read: \(error)")
        }
    }()

    // MARK: what people ask the store

    /// What is set aside or waits.
    func asides() throws -> [Aside] {
        let store = place.store
        return try SimulatedThread.standStill { try await store.asides(of: nil, limit: 1_000) }
            .sorted { "\($0.entity)\($0.subject)" < "\($1.entity)\($1.subject)" }
    }

    /// The writes whose fate the store does not know.
    func openIntents() throws -> [StoredIntentBatch] {
        let store = place.store
        return try SimulatedThread.standStill { try await store.openIntents() }
    }

    /// The couplings of records on a side.
    func couplings(of entity: EntityName, _ side: Side, _ ids: [RecordID]) throws -> [Coupling] {
        let store = place.store
        return try SimulatedThread.standStill { try await store.couplings(of: entity, side: side, ids: ids) }
    }

    /// A person asks for some records to be tried again.
    func retry(_ entity: EntityName, _ ids: [RecordID]) throws {
        let (store, now) = (place.store, Self.date(now))
        _ = try SimulatedThread.standStill { try await store.requestRetry(of: entity, ids: ids, at: now) }
    }
}

extension EndState {
    /// The end, for a trace.
    var word: String {
        switch self {
        case .complete: "complete"
        case .partial: "partial"
        case .unchanged: "unchanged"
        case .stopped(let problem): "stopped \(problem.code.rawValue)"
        case .failed(let problem): "failed \(problem.code.rawValue) \(problem.arguments)"
        case .blocked(let by): "blocked by \(by)"
        case .notStarted: "not started"
        case .cancelled: "cancelled"
        }
    }
}

extension World {
    /// How many writes Couplet made.
    var writes: Int { LedgerView.total(self) }
}
