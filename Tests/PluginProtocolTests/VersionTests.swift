import Model
import PluginProtocol
import Testing

@Suite("Versions")
struct VersionTests {
    @Test("versions are ordered as semver.org orders them")
    func order() {
        let versions = [
            "0.9.9", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11",
            "1.0.0-rc.1", "1.0.0", "1.0.1", "1.2.0", "1.10.0", "2.0.0",
        ].compactMap(SemanticVersion.init(_:))
        #expect(versions.count == 13)
        for (index, version) in versions.enumerated() {
            for later in versions[(index + 1)...] {
                #expect(version < later)
                #expect(!(later < version))
            }
            #expect(SemanticVersion(version.description) == version)
        }
    }

    @Test(
        "what is no version is none",
        arguments: ["", "1", "1.2", "1.2.3.4", "01.2.3", "1.2.x", "v1.2.3", "1.2.3-", "-1.2.3", "1..3"])
    func noVersion(text: String) {
        #expect(SemanticVersion(text) == nil)
    }

    @Test(
        "a range holds what it says",
        arguments: [
            ("^1", "1.0.0", true), ("^1", "1.9.9", true), ("^1", "2.0.0", false), ("^1", "0.9.9", false),
            ("^1.2", "1.1.9", false), ("^1.2", "1.2.0", true), ("^1.2.3", "1.2.2", false),
            ("^0", "0.9.0", true), ("^0.2", "0.2.9", true), ("^0.2", "0.3.0", false), ("^0.0.3", "0.0.4", false),
            (">=1 <3", "2.9.9", true), (">=1 <3", "3.0.0", false), (">1.0.0", "1.0.0", false), ("<=2", "2.0.0", true),
            ("1.2.3", "1.2.3", true), ("1.2.3", "1.2.4", false), ("*", "7.0.0", true), ("*", "1.0.0-beta", true),
            ("^1", "1.1.0-beta", false), (">=1.1.0-alpha", "1.1.0-beta", true), ("^1", "2.0.0-beta", false),
        ])
    func ranges(range: String, version: String, isIn: Bool) throws {
        let range = try #require(VersionRange(range))
        #expect(range.contains(try #require(SemanticVersion(version))) == isIn)
    }

    @Test("what is no range is none", arguments: ["", " ", "^", "^x", "1", "~1.2", "1 - 2", ">=", "^1.2.3.4"])
    func noRange(text: String) {
        #expect(VersionRange(text) == nil)
    }

    @Test(
        "the session speaks the highest version that both know",
        arguments: [([1], [1], 1), ([1, 2, 3], [2, 1], 2), ([1], [2], nil), ([], [1], nil)] as [([Int], [Int], Int?)])
    func negotiation(ours: [Int], theirs: [Int], common: Int?) {
        #expect(
            ProtocolVersion.common(ours.map(ProtocolVersion.init(_:)), theirs.map(ProtocolVersion.init(_:)))
                == common.map(ProtocolVersion.init(_:)))
    }

    @Test("limits are only ever lowered, and never to nothing")
    func limits() {
        let lowered = Limits.standard.lowered(to: Limits(frame: 1 << 30, batch: 1000, inFlight: 0))
        #expect(lowered == Limits(batch: 1000, inFlight: 1))
    }
}

@Suite("Retries")
struct RetryPolicyTests {
    @Test(
        "the class of a problem decides when it is tried again",
        arguments: [
            (2000, .config), (2099, .config), (3000, .later), (3099, .later), (4000, .whenCauseChanges),
            (4004, .later), (4009, .later), (4099, .whenCauseChanges), (5001, .config), (6000, .nextRun),
            (1000, .nextRun), (1004, .config), (1007, .later), (1008, .never), (-32603, .nextRun), (9999, .nextRun),
        ] as [(Int, RetryPolicy)])
    func policies(code: Int, policy: RetryPolicy) {
        #expect(RetryPolicy(for: ProblemCode(rawValue: code)) == policy)
    }
}
