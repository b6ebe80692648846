#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif
package import Logging
package import Model
package import RemoteSystems
package import SyncStore

/// What every entity's run of a host shares: the store, the systems, the keys, the limits, and the time.
package struct EffectsEnvironment: Sendable {
    /// The store.
    package var store: any SyncStore
    /// Whether the store is a copy, in which a dry run settles what is open: it then foresees what a run would find.
    package var isForeseen = false
    /// The two systems.
    package var remotes: Sided<any RemoteSystem>
    /// The keyed hashes, under the store's key.
    package var hasher: FieldHasher
    /// The keys of records that we create.
    package var keys: ChosenKey
    /// What may be done unasked.
    package var policy: GuardPolicy
    /// How much is held at once.
    package var limits: NomineeLimits
    /// How old the last sweep for deletions may be.
    package var sweepInterval: TimeInterval
    /// How long after its intent was stored a write may still be sent.
    ///
    /// As long as the windows of the systems' rate limits: what has to wait longer is better decided again. A host that finds the
    /// intents of one that died waits so much longer before it believes that a create did not land.
    package var sendWindow: TimeInterval
    /// The time of day.
    package var now: @Sendable () -> Date
    /// Told at each instant at which a host may die.
    package var crash: CrashHook
    /// Where errors are noted that nobody foresaw.
    package var logger: Logger

    /// Puts an environment together.
    package init(
        store: any SyncStore, remotes: Sided<any RemoteSystem>, hasher: FieldHasher, keys: ChosenKey,
        policy: GuardPolicy = GuardPolicy(), limits: NomineeLimits = NomineeLimits(),
        sweepInterval: TimeInterval = 24 * 3600, sendWindow: TimeInterval = 300, now: @escaping @Sendable () -> Date,
        crash: @escaping CrashHook = { _ in },
        logger: Logger = Logger(label: "couplet") { _ in SwiftLogNoOpLogHandler() }
    ) {
        self.store = store
        self.remotes = remotes
        self.hasher = hasher
        self.keys = keys
        self.policy = policy
        self.limits = limits
        self.sweepInterval = sweepInterval
        self.sendWindow = sendWindow
        self.now = now
        self.crash = crash
        self.logger = logger
    }

    /// How an entity ends that met an error.
    func end(with error: any Error) -> EndState {
        let problem = Problem(ending: error)
        // Its text may hold what a person typed; its type does not.
        if problem.code == .hostFault {
            logger.error(
                "an error that nobody foresaw", metadata: ["error.type": "\(String(reflecting: type(of: error)))"])
        }
        return problem.code == .cancelled ? .cancelled : .failed(problem)
    }
}
