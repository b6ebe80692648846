import Coordinator
import Foundation
import JSON
import Logging
import MapLanguage
import Model
import PluginProtocol
import RemoteSystems
import SyncStore

/// What a command that talks to both systems works with: the one place where the real collaborators are built.
struct Host: Sendable {
    let configuration: Configuration
    let store: SQLiteStore
    let remotes: Sided<any RemoteSystem>
    let shelf: PluginShelf
    /// The entities that are installed and switched off.
    let off: Set<EntityName>
    let environment: EffectsEnvironment
    let runner: SyncRunner
}

extension Session {
    /// Builds a host, has `work` done with it, and takes it down again.
    ///
    /// The store is owned meanwhile: a second host on it is refused.
    func withHost<Value: Sendable>(
        patience: Patience = Patience(), _ work: (Host) async throws -> Value
    ) async throws -> Value {
        let configuration = try readConfiguration()
        try configuration.checkPaths(in: options.configuration)
        try await configuration.tryBubblewrap(
            in: options.configuration, guardian: PluginFolders.beside("couplet-launch"))
        try MachineLimits.provideFiles()
        let store = try SQLiteStore.open(at: configuration.store)
        return try await withRemotes(configuration, patience: patience) { remotes in
            let result: Result<Value, any Error>
            do {
                result = .success(try await work(try await host(configuration, store, remotes)))
            } catch {
                result = .failure(error)
            }
            try store.close()
            return try result.get()
        }
    }

    /// Builds the clients of both systems, has `work` done with them, and closes their connections.
    func withRemotes<Value: Sendable>(
        _ configuration: Configuration, patience: Patience = Patience(),
        _ work: (Sided<any RemoteSystem>) async throws -> Value
    ) async throws -> Value {
        try await checkSecrets(configuration)
        let transport = HTTPTransport(
            trustRoots: configuration.certificateAuthority.map { .systemAndFile($0) } ?? .system)
        let result: Result<Value, any Error>
        do {
            result = .success(try await work(try remotes(configuration, transport, patience)))
        } catch {
            result = .failure(error)
        }
        await transport.shutdown()
        return try result.get()
    }

    /// Names a secret that is not there before anything else is done.
    ///
    /// A command that prints one is run when the secret is needed, and only then.
    private func checkSecrets(_ configuration: Configuration) async throws {
        let reader = secretReader(configuration)
        for source in [configuration.erp.signIn.secret, configuration.crm.signIn.secret] {
            if case .command = source { continue }
            _ = try await reader.read(source)
        }
    }

    /// Who fetches a secret, and shows none of the others to the command that prints one.
    func secretReader(_ configuration: Configuration) -> SecretReader {
        let names = configuration.secretSources.compactMap(\.variable)
        return SecretReader(
            configurationPath: options.configuration, environment: environment, hidden: Set(names), secrets: secrets)
    }

    private func remotes(
        _ configuration: Configuration, _ transport: HTTPTransport, _ patience: Patience
    ) throws -> Sided<any RemoteSystem> {
        let timing = Timing(clock: ContinuousClock(), date: { Date() }, chance: { Double.random(in: 0..<1) })
        let erp = try BusinessCentral(
            configuration: .init(
                root: configuration.erp.url, company: configuration.erp.company,
                signIn: signIn(configuration.erp.signIn, configuration), patience: patience), transport: transport,
            timing: timing)
        let crm = try Dataverse(
            configuration: .init(
                root: configuration.crm.url, signIn: signIn(configuration.crm.signIn, configuration), patience: patience
            ),
            transport: transport, timing: timing)
        return Sided<any RemoteSystem>(erp: erp, crm: crm)
    }

    private func signIn(_ signIn: Configuration.SignIn, _ configuration: Configuration) -> SignIn {
        let reader = secretReader(configuration)
        return SignIn(tokenURL: signIn.tokenURL, clientID: signIn.client, scope: signIn.scope) {
            try await reader.read(signIn.secret)
        } learned: { [secrets] token in
            secrets.learn(token)
        }
    }

    private func host(
        _ configuration: Configuration, _ store: SQLiteStore, _ remotes: Sided<any RemoteSystem>
    ) async throws -> Host {
        var all = try await PluginFolders(configuration: configuration).shelf(remembering: store)
        var shelf = all.only(where: configuration.isEnabled)
        if let inHand {
            all.take(inHand)
            shelf.take(inHand)
            // It synchronizes what it would once installed: by the map that an administrator changed.
            shelf = MappingFiles(configuration: configuration).customized(shelf, inHand.manifest.entity)
        }
        try configuration.checkEntities(on: all, in: options.configuration)
        let environment = EffectsEnvironment(
            store: store, remotes: remotes, hasher: FieldHasher(key: try await store.key().bytes),
            // A store is about one company, and its namespace was made for it.
            keys: ChosenKey(namespace: try await store.identity().namespace, company: ""),
            policy: configuration.guards.policy, sweepInterval: Double(configuration.sweepHours) * 3600,
            now: { Date() },
            logger: logger)
        let supervision = PluginSupervision(
            launcher: try launcher(configuration), store: store,
            settings: SupervisionSettings(
                product: .init(name: "couplet", version: Version.text), language: language,
                redaction: Redaction(later: { [secrets] in secrets.withoutSecrets($0) }), logger: logger),
            date: { Date() })
        return Host(
            configuration: configuration, store: store, remotes: remotes, shelf: shelf,
            off: Set(all.plugins.map(\.manifest.entity)).subtracting(shelf.plugins.map(\.manifest.entity)),
            environment: environment,
            runner: SyncRunner(
                environment: environment, shelf: shelf, drivers: supervision,
                tick: console.isTerminal ? .milliseconds(200) : nil))
    }

    private func launcher(_ configuration: Configuration) throws -> any PluginLauncher {
        let hidden = configuration.privateFiles(beside: options.configuration)
        let launcher = ProcessLauncher(
            LaunchSettings(
                guardian: PluginFolders.beside("couplet-launch"), prefix: configuration.launcher.words(hiding: hidden),
                prefixes: configuration.entities.compactMapValues { $0.launcher?.words(hiding: hidden) },
                scratch: FileManager.default.temporaryDirectory.path))
        guard let conversations else { return launcher }
        do { return try RecordingLauncher(launcher, into: conversations, logger: logger) } catch {
            throw CommandError.noRecording(error.path, error.number)
        }
    }

    /// Where what plugins write goes: to standard error, when more is to be said.
    private var logger: Logger {
        var logger = Logger(label: "couplet") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = options.verbose ? .debug : .error
        return logger
    }
}

extension Configuration {
    /// What each plugin gets as its configuration: its settings, and of the common ones those that its manifest knows.
    func plugins(on shelf: PluginShelf) -> [EntityName: JSONValue] {
        var configured: [EntityName: JSONValue] = [:]
        for manifest in shelf.plugins.map(\.manifest) {
            let own = entities[manifest.entity]
            let known = Set(manifest.configSchema?["properties"]?.object?.map(\.name) ?? [])
            var members = own?.settings.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, $0.value) } ?? []
            if let policy = own?.policy { members.append(JSONValue.Member("policy", .string(policy.rawValue))) }
            if known.contains("ownership"), own?.settings["ownership"] == nil {
                members.append(JSONValue.Member("ownership", .string(ownership)))
            }
            if let overlay = shelf.plugin(for: manifest.entity)?.overlay {
                members.append(JSONValue.Member("mapping", overlay.json))
            }
            configured[manifest.entity] = .object(members)
        }
        return configured
    }
}

extension Configuration.Guards {
    /// The limits as the coordinator keeps them.
    var policy: GuardPolicy {
        var policy = GuardPolicy()
        if let deletes { policy.deletes = .init(count: deletes.count, percent: deletes.percent) }
        if let overwrites { policy.overwrites = .init(count: overwrites.count, percent: overwrites.percent) }
        if let creates { policy.creates = .init(count: creates.count, percent: creates.percent) }
        policy.approvesFirstRun = approveFirstRun
        return policy
    }
}
