import PluginKit
import Testing

@Suite("What a person configures for every entity")
struct ConfiguredMapTests {
    struct Plain: EntityPlugin {
        static let entity: EntityName = "plain"
        static let version = "1.0.0"
        static let map = FieldMap([.field("code", "name", .code(erp: 10, crm: 100))])
    }

    @Test("the conflict policy of an entity is the one that a person chose", arguments: ConflictPolicy.allCases)
    func policy(_ policy: ConflictPolicy) throws {
        let configuration = try #require(Configuration(json: #"{"policy":"\#(policy.rawValue)"}"#))
        #expect(Plain.configuredMap(configuration).policy == policy)
    }

    @Test("without a choice, a conflict is left to a person")
    func unchosen() { #expect(Plain.configuredMap(.empty).policy == .manual) }
}
