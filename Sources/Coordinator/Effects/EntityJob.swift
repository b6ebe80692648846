#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif
package import JSON
package import Model
import PluginProtocol
package import RemoteSystems
import SyncStore

/// What is to be done for one entity in one run.
package struct EntityJob: Sendable {
    /// The run.
    package var run: RunID
    /// The entity.
    package var entity: EntityName
    /// Where its tables may be found.
    package var declarations: Sided<TableDeclaration>
    /// Where the lines of its records may be found, when these are documents.
    package var lines: LineDeclarations?
    /// The rows whose arrival changes a figure of its records, where there are such.
    package var movements: MovementDeclaration?
    /// The entities that its plugin can do without, and that are not there: its records refer to what is coupled there already, or wait.
    package var absent: Set<EntityName>
    /// What it looks at.
    package var mode: RunMode
    /// Whether decisions become effects.
    package var effect: Effect
    /// The records that a person named, by identity or natural key; for `selected`.
    package var selection: [String]
    /// What a person agreed to beforehand.
    package var approval: Approval
    /// The configuration of the entity, as the plugin gets it.
    package var config: JSONValue
    /// The digest of the plugin's executable and manifest.
    package var pluginDigest: String
    /// Where chance comes from.
    package var seed: Int64
    /// Which pass of the entity in its run this is, from one.
    ///
    /// A later pass looks at the records that waited for what another entity coupled meanwhile, and at nothing else.
    package var pass: Int
    /// The writes that earlier passes made unasked: the limits are those of a run, whatever its passes.
    package var earlier: WriteTally
    /// When the run began; what it counted as waiting or set aside since is taken back when it is decided again.
    package var since: Date?

    /// Creates a job.
    package init(
        run: RunID, entity: EntityName, declarations: Sided<TableDeclaration>, lines: LineDeclarations? = nil,
        movements: MovementDeclaration? = nil, absent: Set<EntityName> = [], mode: RunMode = .incremental,
        effect: Effect = .write, selection: [String] = [], approval: Approval = .none,
        config: JSONValue = .object([]), pluginDigest: String = "", seed: Int64 = 0, pass: Int = 1,
        earlier: WriteTally = WriteTally(), since: Date? = nil
    ) {
        self.run = run
        self.entity = entity
        self.declarations = declarations
        self.lines = lines
        self.movements = movements
        self.absent = absent
        self.mode = mode
        self.effect = effect
        self.selection = selection
        self.approval = approval
        self.config = config
        self.pluginDigest = pluginDigest
        self.seed = seed
        self.pass = pass
        self.earlier = earlier
        self.since = since
    }
}

extension EntityJob {
    /// What is wrong when its records refer to an entity that is not there and never coupled anything: each of them would wait for ever.
    ///
    /// Of one that was switched off later, what is coupled resolves as before; a record that refers to something else waits.
    func lack(_ description: EntityDescription, couplings: [EntityName: Int]) -> Problem? {
        let lacking = description.references.first {
            $0.strength == .reference && absent.contains($0.entity) && couplings[$0.entity, default: 0] == 0
        }
        return lacking.map { Problem(.invalidConfiguration, ["needsEntity", $0.entity.text]) }
    }

    /// The same, asked of the store only when something is absent.
    func lack(_ description: EntityDescription, in store: any SyncStore) async throws -> Problem? {
        guard !absent.isEmpty else { return nil }
        return lack(description, couplings: try await store.couplingCounts())
    }
}

/// What a verification found: ids and versions only, nothing is changed.
package struct Verification: Sendable, Hashable {
    /// The couplings that were looked at.
    package var couplings = 0
    /// Coupled records that a side no longer lists.
    package var missing = Sided(erp: 0, crm: 0)
    /// Coupled records whose version is not the stored one.
    package var moved = Sided(erp: 0, crm: 0)
    /// Couplings of which both records are there, in the stored versions.
    package var inStep = 0
    /// Records that no coupling ties; the filter is not applied.
    package var uncoupled = Sided(erp: 0, crm: 0)

    /// Whether everything is as the store says.
    package var isClean: Bool { missing == Sided(erp: 0, crm: 0) && moved == Sided(erp: 0, crm: 0) }
}
