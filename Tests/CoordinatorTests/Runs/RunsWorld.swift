import Coordinator
import Foundation
import Model
import PluginProtocol
import Reconciliation
import RemoteSystems
import Synchronization
import SyncStore
import TestSupport

/// Two systems of several tables, a store and plugins for currencies, customers and contacts: a whole host in memory.
///
/// Customers need currencies, contacts need customers, and a customer and its primary contact refer to each other.
final class RunsWorld: Sendable {
    let life: Life
    let erp: TablesRemote
    let crm: TablesRemote
    let store = VolatileStore()
    /// What stands in the place of the store in memory.
    let durable: (any SyncStore)?
    let drivers = MapDrivers()
    private let time = Mutex(Date(timeIntervalSince1970: 1_800_000_000))
    private let seeds = Mutex<Int64>(0)

    init(durable: (any SyncStore)? = nil) {
        self.durable = durable
        life = Life()
        erp = TablesRemote(.erp, life)
        crm = TablesRemote(.crm, life)
    }

    var now: Date { time.withLock { $0 } }
    func advance(_ duration: TimeInterval) { time.withLock { $0 += duration } }
    func remote(_ side: Side) -> TablesRemote { side == .erp ? erp : crm }
    func table(_ entity: EntityName, _ side: Side) -> LedgerRemote { remote(side).ledger(entity.text) }

    static let entities: [EntityName] = ["currencies", "customers", "contacts"]

    func runner(
        _ entities: [EntityName] = entities, faults: [PluginFault] = [], policy: GuardPolicy = GuardPolicy(),
        limits: NomineeLimits = NomineeLimits()
    ) -> SyncRunner {
        let environment = EffectsEnvironment(
            store: MortalStore(base: durable ?? store, life: life), remotes: Sided(erp: erp, crm: crm),
            hasher: FieldHasher(key: Array("key".utf8)),
            keys: ChosenKey(namespace: EffectsWorld.namespace, company: "company"),
            policy: policy, limits: limits,
            now: { [self] in
                // Every look at the clock takes a moment.
                time.withLock { time in
                    time += 0.001
                    return time
                }
            })
        let shelf = PluginShelf(plugins: entities.map(Self.plugin), faults: faults)
        return SyncRunner(environment: environment, shelf: shelf, drivers: drivers)
    }

    func request(
        _ words: String..., except: [String] = [], mode: RunMode = .incremental, effect: Effect = .write,
        approval: Approval = .everything, width: Int = 4
    ) throws -> RunRequest {
        let seed = seeds.withLock { seed in
            seed += 1
            return seed
        }
        return RunRequest(
            selection: try Selection(words, except: except), mode: mode, effect: effect, approval: approval,
            width: width, seed: seed)
    }

    @discardableResult
    func run(_ request: RunRequest? = nil) async throws -> RunReport {
        let request = try request ?? self.request()
        return try await runner().run(request)
    }

    /// Ten customers with a currency and a contact each, all on the ERP side.
    func fill(customers count: Int = 10) async -> [RecordID] {
        let euro = await table("currencies", .erp).create(["number": "EUR"])
        var customers: [RecordID] = []
        for number in 1...count {
            let customer = await table("customers", .erp).create([
                "number": .text("C\(number)"), "currency": .text(euro.text), "phone": "1",
            ])
            let contact = await table("contacts", .erp).create([
                "number": .text("K\(number)"), "customer": .text(customer.text), "phone": "1",
            ])
            await table("customers", .erp).edit(customer, ["contact": .text(contact.text)])
            customers.append(customer)
        }
        return customers
    }

    /// Which customers' primary contact the CRM shows, by their numbers.
    func primaryContacts() async -> [String: String] {
        var found: [String: String] = [:]
        let contacts = await table("contacts", .crm).rows
        for row in await table("customers", .crm).rows.values {
            guard let id = row.fields["contact"]?.text, let contact = contacts[RecordID(id)] else { continue }
            found[row.fields["number"]?.text ?? ""] = contact.fields["number"]?.text ?? ""
        }
        return found
    }

    func states() async -> [EntityName: JobRecord.State] {
        Dictionary(await store.latestJobs().map { ($0.entity, $0.state) }, uniquingKeysWith: { $1 })
    }

    static func plugin(_ entity: EntityName) -> InstalledPlugin {
        let table = { (side: Side) in ERPSide.Route(.standard, set: entity.text) }
        let manifest: Manifest
        do {
            manifest = try Manifest(decoding: Array(text(of: entity).utf8))
        } catch {
            preconditionFailure("the manifest of a test can be read: \(error)")
        }
        _ = table
        return InstalledPlugin(
            manifest: manifest, manifestDigest: "m", folder: "/plugins/\(entity)", executable: "/plugins/\(entity)/run",
            executableDigest: "e",
            executableIdentity: FileIdentity(device: 1, inode: 1, size: 1, modified: 1, changed: 1))
    }

    private static func text(of entity: EntityName) -> String {
        let references =
            switch entity.text {
            case "customers":
                """
                {"side": "erp", "field": "currency", "entity": "currencies"},
                {"side": "erp", "field": "contact", "entity": "contacts", "strength": "weak"}
                """
            case "contacts": #"{"side": "erp", "field": "customer", "entity": "customers"}"#
            case "prices": #"{"side": "erp", "field": "currency", "entity": "currencies"}"#
            default: ""
            }
        let moves = #"{"kind": "standard", "set": "moves"}"#
        let stock = """
            "stock": {"figure": "phone", "number": "number", "movements":
                      {"table": "moves", "key": "id", "names": "number", "of": "number", "routes": [\(moves)]}},
            """
        // Of twins it needs the one that is there.
        let requires = entity == "prices" ? #"{"entity": "currencies", "optional": true}"# : ""
        return """
            {"name": "\(entity)", "title": {"en": "\(entity)"}, "version": "1.0.0", "protocol": [1], "command": ["run"],
             "entity": "\(entity)", "requires": [\(requires)], "references": [\(references)],
             \(entity == "items" ? stock : "") "sides": {"erp": {"table": "\(entity)", "key": "id", "routes": [{"kind": "standard", "set": "\(entity)"}]},
                       "crm": {"table": "\(entity)", "set": "\(entity)", "key": "id"}}}
            """
    }
}

/// A remote system of several tables, each a ledger of its own.
final class TablesRemote: RemoteSystem {
    let side: Side
    let longestExecution: Duration = .seconds(600)
    private let life: Life
    private let interruption = Mutex<@Sendable (Int) -> LedgerRemote.Fate>({ _ in .answered })
    private struct Sendings {
        var steps: [Int] = []
        var fault: (request: Int, fate: LedgerRemote.Fate)?
    }
    private let sendings = Mutex(Sendings())
    private let ledgers = Mutex<[String: LedgerRemote]>([:])
    private let identities = Mutex(0)
    private let named = Mutex("installation")

    init(_ side: Side, _ life: Life) {
        self.side = side
        self.life = life
    }

    /// What becomes of the writes that are under way when the host dies, by their place in the request.
    func interrupt(_ fate: @escaping @Sendable (Int) -> LedgerRemote.Fate) { interruption.withLock { $0 = fate } }

    /// The steps of the host at which a request with writes was under way.
    var sentAt: [Int] { sendings.withLock(\.steps) }
    func forgetSendings() { sendings.withLock { $0 = Sendings() } }

    /// What becomes of one request with writes, counted from now, of a host that lives on.
    func fail(_ request: Int, _ fate: LedgerRemote.Fate) { sendings.withLock { $0 = Sendings(fault: (request, fate)) } }

    /// What was late lands.
    func land() async { for ledger in ledgers.withLock({ Array($0.values) }) { await ledger.land() } }

    func ledger(_ table: String) -> LedgerRemote {
        ledgers.withLock { ledgers in
            if let ledger = ledgers[table] { return ledger }
            let ledger = LedgerRemote(side, table: table)
            ledgers[table] = ledger
            return ledger
        }
    }
    func rename(_ name: String) { named.withLock { $0 = name } }
    var identityRequests: Int { identities.withLock { $0 } }

    /// What was asked so far, of all tables.
    func requests() async -> [String] {
        var all = [String](repeating: "identity", count: identityRequests)
        for ledger in ledgers.withLock({ Array($0.values) }) { all += await ledger.requests }
        return all.sorted()
    }
    func forgetRequests() async {
        identities.withLock { $0 = 0 }
        for ledger in ledgers.withLock({ Array($0.values) }) { await ledger.forgetRequests() }
    }

    func identity() async throws -> String {
        try life.breathe()
        identities.withLock { $0 += 1 }
        RequestMeter.current?.count(side)
        return named.withLock { $0 }
    }
    func table(for declaration: TableDeclaration) async throws -> RemoteTable {
        try life.breathe()
        return try await ledger(declaration.table).table(for: declaration)
    }
    func page(of table: RemoteTable, reading fields: [FieldName], from cursor: PageCursor, size: Int) async throws
        -> RecordPage
    {
        try life.breathe()
        RequestMeter.current?.count(side)
        return try await ledger(table.declaration.table).page(of: table, reading: fields, from: cursor, size: size)
    }
    func position(of table: RemoteTable, since time: Date) -> String? { side == .erp ? "0" : nil }
    func count(of table: RemoteTable) async throws -> Int {
        try life.breathe()
        return try await ledger(table.declaration.table).count(of: table)
    }
    func records(_ ids: [RecordID], of table: RemoteTable, reading fields: [FieldName]) async throws
        -> [RecordID: RemoteRecord]
    {
        try life.breathe()
        return try await ledger(table.declaration.table).records(ids, of: table, reading: fields)
    }
    func find(in table: RemoteTable, where criteria: Fields, reading fields: [FieldName], limit: Int) async throws
        -> [RemoteRecord]
    {
        try life.breathe()
        return try await ledger(table.declaration.table).find(in: table, where: criteria, reading: fields, limit: limit)
    }
    func write(_ writes: [RemoteWrite], to table: RemoteTable, notAfter: Date) async throws -> [WriteResult] {
        RequestMeter.current?.count(side)
        let ledger = ledger(table.declaration.table)
        try life.step()
        if life.endsNext {
            await ledger.setFate(interruption.withLock { $0 })
            _ = try await ledger.write(writes, to: table, notAfter: notAfter)
            await ledger.setFate { _ in .answered }
        }
        let fault = sendings.withLock { sendings in
            sendings.steps.append(life.steps + 1)
            return sendings.fault.flatMap { $0.request == sendings.steps.count ? $0.fate : nil }
        }
        try life.step()
        guard let fault else { return try await ledger.write(writes, to: table, notAfter: notAfter) }
        await ledger.setFate { _ in fault }
        let results = try await ledger.write(writes, to: table, notAfter: notAfter)
        await ledger.setFate { _ in .answered }
        return results
    }
    var usage: RemoteUsage { get async { RemoteUsage(requests: await requests().count) } }
}

/// Drivers that decide by a field map in this process, and do what a test asks of them beside.
final class MapDrivers: PluginDrivers {
    /// What happens instead of, or before, the run of an entity.
    typealias Habit = @Sendable (SyncRun.Parameters) async throws -> Void

    /// What a plugin asks of its host beside.
    typealias Question = @Sendable (SyncRun.Parameters, any RunHost) async throws -> Void

    private let habits = Mutex<[EntityName: Habit]>([:])
    private let questions = Mutex<[EntityName: Question]>([:])
    private let started = Mutex<[EntityName]>([])
    private let rules = Mutex<[EntityName: MatchRule]>([:])

    /// The entities whose plugin was started for a run, in order.
    var starts: [EntityName] { started.withLock { $0 } }
    func forgetStarts() { started.withLock { $0 = [] } }
    /// Has records of an entity recognised by a rule, and by nothing else.
    func recognise(_ entity: EntityName, by rule: MatchRule) { rules.withLock { $0[entity] = rule } }
    func onAnswers(_ entity: EntityName, _ question: @escaping Question) {
        questions.withLock { $0[entity] = question }
    }
    func onRun(_ entity: EntityName, _ habit: Habit?) { habits.withLock { $0[entity] = habit } }

    func withDriver<Value: Sendable>(
        for plugin: InstalledPlugin, _ body: (any PluginDriver) async throws -> Value
    ) async throws -> Value {
        let entity = plugin.manifest.entity
        return try await body(
            MapDriver(
                entity: entity, manifest: plugin.manifest, rule: rules.withLock { $0[entity] },
                ask: questions.withLock { $0[entity] }
            ) { parameters in
                self.started.withLock { $0.append(entity) }
                if let habit = self.habits.withLock({ $0[entity] }) { try await habit(parameters) }
            })
    }
}

/// A driver that decides by a field map.
struct MapDriver: PluginDriver {
    let entity: EntityName
    let manifest: Manifest
    let rule: MatchRule?
    let ask: MapDrivers.Question?
    let onRun: @Sendable (SyncRun.Parameters) async throws -> Void

    /// The ERP keeps the numbers of currencies unique.
    private var isKeyed: Bool { entity == "currencies" }

    private var map: FieldMap {
        var lines: [FieldMap.Line] = [
            .field("number", "number", .text(erp: 50, crm: 50), isRequired: true),
            .field("name", "name", .text(erp: 50, crm: 50)), .field("phone", "phone", .text(erp: 50, crm: 50)),
            .field("note", "note", .text(erp: 50, crm: 50)),
        ]
        for use in manifest.references {
            let missing: FieldKind.Reference.WhenMissing = use.strength == .weak ? .clear : .wait
            lines.append(.field(use.field, use.field, .reference(to: use.entity, whenMissing: missing)))
        }
        return FieldMap(
            lines,
            matching: [rule ?? MatchRule(isKeyed ? "key" : "number", [.init(erp: "number", crm: "number", .exact)])],
            naturalKey: Sided(erp: isKeyed ? ["number"] : [], crm: []), policy: .erpWins)
    }

    /// What somebody noted as outside takes no part.
    private var filters: Sided<RecordFilter> {
        Sided(erp: RecordFilter([.init("note", .isNoneOf, ["outside"])]), crm: RecordFilter())
    }

    func describe(_ parameters: EntityDescribe.Parameters) async throws -> EntityDescription {
        let names = ["number", "name", "phone", "note"] + manifest.references.map(\.field)
        return EntityDescription(
            fields: names.map { name in
                MappedField(
                    erp: name, crm: name, reference: manifest.references.first { $0.field == name }?.entity)
            }, reads: Sided(erp: names, crm: names),
            matchRules: map.matchRules, naturalKey: map.naturalKey, references: manifest.references,
            filters: filters, deletes: entity == "contacts" ? .delete : .uncouple, fingerprint: "1")
    }

    func run(_ parameters: SyncRun.Parameters, host: any RunHost) async throws -> SyncRun.Result {
        try await onRun(parameters)
        if let ask { try await ask(parameters, host) }
        let reconciler = Reconciler(map: map, deletion: entity == "contacts" ? .delete : .uncouple)
        var batch = 0
        while true {
            let answer = try await host.next(ChangesNext.Parameters(runID: parameters.runID, limit: 4))
            if answer.isEnd { return SyncRun.Result(outcome: .complete) }
            let wanted = Array(Set(answer.pairs.flatMap(reconciler.references(in:))))
            let states = try await host.resolve(.init(runID: parameters.runID, references: wanted)).states
            var references = ResolvedReferences()
            for (reference, state) in zip(wanted, states) {
                switch state {
                case .coupled(let id): references[reference] = .coupled(id)
                case .missing: references[reference] = .missing
                case .waiting, .skipped, .outOfScope: break
                }
            }
            batch += 1
            let decisions = answer.pairs.map { reconciler.decide($0, references) }
            let reply = try await host.apply(
                .init(runID: parameters.runID, batch: batch, decisions: decisions, checkpoint: answer.checkpoint))
            if reply.stop != nil { return SyncRun.Result(outcome: .partial) }
        }
    }
}
