import Coordinator
import Foundation
import Model
import PluginProtocol
import RemoteSystems
import Synchronization
import SyncStore

/// Two systems, a store, a clock: everything that a host meets, in memory and in virtual time.
final class EffectsWorld: Sendable {
    let erp = LedgerRemote(.erp)
    let crm = LedgerRemote(.crm)
    let store = VolatileStore()
    private let time = Mutex(Date(timeIntervalSince1970: 1_800_000_000))
    private let runs = Mutex(0)
    private let deadline = Mutex<(point: CrashPoint?, countdown: Int)>((nil, 0))

    static let entity: EntityName = "customers"
    static let declaration = TableDeclaration(
        table: "Customer", routes: [.init(kind: .standard, path: "", set: "customers")], key: "id")
    static let namespace = UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16))

    func remote(_ side: Side) -> LedgerRemote { side == .erp ? erp : crm }
    func advance(_ duration: TimeInterval) { time.withLock { $0 += duration } }
    var now: Date { time.withLock { $0 } }

    /// Has the host die at a point, the n-th time that it gets there; `nil` counts all points alike.
    func crash(at point: CrashPoint?, after countdown: Int = 1) { deadline.withLock { $0 = (point, countdown) } }
    func crashNoMore() { deadline.withLock { $0 = (nil, 0) } }
    var isDead: Bool { deadline.withLock { $0.countdown < 0 } }

    private func arrive(at point: CrashPoint) throws {
        try deadline.withLock { state in
            guard state.countdown != 0 else { return }
            // Dead: nothing after the crash is carried out.
            if state.countdown < 0 { throw SimulatedCrash(point) }
            guard state.point == nil || state.point == point else { return }
            state.countdown -= 1
            if state.countdown == 0 {
                state.countdown = -1
                throw SimulatedCrash(point)
            }
        }
    }

    func environment(_ policy: GuardPolicy = GuardPolicy(), limits: NomineeLimits = NomineeLimits())
        -> EffectsEnvironment
    {
        EffectsEnvironment(
            store: store, remotes: Sided(erp: erp, crm: crm), hasher: FieldHasher(key: Array("key".utf8)),
            keys: ChosenKey(namespace: Self.namespace, company: "company"), policy: policy, limits: limits,
            now: { [self] in now }, crash: { [self] point in try arrive(at: point) })
    }

    @discardableResult
    func run(
        _ plugin: MirrorPlugin = MirrorPlugin(), mode: RunMode = .incremental, effect: Effect = .write,
        approval: Approval = .everything, policy: GuardPolicy = GuardPolicy(), selection: [String] = [],
        limits: NomineeLimits = NomineeLimits(), pass: Int = 1, earlier: WriteTally = WriteTally(),
        effects: EntityEffects? = nil, declaration: TableDeclaration = EffectsWorld.declaration
    ) async -> EntityResult {
        let number = runs.withLock { count in
            count += 1
            return count
        }
        let job = EntityJob(
            run: RunID("run-\(number)"), entity: Self.entity,
            declarations: Sided(erp: Self.declaration, crm: declaration), mode: mode,
            effect: effect, selection: selection, approval: approval, pluginDigest: plugin.digest, pass: pass,
            earlier: earlier)
        let own = environment(policy, limits: limits)
        let seen = effect == .dryRun ? (try? await EntityEffects.foreseeing(own)) ?? own : own
        let effects = effects ?? EntityEffects(environment: seen, declarations: [:])
        return await effects.run(job, driver: plugin)
    }

    /// The writes that Couplet has made so far, on both sides.
    func writes() async -> Int { await erp.ownWrites.count + crm.ownWrites.count }

    /// The records of a side, by number.
    func records(_ side: Side) async -> [String: Fields] {
        Dictionary(
            await remote(side).all.map { ($0["number"]?.text ?? "", $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// What is wrong with the world: two records of one number on a side, or a record that differs from its partner.
    func disagreements() async -> [String] {
        var found: [String] = []
        for side in Side.allCases {
            let numbers = await remote(side).all.map { $0["number"]?.text ?? "" }
            if Set(numbers).count < numbers.count { found.append("\(side) has duplicates: \(numbers.sorted())") }
        }
        let (left, right) = (await records(.erp), await records(.crm))
        for number in Set(left.keys).union(right.keys).sorted() {
            guard let one = left[number], let other = right[number] else {
                found.append("\(number) is on one side only")
                continue
            }
            for name in ["name", "phone"] where one[name] != other[name] {
                found.append("\(number) differs in \(name): \(one[name] ?? .null) and \(other[name] ?? .null)")
            }
        }
        return found
    }

    static func customer(_ number: String, name: String? = nil, phone: String = "1") -> Fields {
        ["number": .text(number), "name": .text(name ?? "Customer \(number)"), "phone": .text(phone), "credit": "100"]
    }
}
