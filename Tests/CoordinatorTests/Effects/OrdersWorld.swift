import Coordinator
import Foundation
import Model
import PluginProtocol
import Reconciliation
import RemoteSystems
import Synchronization
import SyncStore
import TestSupport

/// Two systems whose records are orders with lines, and a plugin that keeps them in step by a map of each.
final class OrdersWorld: Sendable {
    let base = EffectsWorld()
    /// The life of a host that may die at any step; `nil` for one that dies at points of its code alone.
    let life: Life?
    private let stepped: Sided<SteppedRemote>?
    private let durable: (any SyncStore)?
    private let states = Mutex<StateDeclaration?>(nil)

    /// Whether lines cross to the ERP alone, and what they are of is written into new ones alone, as those of sales orders.
    let isOneWay: Bool

    init(life: Life? = nil, durable: (any SyncStore)? = nil, isOneWay: Bool = false) {
        self.isOneWay = isOneWay
        self.life = life
        self.durable = durable
        let base = base
        stepped = life.map { life in Sided { SteppedRemote(base.remote($0), life) } }
    }

    /// What becomes of the writes that are under way when the host dies.
    func interrupt(_ fate: @escaping @Sendable (Int) -> LedgerRemote.Fate) {
        for side in Side.allCases { stepped?[side].interrupt(fate) }
    }

    /// The steps of the host at which a request with writes was under way.
    var sentAt: [Int] { Side.allCases.flatMap { stepped?[$0].sentAt ?? [] }.sorted() }

    /// Orders of the CRM can be written in the state 0 alone.
    func keepSubmittedOrders() {
        states.withLock {
            $0 = StateDeclaration(field: "state", reason: "reason", writableState: 0, writableReason: 1)
        }
    }

    var erp: LedgerRemote { base.erp }
    var crm: LedgerRemote { base.crm }
    func remote(_ side: Side) -> LedgerRemote { base.remote(side) }

    private static let lines = LineDeclarations(
        tables: Sided { _ in
            TableDeclaration(table: "Line", routes: [.init(kind: .standard, path: "", set: "lines")], key: "id")
        }, parent: Sided(erp: "order", crm: "order"), number: Sided(erp: "line", crm: nil))

    /// Runs the orders, as a host does that just started.
    @discardableResult
    func run(
        effect: Effect = .write, mode: RunMode = .incremental, overlay: RunOverlay? = nil,
        pass: Int = 1, inManifest: Bool = true, inDescription: Bool = true, states: StateDeclaration? = nil,
        totals: [Sided<FieldName>] = [],
        approval: Approval = .everything,
        adjusting adjust: @escaping @Sendable (inout Decision) -> Void = { _ in }
    ) async -> EntityResult {
        var own = base.environment()
        if let life, let stepped {
            own.store = MortalStore(base: durable ?? base.store, life: life)
            own.remotes = Sided(erp: stepped.erp, crm: stepped.crm)
        }
        let seen = effect == .dryRun ? (try? await EntityEffects.foreseeing(own)) ?? own : own
        var declarations = Sided(erp: EffectsWorld.declaration, crm: EffectsWorld.declaration)
        declarations.crm.states = states ?? self.states.withLock(\.self)
        var lines = Self.lines
        lines.totals = totals
        let job = EntityJob(
            run: RunID("run-\(await base.store.commits)"), entity: EffectsWorld.entity,
            declarations: declarations,
            lines: inManifest ? lines : nil,
            mode: mode, effect: effect, approval: approval, pluginDigest: "orders", pass: pass)
        return await EntityEffects(environment: seen, declarations: [:], overlay: overlay)
            .run(job, driver: OrdersPlugin(isOneWay: isOneWay, describesLines: inDescription, adjust: adjust))
    }

    static func order(_ number: String) -> Fields { ["number": .text(number), "name": .text("Order \(number)")] }
    static func line(_ item: String, _ quantity: String) -> Fields {
        ["item": .text(item), "quantity": .text(quantity)]
    }

    /// What each system has, by the orders' numbers: the items with their quantities, in order.
    func orders(_ side: Side) async -> [String: [[String]]] {
        var found: [String: [[String]]] = [:]
        let lines = await remote(side).lineRows
        for (id, row) in await remote(side).rows {
            let own = (lines[id] ?? []).map { "\($0.fields["item"]?.text ?? "") \($0.fields["quantity"]?.text ?? "")" }
            found[row.fields["number"]?.text ?? "", default: []].append(own)
        }
        return found
    }

    /// What is wrong: an order twice or on one side only, or with other lines there; lines whose couplings are not those of today.
    func disagreements() async -> [String] {
        let (erp, crm) = (await orders(.erp), await orders(.crm))
        var found: [String] = []
        for number in Set(erp.keys).union(crm.keys).sorted() {
            let (left, right) = (erp[number] ?? [], crm[number] ?? [])
            if left.count != 1 || right.count != 1 || left != right {
                found.append("\(number): \(left) in the ERP, \(right) in the CRM")
            }
        }
        let (known, lines) = (
            await base.store.lineRows, Sided(erp: await self.erp.lineRows, crm: await self.crm.lineRows)
        )
        for coupling in await base.store.couplings {
            let rows = coupling.id.flatMap { known[$0] } ?? []
            for side in Side.allCases {
                let there = (lines[side][coupling.ids[side]] ?? []).map(\.id)
                if Set(there) != Set(rows.map { $0.ids[side] }) || rows.count != there.count {
                    found.append("\(coupling.ids[side]) has the lines \(there), coupled are \(rows.map(\.ids))")
                }
            }
        }
        return found
    }
}

/// A plugin in this process that decides by maps alone.
private final class OrdersPlugin: PluginDriver {
    private let lines: FieldMap
    private let describesLines: Bool
    private let adjust: @Sendable (inout Decision) -> Void

    init(isOneWay: Bool, describesLines: Bool, adjust: @escaping @Sendable (inout Decision) -> Void) {
        lines = isOneWay ? Self.oneWayLines : Self.twoWayLines
        self.describesLines = describesLines
        self.adjust = adjust
    }

    private static let map = FieldMap(
        [
            .field("number", "number", .code(erp: 20, crm: 20)), .field("name", "name", .text(erp: 50, crm: 50)),
        ], matching: [MatchRule("key", [.init(erp: "number", crm: "number", .exact)])],
        naturalKey: Sided(erp: ["number"], crm: []))
    private static let twoWayLines = FieldMap([
        .field("item", "item", .text(erp: 50, crm: 50)), .field("quantity", "quantity", .decimal(scale: 5)),
    ])
    private static let oneWayLines = FieldMap(
        [
            .field("item", "item", .text(erp: 50, crm: 50), .toERP, onInsertOnly: true),
            .field("quantity", "quantity", .decimal(scale: 5), .toERP),
            .field("price", "price", .decimal(scale: 5), .toERP),
        ], creates: Sided(erp: true, crm: false))

    func describe(_ parameters: EntityDescribe.Parameters) async throws -> EntityDescription {
        func fields(_ names: [FieldName]) -> [MappedField] { names.map { MappedField(erp: $0, crm: $0) } }
        return EntityDescription(
            fields: fields(["number", "name"]), reads: Sided { Self.map.reads(on: $0) },
            matchRules: Self.map.matchRules, naturalKey: Self.map.naturalKey, fingerprint: "orders",
            lines: describesLines
                ? LinesDescription(fields: fields(lines.reads(on: .erp)), reads: Sided { lines.reads(on: $0) })
                : nil)
    }

    func run(_ parameters: SyncRun.Parameters, host: any RunHost) async throws -> SyncRun.Result {
        let reconciler = Reconciler(map: Self.map, lines: lines)
        for number in 1... {
            let answer = try await host.next(ChangesNext.Parameters(runID: parameters.runID, limit: 100))
            if answer.isEnd { break }
            let decisions = answer.pairs.map { pair in
                var decision = reconciler.decide(pair, ResolvedReferences())
                adjust(&decision)
                return decision
            }
            _ = try await host.apply(
                DecisionsApply.Parameters(runID: parameters.runID, batch: number, decisions: decisions, checkpoint: ""))
        }
        return SyncRun.Result(outcome: .complete)
    }
}
