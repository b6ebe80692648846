import Model
import RemoteSystems
import SyncStore

/// Asks both systems once a run who they are, and compares that with the environment that the store belongs to.
///
/// Asked beside the first reads; nothing is settled, decided or written before it has answered.
actor EnvironmentCheck {
    private let environment: EffectsEnvironment
    /// Whether a store that belongs to no environment yet belongs to this one from now on; a dry run leaves it as it is.
    private let binds: Bool
    private var asking: Task<Problem?, any Error>?

    init(environment: EffectsEnvironment, binds: Bool) {
        self.environment = environment
        self.binds = binds
    }

    /// Begins to ask, and does not wait for the answer.
    func begin() { asking = asking ?? Task { [environment, binds] in try await Self.ask(environment, binds) } }

    /// What is wrong with the environment; `nil` when it is the store's, or the store belonged to none yet.
    ///
    /// Everybody gets the one answer, and whoever asks first does not take it along when cancelled. A failure is none: whoever comes
    /// later asks again.
    func problem() async throws -> Problem? {
        let current = asking ?? Task { [environment, binds] in try await Self.ask(environment, binds) }
        asking = current
        do {
            return try await current.value
        } catch {
            if asking == current { asking = nil }
            throw error
        }
    }

    private static func ask(_ environment: EffectsEnvironment, _ binds: Bool) async throws -> Problem? {
        async let erp = environment.remotes.erp.identity()
        async let crm = environment.remotes.crm.identity()
        let now = EnvironmentIdentity(erp: try await erp, crm: try await crm)
        guard let stored = try await environment.store.identity().environment else {
            if binds { try await environment.store.bind(to: now) }
            return nil
        }
        let guards = Guards(policy: environment.policy, couplings: 0, isFirstRun: false)
        for (side, isOther) in [(Side.erp, stored.erp != now.erp), (.crm, stored.crm != now.crm)] where isOther {
            if case .refuse(let problem) = guards.verdict(on: .otherEnvironment(side)) { return problem }
        }
        return nil
    }
}
