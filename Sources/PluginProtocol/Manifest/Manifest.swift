public import JSON
public import Model

/// What a plugin's `plugin.json` says: all that the host can know of it without starting it.
public struct Manifest: Sendable, Hashable {
    /// An entity that this one needs.
    public struct Requirement: Sendable, Hashable {
        /// What is needed of it.
        public enum Strength: String, WireWord, Hashable {
            /// Its couplings: records of this entity refer to its records.
            case reference
            /// That it runs first.
            case order
            /// What its run creates in the systems.
            case schema
        }

        /// The entity.
        public var entity: EntityName
        /// The versions of its plugin that will do.
        public var version: VersionRange
        /// What is needed of it.
        public var strength: Strength
        /// Whether it is needed only where it is installed and switched on: one of twins.
        public var isOptional: Bool

        /// Creates a requirement.
        public init(
            _ entity: EntityName, version: VersionRange = .any, strength: Strength = .reference,
            isOptional: Bool = false
        ) {
            self.entity = entity
            self.version = version
            self.strength = strength
            self.isOptional = isOptional
        }
    }

    /// What happens to the other record when one is deleted.
    public enum DeletePolicy: String, WireWord, Hashable {
        /// The coupling ends, the other record stays.
        case uncouple
        /// The other record is deleted too.
        case delete
        /// The other record is made inactive.
        case deactivate
    }

    /// The name of the plugin.
    public var name: String
    /// The name of the entity for people, by language: `en`, `fr`.
    public var title: [Language: String]
    /// The version of the plugin.
    public var version: SemanticVersion
    /// The versions of the protocol that it speaks.
    public var versions: [ProtocolVersion]
    /// The executable, relative to the manifest's folder, and its arguments.
    public var command: [String]
    /// The file of the field map, relative to the manifest's folder; `nil` for a plugin that has its map in its code.
    public var map: String?
    /// The SHA-256 of the executable by platform (`linux-x86_64`), in hexadecimal; empty while it is not packed.
    public var digests: [String: String]
    /// The entity that it synchronizes.
    public var entity: EntityName
    /// What the manifest says that it needs.
    ///
    /// What it needs in all is in `requirements`.
    public var requires: [Requirement]
    /// The entities that run first, if they run at all.
    public var after: [EntityName]
    /// The fields that refer to records of other entities.
    public var references: [ReferenceUse]
    /// Where its records are in the ERP.
    public var erp: ERPSide
    /// Where its records are in the CRM.
    public var crm: CRMSide
    /// The states of its records in the CRM, where they can be written in one of them only; `nil` where they always can.
    public var states: RecordStates?
    /// Where the lines of its records are, when these are documents; `nil` for every other entity.
    public var lines: DocumentLines?
    /// How much of a record is on hand, where the ERP keeps stock of them; `nil` for every other entity.
    public var stock: StockDeclaration?
    /// What happens to the other record when one is deleted.
    public var deletePolicy: DeletePolicy
    /// How long it may be silent without being taken for hung; at most 300 seconds.
    public var quiet: Duration
    /// Limits that it lowers.
    public var limits: Limits
    /// What it can do beyond the core.
    public var capabilities: Capabilities
    /// The words by which a person selects it with others: `tag:master`.
    public var tags: [String]
    /// Whether it runs where the configuration says nothing; of two entities for the same records, one is off.
    public var isEnabled: Bool
    /// The JSON Schema of its configuration; `nil` when it takes none.
    public var configSchema: JSONValue?

    /// Everything that it needs: what the manifest says, and the entities of its strong references.
    public var requirements: [Requirement] {
        var all = requires
        for reference in references where reference.strength == .reference && reference.entity != entity {
            if !all.contains(where: { $0.entity == reference.entity }) { all.append(Requirement(reference.entity)) }
        }
        return all
    }

    /// The name of the entity for a person; English when the language is missing, else the entity's word.
    public func title(in language: Language) -> String { title[language] ?? title[.en] ?? entity.text }
}
