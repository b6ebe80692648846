#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import JSON
package import Model
package import PluginProtocol
package import RemoteSystems
import SyncStore

/// Runs entities: settles, nominates, asks the plugin, carries out what it decides.
///
/// One for each run of the host.
package struct EntityEffects: Sendable {
    var environment: EffectsEnvironment
    let overlay: RunOverlay?
    let declarations: [EntityName: Sided<TableDeclaration>]
    let check: EnvironmentCheck
    let scopes = EntityScopes()

    /// Creates it, with the tables of all entities, for references, and for a dry run the overlay that its entities share.
    package init(
        environment: EffectsEnvironment, declarations: [EntityName: Sided<TableDeclaration>], overlay: RunOverlay? = nil
    ) {
        self.environment = environment
        self.declarations = declarations
        self.overlay = overlay
        check = EnvironmentCheck(environment: environment, binds: overlay == nil)
    }

    /// Runs an entity to its end state.
    ///
    /// Every failure is an end state.
    package func run(
        _ job: EntityJob, driver: any PluginDriver, report: @escaping @Sendable (RunProgress) async -> Void = { _ in }
    ) async -> EntityResult {
        let result: EntityResult
        do {
            result = try await carryOut(job, driver: driver, report: report)
        } catch {
            result = EntityResult(end: environment.end(with: error))
        }
        if case .failed(let problem) = result.end, problem.code == .schema { await forgetTables(of: job) }
        return result
    }

    /// Has the tables of an entity looked for anew the next time: a page may have moved to another route.
    private func forgetTables(of job: EntityJob) async {
        let cache = TableCache(environment: environment, check: check)
        for side in Side.allCases {
            // What can't be forgotten now is too old after a day anyway.
            try? await cache.forget(job.declarations[side], on: side)
            if let lines = job.lines { try? await cache.forget(lines.tables[side], on: side) }
        }
    }

    /// Settles what earlier runs of an entity left open, before any plugin is asked for a run: at the start of a host.
    ///
    /// What can't be settled now (a system is away, or is another one) is settled when the entity runs.
    package func settle(_ job: EntityJob, driver: any PluginDriver) async throws {
        do {
            guard try await check.problem() == nil else { return }
            let open = try await openIntents(of: job.entity)
            guard !open.isEmpty else { return }
            let shape = try await shape(of: job, driver: driver, check: check)
            _ = try await Settler(environment: environment.reading(linesOf: shape), shape: shape)
                .settle(open, run: job.run)
        } catch is RemoteFailure {
            return
        } catch is PluginFailure {
            return
        }
    }

    /// The intents of an entity that are open.
    func openIntents(of entity: EntityName) async throws -> [StoredIntentBatch] {
        try await environment.store.openIntents().filter { $0.batch.entity == entity }
    }

    /// The same in a copy of the store, when something is open in it: what a dry run settles there, a run would find.
    package static func foreseeing(_ environment: EffectsEnvironment) async throws -> EffectsEnvironment {
        guard try await !environment.store.openIntents().isEmpty else { return environment }
        var foreseen = environment
        foreseen.store = try await environment.store.copy()
        foreseen.isForeseen = true
        return foreseen
    }

    /// What the plugin of an entity says that it synchronizes in this tenant, remembered or asked for; changes nothing else.
    package func describe(_ job: EntityJob, driver: any PluginDriver) async throws -> EntityDescription {
        let description = try await shape(of: job, driver: driver, check: nil).description
        if let problem = try await job.lack(description, in: environment.store) { throw RemoteFailure(problem) }
        return description
    }
}
