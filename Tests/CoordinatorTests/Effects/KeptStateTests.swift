import Coordinator
import JSON
import Model
import PluginProtocol
import RemoteSystems
import SyncStore
import Synchronization
import Testing

@Suite("What a plugin keeps")
struct KeptStateTests {
    let world = EffectsWorld()
    /// What happens just before the next commit.
    let beforeCommit = Hook()

    /// Something that happens once, when it is time.
    final class Hook: Sendable {
        private let body = Mutex<(@Sendable () async throws -> Void)?>(nil)
        func set(_ next: @escaping @Sendable () async throws -> Void) { body.withLock { $0 = next } }
        func take() -> (@Sendable () async throws -> Void)? {
            body.withLock { body in
                defer { body = nil }
                return body
            }
        }
    }

    /// A plugin that decides as the mirror does, a pair at a time, and does in its runs what a test says.
    struct Keeper: PluginDriver {
        let mirror = MirrorPlugin()
        let body: @Sendable (Talk) async throws -> Void

        func describe(_ parameters: EntityDescribe.Parameters) async throws -> EntityDescription {
            try await mirror.describe(parameters)
        }
        func run(_ parameters: SyncRun.Parameters, host: any RunHost) async throws -> SyncRun.Result {
            try await body(Talk(host: host, run: parameters.runID, mirror: mirror))
            return SyncRun.Result(outcome: .complete)
        }
    }

    /// What such a plugin says to its host.
    struct Talk: Sendable {
        let host: any RunHost
        let run: RunID
        let mirror: MirrorPlugin

        func keep(_ word: String) async throws {
            _ = try await host.keep(.init(runID: run, key: word, value: .string(word)))
        }
        /// Decides one pair; `false` when there is none.
        @discardableResult
        func decide(_ batch: Int) async throws -> Bool {
            let pairs = try await host.next(.init(runID: run, limit: 1)).pairs
            guard !pairs.isEmpty else { return false }
            _ = try await host.apply(
                .init(runID: run, batch: batch, decisions: pairs.map(mirror.decision), checkpoint: ""))
            return true
        }
    }

    private func run(_ body: @escaping @Sendable (Talk) async throws -> Void) async -> EndState {
        var environment = world.environment()
        environment.crash = { [beforeCommit] point in
            if point == .beforeCommit { try await beforeCommit.take()?() }
        }
        let effects = EntityEffects(environment: environment, declarations: [:])
        let job = EntityJob(
            run: RunID("run"), entity: EffectsWorld.entity,
            declarations: Sided(erp: EffectsWorld.declaration, crm: EffectsWorld.declaration), approval: .everything)
        return await effects.run(job, driver: Keeper(body: body)).end
    }

    private func isStored(_ word: String) async -> Bool {
        await world.store.pluginState(of: EffectsWorld.entity, key: word) != nil
    }

    @Test("is stored with the batch that it hands in next, not with one that is under way")
    func withItsBatch() async {
        for number in 1...2 { await world.erp.create(EffectsWorld.customer("\(number)")) }
        let end = await run { talk in
            beforeCommit.set { try await talk.keep("later") }
            try await talk.decide(1)
            #expect(await !isStored("later"))
            #expect(try await talk.host.state(.init(runID: talk.run, key: "later")).value == .string("later"))
            try await talk.decide(2)
            #expect(await isStored("later"))
            _ = try await talk.decide(3)
        }
        #expect(end == .complete)
    }

    @Test("goes with its process, when that dies before it hands in a batch")
    func dead() async {
        for number in 1...2 { await world.erp.create(EffectsWorld.customer("\(number)")) }
        let end = await run { talk in
            try await talk.decide(1)
            try await talk.keep("lost")
            await talk.host.restarted()
            #expect(try await talk.host.state(.init(runID: talk.run, key: "lost")).value == nil)
            try await talk.decide(1)
            _ = try await talk.decide(2)
        }
        #expect(end == .complete)
        #expect(await !isStored("lost"))
    }

    @Test("is there still when it ends its run too early and is asked to go on")
    func askedToGoOn() async {
        for number in 1...2 { await world.erp.create(EffectsWorld.customer("\(number)")) }
        let end = await run { talk in
            try await talk.decide(1)
            if await world.store.couplings.count == 1 { try await talk.keep("between") }
        }
        #expect(end == .complete)
        #expect(await isStored("between"))
    }
}
