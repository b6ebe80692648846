import JSON
import Model
import PluginKit
import PluginTesting
import Reconciliation
import Testing

@Suite("The check that every plugin passes")
struct ConformanceTests {
    private func rules<Plugin: EntityPlugin>(brokenBy plugin: Plugin.Type) -> Set<Violation.Rule> {
        Set(PluginConformance.violations(of: plugin, manifest: Self.manifest).map(\.rule))
    }

    private static let manifest =
        (#filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        + ["Fixtures", "gadgets.json"]).joined(separator: "/")

    @Test("a sound plugin breaks no rule")
    func sound() {
        #expect(PluginConformance.violations(of: SoundPlugin.self, manifest: Self.manifest) == [])
    }

    @Test("a plugin that says another name or version than its manifest is named")
    func manifestTold() {
        #expect(rules(brokenBy: Misnamed.self) == [.manifestTold])
        #expect(rules(brokenBy: Outdated.self) == [.manifestTold])
    }

    @Test("a plugin that deletes partners, and whose manifest says that they stay, is found")
    func deleting() { #expect(rules(brokenBy: Deleting.self).contains(.manifestTold)) }

    @Test("a setting that the plugin knows and the manifest does not name is found, and the other way round")
    func settingsTold() {
        var check = ConformanceCheck(SampleMaker.sample(for: soundMap)) { SessionLink(SoundPlugin.self) }
        check.checkManifest(at: Self.manifest)
        check.checkSettings(SoundPlugin.knownSettings)
        #expect(check.violations.isEmpty)
        check.checkSettings([Setting("colours", .boolean)])
        #expect(Set(check.violations.map(\.rule)) == [.settingsTold])
    }

    @Test("a reference that the manifest does not name is found")
    func undeclared() { #expect(rules(brokenBy: Undeclared.self).contains(.referencesDeclared)) }

    @Test("a plugin that can do without every field synchronizes nothing, and is found")
    func unassuming() { #expect(rules(brokenBy: Unassuming.self).contains(.missingFieldsRefused)) }

    @Test("a field that was never described is not written unnoticed")
    func overreaching() { #expect(rules(brokenBy: Overreaching.self) == [.writesWhatIsDescribed]) }

    @Test("a plugin that takes overlays, and writes a field that was disabled, is found")
    func insistent() {
        let found = PluginConformance.violations(of: Insistent.self, manifest: Self.manifest)
        #expect(Set(found.map(\.rule)) == [.writesWhatIsDescribed])
        #expect(found.first?.detail.hasPrefix("with colour=colour disabled, it writes crm.colour") == true)
    }

    @Test("a plugin that decides by its mood, or by its memory, is found")
    func moody() {
        #expect(rules(brokenBy: Moody.self).contains(.deterministic))
        #expect(rules(brokenBy: Counting.self).contains(.deterministic))
    }

    @Test("a plugin that describes one tenant in two ways is found")
    func talkative() { #expect(rules(brokenBy: Talkative.self).contains(.describePure)) }

    @Test("a plugin that writes what nobody changed is found")
    func restless() { #expect(rules(brokenBy: Restless.self).contains(.unchangedLeftAlone)) }

    @Test("a plugin that writes over its own writing is found")
    func unsettled() { #expect(rules(brokenBy: Unsettled.self).contains(.settles)) }

    @Test("a plugin that creates where a person must choose is found")
    func hasty() { #expect(rules(brokenBy: Hasty.self).contains(.decisionFits)) }

    @Test("a plugin that deletes what is not coupled is found")
    func destructive() { #expect(rules(brokenBy: Destructive.self).contains(.decisionFits)) }

    @Test("a plugin that tells a value of a record is found")
    func indiscreet() { #expect(rules(brokenBy: Indiscreet.self).contains(.noValuesTold)) }

    @Test(
        "a plugin that spoils the stream is found",
        arguments: [
            ("prints a line", Violation.Rule.onlyMessages), ("prints before a message", .onlyMessages),
            ("answers twice", .everyRequestAnswered), ("never answers", .everyRequestAnswered),
            ("numbers its batches from zero", .batchesInOrder), ("gives back no checkpoint", .batchesInOrder),
            ("forgets a pair", .everyPairDecided),
        ])
    func stream(_ habit: String, rule: Violation.Rule) {
        var check = ConformanceCheck(SampleMaker.sample(for: soundMap)) { TamperedLink { Self.tampered($0, habit) } }
        check.checkAll()
        #expect(check.violations.map(\.rule).contains(rule))
    }

    private static func tampered(_ line: String, _ habit: String) -> [String] {
        switch habit {
        case "prints a line": ["hello", line]
        case "prints before a message": ["hello " + line]
        case "answers twice": line.contains(#""result""#) ? [line, line] : [line]
        case "never answers": line.contains("inFlight") ? [] : [line]
        case "numbers its batches from zero": [line.replacing(#""batch":1"#, with: #""batch":0"#)]
        case "gives back no checkpoint": [line.replacing(#""checkpoint":"page 1""#, with: #""checkpoint":"""#)]
        default: [line.replacing(#"{"pair":6,"do":"none","reason":{"code":"same"}},"#, with: "")]
        }
    }
}
