import Availability
import Coordinator
import JSON
import Model
import RemoteSystems

/// What one YAML file says: which two systems are kept in step, where the store is, and what people decided about entities.
struct Configuration: Sendable {
    /// The Business Central side.
    struct BusinessCentral: Sendable {
        /// The root below which `api/v2.0` lies, such as `https://api.businesscentral.dynamics.com/v2.0/TENANT/production`.
        var url: String
        /// The company, by name or id.
        var company: String
        var signIn: SignIn
    }

    /// The Dataverse side.
    struct Dataverse: Sendable {
        /// The organization's root, such as `https://contoso.crm4.dynamics.com`.
        var url: String
        var signIn: SignIn
    }

    /// How an app signs in with client credentials.
    struct SignIn: Sendable {
        /// The token endpoint; made from the directory (tenant) when not given.
        var tokenURL: String
        var client: String
        var scope: String
        var secret: SecretSource
    }

    /// Where a secret comes from; never the file itself.
    enum SecretSource: Sendable, Hashable {
        case environment(String)
        case file(String)
        case command([String])

        /// The name in the environment under which it stands; `nil` when it stands elsewhere.
        var variable: String? {
            switch self {
            case .environment(let name): name
            case .file, .command: nil
            }
        }
    }

    /// What a person decided about one entity.
    struct Entity: Sendable {
        /// Whether it runs; where a person says nothing, its manifest does.
        var isEnabled: Bool?
        var policy: ConflictPolicy?
        /// What its plugin is started through, in place of what holds for all.
        var launcher: Launcher?
        /// Handed to the plugin as its configuration.
        var settings: [String: JSONValue] = [:]
    }

    /// How a form in the CRM asks what is on hand.
    struct Availability: Sendable {
        /// The user by whose name it asks.
        var user: String
        /// That user's web-service access key.
        var accessKey: SecretSource
        /// Where the service listens.
        var address: ServiceAddress
    }

    /// The limits of the guards.
    struct Guards: Sendable {
        var deletes: Limit?
        var overwrites: Limit?
        var creates: Limit?
        /// Whether the first run of an entity asks for an approved plan before it creates records.
        var approveFirstRun = true

        /// The larger of a number and a share of the couplings.
        struct Limit: Sendable, Hashable {
            var count: Int
            var percent: Int
        }
    }

    var erp: BusinessCentral
    var crm: Dataverse
    var store: String
    var pluginFolders: [String]
    /// What plugins are started through, where nothing else is said of an entity.
    var launcher: Launcher
    var certificateAuthority: String?
    var ownership: String
    var guards: Guards
    var entities: [EntityName: Entity]
    var sideBySide: Int
    var sweepHours: Int
    /// How a form in the CRM asks what is on hand; `nil` where none does.
    var availability: Availability?
    /// Where overlays of field maps are: `mappings` beside the configuration.
    var mappingFolder = ""
}
